import type { Duplex } from 'node:stream';
import { classifyAddress, failed, type Fault, fault, judgeAddress, parseAddress, parseEndpoint, type Result } from '@stellwerk/domain';
import type { Connect } from './connect.js';
import { orWhenAborted } from './deadline.js';
import type { Dialer } from './dialer.js';

/** From the worker's own network, through the guarded dialer. */
export const edgeVantage =
  (dialer: Pick<Dialer, 'connect'>, allowedNetworks: readonly string[] = []): Connect =>
  (host, port, { signal }) =>
    dialer.connect(host, port, { allowedNetworks, signal });

/** How to look from inside a customer's network, without this library knowing SSH. */
export interface SshVantageOptions {
  /** `Session.open` of a live session: asks the SSH server for a connection to `host:port` (direct-tcpip, RFC 4254 §7.2). */
  readonly open: (host: string, port: number) => Promise<Result<Duplex>>;
  /** What names look like from here: one that leads to metadata services or to us is not even asked for over there. */
  readonly dialer: Pick<Dialer, 'resolve'>;
  /** The operator's, as the dialer has them. */
  readonly protectedEndpoints?: readonly string[];
  readonly allowLoopback?: boolean;
}

const RESOLVE_MS = 1_500;
/** Every private and reserved network: what lies behind an SSH server is its customer's own business. */
const EVERYWHERE = ['0.0.0.0/0', '::/0'] as const;
/** What clouds call the service that hands out a machine's credentials. */
const METADATA_NAME = /^(metadata|instance-data)(\.|$)/i;

/**
 * From inside a customer's network: connections are made by the customer's own SSH server. Its loopback and its private networks may be
 * reached, since the customer opened that server to us for exactly this; metadata, link-local, multicast and unspecified addresses may not
 * (they would hand out credentials of the machine the server runs on), nor our own endpoints. Names are resolved over there, where we cannot
 * look: a name is refused when it leads to such an address as seen from here, too. `allowLoopback` is the single machine, where the server's
 * loopback is ours: its protected ports stay closed.
 * Faults: `address-forbidden`, those of the session, `target-silent` and `connection-timed-out` (the signal aborted) when nobody answered.
 */
export function sshVantage(options: SshVantageOptions): Connect {
  const ours = (options.protectedEndpoints ?? []).filter((text) => {
    const endpoint = parseEndpoint(text);
    return endpoint !== null && (options.allowLoopback === true || classifyAddress(endpoint.address) !== 'loopback');
  });
  const policy = { allowLoopback: true, protectedEndpoints: ours, allowedNetworks: EVERYWHERE };

  const refusalOf = async (host: string, port: number, signal: AbortSignal): Promise<Fault | null> => {
    const forbidden = (reason: string): Fault => fault('address-forbidden', { host, port, reason });
    if (parseAddress(host) !== null) {
      const verdict = judgeAddress(host, port, policy);
      return verdict === 'allowed' ? null : forbidden(verdict.refused);
    }
    if (METADATA_NAME.test(host.trim())) return forbidden('metadata');
    if (/^localhost\.?$/i.test(host.trim()))
      return judgeAddress('127.0.0.1', port, policy) === 'allowed' ? null : forbidden('protected-endpoint');
    const seen = await options.dialer.resolve(host, port, { allowedNetworks: EVERYWHERE, signal, timeoutMs: RESOLVE_MS });
    return !seen.ok && seen.fault.code === 'address-forbidden' ? seen.fault : null;
  };

  return async (host, port, { signal }) => {
    const late = failed(fault('connection-timed-out', { host, port }));
    if (signal.aborted) return late;
    const refused = await refusalOf(host, port, signal);
    if (refused !== null) return failed(refused);
    const opening = options.open(parseAddress(host)?.canonical ?? host, port);
    const opened = await orWhenAborted(opening, signal, null);
    if (opened !== null) return opened.ok ? opened : failed(inOurWords(opened.fault));
    // A channel that opens too late belongs to nobody.
    void opening.then((stream) => stream.ok && stream.value.on('error', () => undefined).destroy());
    return late;
  };
}

/**
 * An SSH server tells in words (strerror(3)) why it could not connect. Silence over there, or none of its words within our patience, is
 * `target-silent`: a filter, not a missing route.
 */
const inOurWords = (told: Fault): Fault => {
  if (told.code !== 'target-unreachable') return told;
  const detail = told.params['detail'];
  return detail === undefined || /timed? ?out/i.test(String(detail)) ? fault('target-silent', told.params) : told;
};
