import type { TlsEndpointFacts } from '@stellwerk/domain';

/** What one handshake brought to light; a step on the way to `TlsEndpointFacts`. */
export interface HandshakeOutcome {
  readonly handshake: 'completed' | 'client-certificate-required' | 'failed';
  /** As in `TlsEndpointFacts.failure`. */
  readonly failure: string | null;
  readonly protocol: string | null;
  readonly cipher: string | null;
  readonly clientCertificate: TlsEndpointFacts['clientCertificate'];
  /** DER, in the order it was sent. */
  readonly chain: readonly Buffer[];
  /** The server chose something that only OpenSSL can finish. */
  readonly older: boolean;
  /** What to say at the end, sealed: close_notify. */
  readonly farewell: Buffer | null;
}

/** Alerts with which servers refuse a client that shows no certificate: certificate_required, and what they said before it existed. */
const REFUSALS: ReadonlySet<number> = new Set([40, 41, 42, 43, 46, 48, 49, 116]);

/** An alert that means it, or an end without a word as soon as no certificate came. */
export const refusesWithout = (failure: string | null): boolean =>
  failure === 'closed' || failure === 'reset' || REFUSALS.has(Number(/^alert-(\d+)$/.exec(failure ?? '')?.[1] ?? -1));
