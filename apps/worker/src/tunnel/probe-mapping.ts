import type { Duplex } from 'node:stream';
import { failed, type Fault, fault, type FaultCode, type Mapping, ok, type Result } from '@stellwerk/domain';
import { probeService } from '@stellwerk/probe';
import type { Connection } from './connection.js';

/** What a successful probe proved. `unverified`: the service of the PBX answers, but the server does not let us look through its own port. */
export type Proof = 'through' | 'unverified';

export interface Arrival {
  /** What became of it on the PBX's side; null when nothing came for a while. */
  readonly outcome: Promise<Result<null> | null>;
  cancel(): void;
}

export interface ProbeThrough {
  readonly mapping: Mapping;
  readonly connection: Connection;
  /** Inbound: watches for the next connection that comes through the forward. */
  readonly nextArrival: () => Arrival;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 5_000;

/** On the PBX's side the same failures have other names: there nobody is a "target". */
const AT_PBX: Partial<Record<FaultCode, FaultCode>> = {
  'target-refused': 'pbx-refused',
  'connection-refused': 'pbx-refused',
  'target-unreachable': 'pbx-unreachable',
  'target-name-not-found': 'pbx-unreachable',
  'name-not-found': 'pbx-unreachable',
  'connection-timed-out': 'pbx-unreachable',
  'network-unreachable': 'pbx-unreachable',
};

/** Says a dialling fault of the PBX's side in the PBX's words; anything else stays what it is, but happened there. */
export const atPbx = (f: Fault): Fault => ({ code: AT_PBX[f.code] ?? f.code, hop: 'pbx', params: f.params });

/** Where an outbound mapping leads: the target behind the SSH server, or the server itself. */
export const targetOf = (m: Mapping): { readonly host: string; readonly port: number } => ({
  host: m.targetHost ?? '127.0.0.1',
  port: m.remotePort,
});

/**
 * Goes the way a user's connection goes and speaks the first words of the mapping's protocol. Never rejects.
 * Outbound: from the server to the target. Inbound: from the server's own loopback into the forwarded port, through the
 * tunnel, to the PBX; only that proves that the port is still ours.
 */
export async function probeMapping(p: ProbeThrough): Promise<Result<Proof>> {
  if (p.mapping.direction === 'outbound') {
    const { host, port } = targetOf(p.mapping);
    const stream = await p.connection.serverSide.dial(host, port);
    return stream.ok ? speak(p, stream.value, host, (f) => f) : stream;
  }
  const arrival = p.nextArrival();
  const stream = await p.connection.serverSide.dial('127.0.0.1', p.mapping.remotePort);
  if (!stream.ok) {
    arrival.cancel();
    return stream.fault.code === 'forwarding-forbidden' ? aroundTheServer(p) : failed(stream.fault);
  }
  const arrived = await arrival.outcome;
  if (arrived?.ok) return speak(p, stream.value, p.connection.pbxHost, atPbx);
  stream.value.on('error', () => undefined).destroy();
  // Somebody accepted on that port, but it did not come to us: it is not our listener.
  return arrived ?? failed(fault('remote-port-held-by-stale-session', { port: p.mapping.remotePort }));
}

/** The server forbids direct-tcpip (`AllowTcpForwarding remote`, `PermitOpen none`): look at the PBX, and say what could not be seen. */
async function aroundTheServer(p: ProbeThrough): Promise<Result<Proof>> {
  const { connection, mapping } = p;
  const stream = await connection.pbxSide.dial(connection.pbxHost, mapping.localPort);
  if (!stream.ok) return failed(atPbx(stream.fault));
  const spoken = await speak(p, stream.value, connection.pbxHost, atPbx);
  return spoken.ok ? ok('unverified') : spoken;
}

async function speak(p: ProbeThrough, stream: Duplex, host: string, say: (f: Fault) => Fault): Promise<Result<Proof>> {
  const port = p.mapping.direction === 'outbound' ? p.mapping.remotePort : p.mapping.localPort;
  const facts = await probeService(p.mapping.protocol, stream, { host, port, signal: p.signal, timeoutMs: TIMEOUT_MS });
  return facts.ok ? ok('through') : failed(say(facts.fault));
}
