import type { Duplex } from 'node:stream';
import { failed, type Fault, fault, type FaultCode, type Result, type TcpFacts } from '@stellwerk/domain';
import type { PortRequest } from './connect.js';
import { startDeadline } from './deadline.js';

/** Domain reference §6: ten seconds to connect. */
export const CONNECT_MS = 10_000;

/** What a fault says about a port; every other one says something about us or about the way, and nothing about the port. */
const VERDICTS: Partial<Record<FaultCode, TcpFacts['verdict']>> = {
  'connection-refused': 'refused',
  'target-refused': 'refused',
  'connection-timed-out': 'filtered',
  'target-silent': 'filtered',
  'network-unreachable': 'unreachable',
  'target-unreachable': 'unreachable',
};

/** What was found out, and the stream if there is one: the caller owns it. */
export interface Opened {
  readonly tcp: TcpFacts;
  readonly stream: Duplex | null;
}

const addressOf = (stream: Duplex): string | null => {
  const { remoteAddress } = stream as Duplex & { readonly remoteAddress?: unknown };
  return typeof remoteAddress === 'string' ? remoteAddress.replace(/^::ffff:(?=\d+\.)/, '') : null;
};

const faultDetail = ({ params }: Fault): string | null => {
  const detail = params['reason'] ?? params['address'] ?? params['detail'];
  return typeof detail === 'string' ? detail : null;
};

/**
 * Opens a connection within ten seconds. Never rejects, and a stream that comes too late is closed.
 * @param signal the caller's own wish to stop, and the budget of the whole probe
 */
export async function openPort({ connect, host, port }: PortRequest, signal: AbortSignal | undefined): Promise<Opened> {
  const startedAt = performance.now();
  const deadline = startDeadline(CONNECT_MS, signal);
  try {
    const result = await inTime(connect(host, port, { signal: deadline.signal }), deadline.signal, { host, port });
    if (!result.ok) return { tcp: refusedFacts(result.fault, signal?.aborted === true), stream: null };
    const connectMs = Math.round(performance.now() - startedAt);
    result.value.on('error', () => undefined);
    return { tcp: { verdict: 'open', address: addressOf(result.value), connectMs, unable: null }, stream: result.value };
  } finally {
    deadline.dispose();
  }
}

function refusedFacts(why: Fault, stopped: boolean): TcpFacts {
  const verdict = stopped ? undefined : VERDICTS[why.code];
  const address = typeof why.params['address'] === 'string' ? why.params['address'] : null;
  if (verdict !== undefined) return { verdict, address, connectMs: null, unable: null };
  return { verdict: 'unable-to-tell', address, connectMs: null, unable: { code: why.code, detail: faultDetail(why) } };
}

/** A dialer that does not listen to the signal must not hold the probe up, nor leave a connection behind. */
function inTime(connecting: Promise<Result<Duplex>>, signal: AbortSignal, where: Fault['params']): Promise<Result<Duplex>> {
  return new Promise((resolve) => {
    const late = (): void => {
      resolve(failed(fault('connection-timed-out', where)));
      void connecting.then((result) => result.ok && result.value.on('error', () => undefined).destroy());
    };
    if (signal.aborted) return late();
    signal.addEventListener('abort', late, { once: true });
    void connecting.then((result) => {
      signal.removeEventListener('abort', late);
      resolve(result);
    });
  });
}

/** Whether a TCP port can be reached. Says nothing, hears nothing, leaves nothing behind. */
export async function probeTcpPort(request: PortRequest): Promise<TcpFacts> {
  const { tcp, stream } = await openPort(request, request.signal);
  stream?.destroy();
  return tcp;
}
