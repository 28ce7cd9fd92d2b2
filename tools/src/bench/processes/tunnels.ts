import { connect as tcp, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { failed, fault, type HostKey, ok, type Result } from '@stellwerk/domain';
import { type Connect, dial, networkSide, newCounters, relay, type Session, type Side, sshSide } from '@stellwerk/ssh';
import { serve } from '../child.js';
import type { Forward } from '../peers.js';

/** Everything of one tunnel, as plain values that can cross to another process. */
export interface TunnelRequest {
  readonly port: number;
  readonly username: string;
  readonly privateKey: string;
  readonly hostKeys: readonly HostKey[];
  readonly forwards: readonly Forward[];
  readonly kex?: readonly string[];
  readonly ciphers?: readonly string[];
  readonly keepAlive?: { readonly silenceMs: number; readonly answerMs: number };
}

/**
 * The guarded dialer refuses loopback unless the operator allows it; a benchmark lives on loopback, so it dials plainly. The
 * signal ends the attempt only: handed to `net.connect` it would end the living connection when its deadline passes.
 */
const connect: Connect = (host, port, signal) =>
  new Promise((resolve) => {
    const socket = tcp({ host, port, noDelay: true, allowHalfOpen: true });
    const abort = (): void => void socket.destroy(new Error('aborted'));
    const settle = (result: Result<Socket>): void => {
      signal.removeEventListener('abort', abort);
      resolve(result);
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => settle(ok(socket)));
    socket.once('error', () => settle(failed(fault('connection-refused', { host, port }))));
  });

const sessions = new Set<Session>();
const loop = monitorEventLoopDelay({ resolution: 10 });
loop.enable();

const must = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  throw new Error(`${result.fault.code} ${JSON.stringify(result.fault.params)}`);
};

/** Joins the sides exactly as the worker does: the one listens, the other dials, the relay carries. */
async function join(forward: Forward, pbx: Side, server: Side): Promise<void> {
  const counters = newCounters();
  const [near, far] = forward.direction === 'outbound' ? [pbx, server] : [server, pbx];
  const carry = async (stream: Duplex): Promise<void> => {
    const other = await far.dial('127.0.0.1', forward.target);
    if (!other.ok) stream.destroy();
    else if (forward.direction === 'outbound') relay(stream, other.value, counters);
    else relay(other.value, stream, counters);
  };
  must(await near.listen({ port: forward.listen, exposure: 'private', onConnection: (stream) => void carry(stream) }));
}

async function open(request: TunnelRequest): Promise<{ cipher: string; kex: string }> {
  const session = must(
    await dial({
      host: '127.0.0.1',
      port: request.port,
      username: request.username,
      credential: { kind: 'private-key', privateKey: request.privateKey },
      connect,
      judgeHostKey: (key) =>
        request.hostKeys.some((known) => known.type === key.type && known.fingerprint === key.fingerprint)
          ? 'trusted'
          : fault('host-key-changed'),
      pinnedTypes: request.hostKeys.map((key) => key.type),
      engine: 'ssh2',
      ...(request.keepAlive ? { keepAlive: request.keepAlive } : {}),
      algorithms: { kex: request.kex, ciphers: request.ciphers },
      timeoutMs: 60_000,
    }),
  );
  sessions.add(session);
  void session.closed.then(() => sessions.delete(session));
  const pbx = networkSide({ listenAddress: '127.0.0.1', pbxAddresses: ['127.0.0.1'], networks: [], connect });
  for (const forward of request.forwards) await join(forward, pbx, sshSide(session));
  return { cipher: session.negotiated?.cipher ?? '', kex: session.negotiated?.kex ?? '' };
}

const commands = {
  open,
  /** The same tunnel many times, no more than `inFlight` handshakes at once; the forwards are given per tunnel. */
  openMany: async (input: {
    request: Omit<TunnelRequest, 'forwards'>;
    forwards: readonly (readonly Forward[])[];
    inFlight: number;
  }): Promise<number> => {
    const queue = [...input.forwards];
    const lane = async (): Promise<void> => {
      for (let forwards = queue.pop(); forwards; forwards = queue.pop()) await open({ ...input.request, forwards });
    };
    await Promise.all(Array.from({ length: input.inFlight }, lane));
    return sessions.size;
  },
  close: async (_input: null): Promise<null> => {
    const ends = [...sessions].map((session) => {
      session.destroy();
      return session.closed;
    });
    await Promise.all(ends);
    return null;
  },
  alive: (_input: null): number => sessions.size,
  /** Event-loop delay since the last call, milliseconds. */
  loopDelay: (_input: null): { p99Ms: number; maxMs: number } => {
    const read = { p99Ms: loop.percentile(99) / 1e6 - 10, maxMs: loop.max / 1e6 - 10 };
    loop.reset();
    return read;
  },
};
export type TunnelCommands = typeof commands;

serve(commands);
