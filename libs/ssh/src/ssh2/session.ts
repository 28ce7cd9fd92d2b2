import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { failed, fault, type Fault, ok, type Result } from '@stellwerk/domain';
import type { Client } from 'ssh2';
import { KEEP_ALIVE, type KeepAliveTicker } from '../keep-alive.js';
import { within } from '../once.js';
import { type Forwarder, listenRemotely } from '../remote-listen.js';
import { reuseWhenBusy } from '../receive-buffer.js';
import type { KeepAlive, Origin, RemoteListener, RemoteListenRequest, Session } from '../session.js';
import type { WindowBudget } from '../window-budget.js';
import { adoptChannel, refersToData } from './channel.js';
import { lossFault, openFault, type Ssh2Error } from './faults.js';
import { forgetHandshake, ping, refersToReceived } from './internals.js';
import { ownReceiveWindows } from './receive-window.js';
import type { SignedIn } from './sign-in.js';

/** How long the server may think about opening a connection or a port, milliseconds. Its own TCP gives up only after minutes. */
const OPEN_MS = 10_000;
/** Read at once from a busy server, bytes: a packet that is cut by the end of a read must be copied, so reads are long (1.5 → 1.3 CPU s/GiB). */
const READ_BYTES = 262_144;
const OUTPUT_MAX = 65_536;
/** A first answer that took this long may have waited for our kernel's delayed acknowledgement (sshd leaves Nagle's algorithm on), and is asked for once more. */
const DELAYED_ACK_MS = 40;

export interface Ssh2SessionOptions {
  readonly keepAlive?: KeepAlive;
  readonly ticker: KeepAliveTicker;
  readonly budget: WindowBudget;
}

/** A live session spoken by ssh2. */
export class Ssh2Session implements Session {
  readonly engine = 'ssh2';
  readonly hostKey;
  readonly negotiated;
  readonly closed: Promise<Fault>;
  private readonly client: Client;
  private readonly routes = new Map<number, (stream: Duplex, from: Origin) => void>();
  private over: Fault | null = null;
  private lastRoundTrip: number | null = null;
  private shortestRoundTrip: number | null = null;

  constructor(
    signedIn: SignedIn,
    private readonly socket: Socket,
    options: Ssh2SessionOptions,
  ) {
    this.client = signedIn.client;
    this.hostKey = signedIn.hostKey;
    this.negotiated = signedIn.negotiated;
    forgetHandshake(this.client);
    const timing = options.keepAlive ?? KEEP_ALIVE;
    // Many channels wait for the one socket to drain.
    socket.setMaxListeners(0);
    let referred = false;
    ownReceiveWindows(this.client, {
      budget: options.budget,
      roundTripMs: () => this.shortestRoundTrip,
      now: () => performance.now(),
      delivered: (channel) => (referred ||= refersToData(channel)),
    });
    reuseWhenBusy(socket, {
      bytes: READ_BYTES,
      taken: (buffer) => {
        const free = !referred && !refersToReceived(this.client, buffer);
        referred = false;
        return free;
      },
    });
    this.client.on('tcp connection', (details, accept, reject) => {
      const route = this.routes.get(details.destPort);
      if (!route) return void attempt(reject);
      const stream = attempt(accept);
      if (stream) route(this.adopt(stream), { address: details.srcIP, port: details.srcPort });
    });
    const watch = options.ticker.watch(
      {
        ask: () => this.measure(),
        dead: () => this.end(fault('keep-alive-timed-out', { silentMs: timing.silenceMs + timing.answerMs })),
      },
      timing,
    );
    socket.on('data', watch.heard);
    let error: Ssh2Error | null = null;
    this.client.on('error', (e: Ssh2Error) => (error ??= e));
    this.closed = new Promise((resolve) => {
      this.client.once('close', () => {
        watch.stop();
        this.over ??= lossFault(error);
        this.routes.clear();
        resolve(this.over);
      });
    });
    // The distance decides how large windows may grow, so it is measured at once.
    this.measure((took) => {
      if (took >= DELAYED_ACK_MS) this.measure();
    });
  }

  roundTripMs(): number | null {
    return this.lastRoundTrip;
  }

  open(host: string, port: number): Promise<Result<Duplex>> {
    if (this.over) return Promise.resolve(failed(this.over));
    return within(
      OPEN_MS,
      fault('target-unreachable', { host, port }),
      (deliver) =>
        this.client.forwardOut('127.0.0.1', 0, host, port, (error: Ssh2Error | undefined, channel) => {
          if (error) deliver(failed(this.over ?? this.lossOr(openFault(error.reason, error.message, host, port), error)));
          else if (!deliver(ok(this.adopt(channel)))) channel.close();
        }),
      fault('connection-lost'),
    );
  }

  async listen(request: RemoteListenRequest): Promise<Result<RemoteListener>> {
    if (this.over) return failed(this.over);
    if (this.routes.has(request.port)) return failed(fault('remote-port-taken', { port: request.port }));
    const result = await listenRemotely(this.forwarder(), request);
    return !result.ok && this.over ? failed(this.over) : result;
  }

  async run(command: string, timeoutMs: number): Promise<string | null> {
    const result = await within<string | null>(timeoutMs, fault('connection-timed-out'), (deliver) =>
      this.client.exec(command, (error, channel) => {
        if (error) return void deliver(ok(null));
        let output = '';
        channel
          .on('error', () => undefined)
          .on('data', (chunk: Buffer) => (output.length < OUTPUT_MAX ? (output += chunk.toString('utf8')) : channel.close()));
        channel.stderr.resume();
        channel.on('close', (code: unknown) => deliver(ok(code === 0 ? output : null)));
        channel.end();
      }),
    );
    return result.ok ? result.value : null;
  }

  destroy(): void {
    this.end(fault('connection-lost', { detail: 'ended here' }));
  }

  private end(reason: Fault): void {
    this.over ??= reason;
    this.socket.destroy();
  }

  private adopt(channel: Duplex): Duplex {
    return adoptChannel(channel, {
      socket: this.socket,
      over: () => this.over !== null || this.socket.destroyed || this.socket.readableEnded,
    });
  }

  /** ssh2 tells pending openers of a dead connection in words only. */
  private lossOr(other: Fault, error: Ssh2Error): Fault {
    return error.message === 'No response from server' || this.socket.destroyed ? fault('connection-lost') : other;
  }

  private measure(then: (tookMs: number) => void = () => undefined): void {
    const asked = performance.now();
    attempt(() =>
      ping(this.client, () => {
        const took = performance.now() - asked;
        this.lastRoundTrip = took;
        this.shortestRoundTrip = Math.min(this.shortestRoundTrip ?? took, took);
        then(took);
      }),
    );
  }

  private forwarder(): Forwarder {
    const lost = fault('connection-lost');
    return {
      forward: async (bind, port) => {
        const granted = await within<{ port: number } | 'refused'>(OPEN_MS, lost, (deliver) =>
          this.client.forwardIn(bind, port, (error, real) =>
            deliver(error ? (this.over ? failed(lost) : ok('refused')) : ok({ port: real })),
          ),
        );
        return granted.ok ? granted.value : 'lost';
      },
      cancel: async (bind, port) => {
        await within<null>(OPEN_MS, lost, (deliver) => this.client.unforwardIn(bind, port, () => deliver(ok(null))));
      },
      open: (host, port) => this.open(host, port),
      route: (port, handler) => (handler ? void this.routes.set(port, handler) : void this.routes.delete(port)),
    };
  }
}

/** ssh2 throws from some calls between the death of the socket and `close`. What is asked then has no answer. */
function attempt<T>(call: () => T): T | null {
  try {
    return call();
  } catch {
    return null;
  }
}
