import type { ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { failed, fault, type Fault, ok, type Result } from '@stellwerk/domain';
import { type Forwarder, listenRemotely } from '../remote-listen.js';
import type { Origin, PresentedHostKey, RemoteListener, RemoteListenRequest, Session } from '../session.js';
import { type LogEvent, openFailure } from './log.js';
import { COMMON, DESTINATION, type Outcome, runSsh } from './program.js';
import { type Bridge, connectPath, type Workplace } from './workplace.js';

const COMMAND_MS = 10_000;

/** The running `ssh` of a session. */
export interface Master {
  readonly child: ChildProcess;
  readonly place: Workplace;
  readonly bridge: Bridge;
  readonly hostKey: PresentedHostKey;
  /** Why it ended; resolves once. */
  readonly ended: Promise<Fault>;
  /** Calls back for every log event until replaced. */
  onEvent(listener: (event: LogEvent) => void): void;
}

type Answer = LogEvent & { is: 'confirmed' | 'open-failed' };

/**
 * A live session spoken by the machine's own `ssh` with a control socket, for servers that ssh2 cannot speak to. Every
 * forward ends in a Unix socket of the private folder: one per target for outgoing connections, one per remote port for
 * incoming ones. The protocol's answers are read from the log, one open at a time, so that each answer has its question.
 */
export class OpensshSession implements Session {
  readonly engine = 'openssh';
  readonly hostKey: PresentedHostKey;
  readonly negotiated = null;
  readonly closed: Promise<Fault>;
  private over: Fault | null = null;
  private answer: ((answer: Answer) => void) | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly targets = new Map<string, Promise<string | null>>();
  private readonly routes = new Map<number, (stream: Duplex, from: Origin) => void>();
  private readonly origins = new Map<number, Origin[]>();
  private readonly servers = new Map<number, Server>();
  private serial = 0;

  constructor(private readonly master: Master) {
    this.hostKey = master.hostKey;
    master.onEvent((event) => this.hear(event));
    this.closed = master.ended.then((reason) => {
      this.over ??= reason;
      for (const server of this.servers.values()) server.close();
      return this.over;
    });
  }

  roundTripMs(): number | null {
    return null;
  }

  open(host: string, port: number): Promise<Result<Duplex>> {
    const result = this.turn.then(() => this.openNow(host, port));
    this.turn = result;
    return result;
  }

  async listen(request: RemoteListenRequest): Promise<Result<RemoteListener>> {
    if (this.over) return failed(this.over);
    if (this.routes.has(request.port)) return failed(fault('remote-port-taken', { port: request.port }));
    return listenRemotely(this.forwarder(), request);
  }

  async run(command: string, timeoutMs: number): Promise<string | null> {
    const outcome = await this.control([DESTINATION, command], timeoutMs);
    return outcome.code === 0 ? outcome.stdout : null;
  }

  destroy(): void {
    this.over ??= fault('connection-lost', { detail: 'ended here' });
    this.master.child.kill('SIGKILL');
  }

  private hear(event: LogEvent): void {
    if (event.is === 'confirmed' || event.is === 'open-failed') this.answer?.(event);
    if (event.is === 'arrival')
      this.origins.set(event.port, [...(this.origins.get(event.port) ?? []), { address: event.address, port: event.fromPort }]);
  }

  private async openNow(host: string, port: number): Promise<Result<Duplex>> {
    if (this.over) return failed(this.over);
    const path = await this.target(host, port);
    if (!path) return failed(this.over ?? fault('forwarding-forbidden', { host, port }));
    const answered = this.nextAnswer();
    const socket = await connectPath(path);
    if (!socket) return failed(this.over ?? fault('connection-lost'));
    const answer = await answered;
    if (answer?.is === 'confirmed') return ok(socket);
    socket.destroy();
    return failed(this.over ?? (answer ? openFailure(answer, host, port) : fault('target-unreachable', { host, port })));
  }

  private nextAnswer(): Promise<Answer | null> {
    return new Promise((resolve) => {
      const settle = (answer: Answer | null): void => {
        clearTimeout(timer);
        this.answer = null;
        resolve(answer);
      };
      const timer = setTimeout(() => settle(null), COMMAND_MS);
      this.answer = settle;
      void this.closed.then(() => settle(null));
    });
  }

  /** The Unix socket that leads to a target; made at the first connection, as the default is to open nothing. */
  private target(host: string, port: number): Promise<string | null> {
    const key = `${host} ${port}`;
    const known = this.targets.get(key);
    if (known) return known;
    const path = this.master.place.path(`o${this.serial++}`);
    const made = this.control(['-O', 'forward', '-L', `${path}:${bracketed(host)}:${port}`, DESTINATION], COMMAND_MS).then((outcome) =>
      outcome.code === 0 ? path : null,
    );
    this.targets.set(key, made);
    return made;
  }

  private control(args: readonly string[], timeoutMs: number): Promise<Outcome> {
    return runSsh(this.master.place, [...COMMON, '-S', this.master.place.path('c'), '-o', 'ProxyCommand=false', ...args], timeoutMs);
  }

  private forwarder(): Forwarder {
    const spec = (bind: string, port: number, path: string): string => `${bind === '' ? '*' : bind}:${port}:${path}`;
    const paths = new Map<string, string>();
    return {
      forward: async (bind, port) => {
        const path = port === 0 ? this.master.place.path('unused') : await this.receiver(port);
        const outcome = await this.control(['-O', 'forward', '-R', spec(bind, port, path), DESTINATION], COMMAND_MS);
        if (this.over) return 'lost';
        if (outcome.code !== 0) return 'refused';
        const granted = port === 0 ? Number(outcome.stdout.trim()) : port;
        paths.set(`${bind} ${granted}`, spec(bind, port, path));
        return { port: granted };
      },
      cancel: async (bind, port) => {
        const asked = paths.get(`${bind} ${port}`);
        if (asked) await this.control(['-O', 'cancel', '-R', asked, DESTINATION], COMMAND_MS);
      },
      open: (host, port) => this.open(host, port),
      route: (port, handler) => {
        if (handler) this.routes.set(port, handler);
        else {
          this.routes.delete(port);
          this.servers.get(port)?.close();
          this.servers.delete(port);
        }
      },
    };
  }

  /** A Unix socket that takes the forwarded connections of one remote port. */
  private async receiver(port: number): Promise<string> {
    const path = this.master.place.path(`i${port}`);
    if (this.servers.has(port)) return path;
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => undefined);
      const from = this.origins.get(port)?.shift() ?? { address: '', port: 0 };
      const route = this.routes.get(port);
      if (route) route(socket, from);
      else socket.destroy();
    });
    this.servers.set(port, server);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
    return path;
  }
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
