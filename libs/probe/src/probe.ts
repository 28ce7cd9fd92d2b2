import type { Duplex } from 'node:stream';
import { failed, type Fault, fault, ok, type Result, type ServiceProtocol } from '@stellwerk/domain';
import { converse, leave, type Outcome } from './converse.js';
import { type Deadline, startDeadline } from './deadline.js';
import type { Dialer } from './dialer.js';
import { mssql, mysql, postgresql } from './exchange/databases.js';
import { type Exchange, type Facts, printable } from './exchange/exchange.js';
import { ldap } from './exchange/ldap.js';
import { smb } from './exchange/smb.js';
import { ami, http, httpMetrics, ssh, xmpp } from './exchange/text-protocols.js';
import { startTls } from './over-tls.js';

/** What a service said of itself in its first exchange: a few short, printable facts for display (`version`, `server`, `tls` …). */
export interface ProbeFacts {
  readonly protocol: ServiceProtocol;
  readonly tookMs: number;
  readonly facts: Facts;
}

export interface ProbeRequest {
  /** Named in faults, TLS SNI and HTTP's Host. */
  readonly host: string;
  readonly port?: number;
  readonly signal?: AbortSignal;
  /** Default 5,000 ms for the whole exchange. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
/** A relay accepts before it knows whether the far end does, and then closes: a connection must live this long to count. */
const SETTLE_MS = 100;

/** Says nothing and expects nothing; any byte is proof. */
const quiet: Exchange = { hello: () => null, judge: (received) => (received.length > 0 ? {} : 'more'), maxBytes: 1 };

const EXCHANGES: Readonly<Record<ServiceProtocol, Exchange>> = {
  tcp: quiet,
  ldap,
  ldaps: ldap,
  mssql,
  postgresql,
  mysql,
  smb,
  ami,
  http,
  'http-metrics': httpMetrics,
  ssh,
  xmpp,
};

/**
 * Speaks a protocol's first exchange over a stream that is already connected (a socket, an SSH channel) and destroys the
 * stream afterwards. `tcp` is content with a connection that is not closed at once.
 * Faults: `target-silent`, `target-wrong-protocol`, `target-refused` (closed without a word). Never rejects.
 */
export async function probeService(protocol: ServiceProtocol, stream: Duplex, request: ProbeRequest): Promise<Result<ProbeFacts>> {
  const startedAt = performance.now();
  const budget = request.timeoutMs ?? TIMEOUT_MS;
  const deadline = startDeadline(protocol === 'tcp' ? Math.min(SETTLE_MS, budget) : budget, request.signal);
  try {
    const outcome = await hold(protocol, stream, request, deadline);
    const tookMs = Math.round(performance.now() - startedAt);
    return outcome.is === 'understood' ? ok({ protocol, tookMs, facts: outcome.facts }) : failed(faultOf(outcome, protocol, request));
  } finally {
    deadline.dispose();
    stream.on('error', () => undefined).destroy();
  }
}

async function hold(protocol: ServiceProtocol, stream: Duplex, request: ProbeRequest, deadline: Deadline): Promise<Outcome> {
  const exchange = EXCHANGES[protocol];
  const target = { host: printable(request.host, 253), port: request.port };
  const nothing = Buffer.alloc(0);
  const secured = protocol === 'ldaps' ? await startTls(stream, target.host, deadline.signal) : null;
  if (secured !== null && secured.is !== 'secured') return { is: secured.is, received: nothing };

  const spoken = secured?.stream ?? stream;
  const outcome = await converse(spoken, exchange, target, deadline.signal);
  if (protocol === 'tcp' && outcome.is === 'silent' && request.signal?.aborted !== true) return { is: 'understood', facts: {} };
  if (outcome.is !== 'understood') return outcome;
  const tls = secured?.stream.getProtocol() ?? '';
  await leave(spoken, exchange.farewell?.(target) ?? null);
  return tls === '' ? outcome : { is: 'understood', facts: { ...outcome.facts, tls } };
}

function faultOf(outcome: Exclude<Outcome, { is: 'understood' }>, protocol: ServiceProtocol, request: ProbeRequest): Fault {
  const where = { host: request.host, protocol, ...(request.port === undefined ? {} : { port: request.port }) };
  if (outcome.is === 'silent') return fault('target-silent', where);
  if (outcome.is === 'closed' && outcome.received.length === 0) return fault('target-refused', where);
  const received = printable(outcome.received.toString('latin1', 0, 200), 60);
  return fault('target-wrong-protocol', { ...where, ...(received === '' ? {} : { received }) });
}

/** Opens a connection through the guarded dialer and probes it: the whole way in one call. Faults of both. */
export async function probeTcp(
  dialer: Dialer,
  protocol: ServiceProtocol,
  request: ProbeRequest & { readonly port: number; readonly allowedNetworks?: readonly string[] },
): Promise<Result<ProbeFacts>> {
  const startedAt = performance.now();
  const budget = request.timeoutMs ?? TIMEOUT_MS;
  const { host, port, signal, allowedNetworks } = request;
  const socket = await dialer.connect(host, port, {
    timeoutMs: budget,
    ...(signal ? { signal } : {}),
    ...(allowedNetworks ? { allowedNetworks } : {}),
  });
  if (!socket.ok) return socket;
  return probeService(protocol, socket.value, { ...request, timeoutMs: Math.max(1, budget - (performance.now() - startedAt)) });
}
