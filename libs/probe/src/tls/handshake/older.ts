import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { CHAIN_MAX } from '../wire/server-messages.js';
import { type HandshakeOutcome, refusesWithout } from './outcome.js';

let context: SecureContext | null = null;
/** One for all: it trusts nobody and takes everything that OpenSSL was built with. Without level 0 old versions end in a local error (domain reference §8.1). */
const everything = (): SecureContext => (context ??= createSecureContext({ ca: [], minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' }));

const failureOf = (error: Error & { readonly code?: string }): string => {
  const alert = /SSL alert number (\d+)/.exec(error.message)?.[1];
  if (alert !== undefined) return `alert-${alert}`;
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return 'reset';
  return error.code?.startsWith('ERR_SSL_') ? error.code.slice(8).toLowerCase().replaceAll('_', '-') : 'closed';
};

/** As far as the server sent it: `issuerCertificate` follows nothing else (domain reference §8.2). */
function chainOf(tls: TLSSocket): Buffer[] {
  const chain: Buffer[] = [];
  for (let at = tls.getPeerX509Certificate(); at !== undefined && chain.length < CHAIN_MAX; at = at.issuerCertificate) {
    const { raw } = at;
    if (chain.some((one) => one.equals(raw))) break;
    chain.push(raw);
  }
  return chain;
}

/**
 * Finishes with OpenSSL what `shakeHands` could not: versions before TLS 1.2, key exchanges and ciphers of old, finite-field groups.
 * Never rejects. The stream is destroyed.
 * @param first what the first attempt saw in the clear; it stands where OpenSSL shows less
 */
export function shakeHandsWithOpenSsl(
  stream: Duplex,
  serverName: string | null,
  first: HandshakeOutcome,
  signal: AbortSignal,
): Promise<HandshakeOutcome> {
  return new Promise((resolve) => {
    let tls: TLSSocket | null = null;
    const settle = (handshake: 'completed' | 'failed', failure: string | null): void => {
      signal.removeEventListener('abort', timedOut);
      const refused = handshake === 'failed' && first.clientCertificate === 'requested' && refusesWithout(failure);
      const seen = tls === null ? [] : chainOf(tls);
      resolve({
        handshake: refused ? 'client-certificate-required' : handshake,
        // It chose something before that OpenSSL does not even offer any more.
        failure: failure === 'alert-40' && !refused && first.protocol !== null ? 'unsupported' : failure,
        older: false,
        farewell: null,
        protocol: (handshake === 'completed' ? tls?.getProtocol() : null) ?? first.protocol,
        cipher: (handshake === 'completed' ? tls?.getCipher()?.standardName : null) ?? first.cipher,
        clientCertificate: refused ? 'required' : first.clientCertificate,
        chain: first.chain.length > 0 ? first.chain : seen,
      });
      tls?.on('error', () => undefined).destroy();
      stream.destroy();
    };
    const timedOut = (): void => settle('failed', 'timed-out');
    stream.on('error', () => undefined);
    if (signal.aborted) return timedOut();
    signal.addEventListener('abort', timedOut, { once: true });
    tls = connect({
      socket: stream,
      secureContext: everything(),
      rejectUnauthorized: false,
      ...(serverName !== null && isIP(serverName) === 0 ? { servername: serverName } : {}),
    });
    tls
      .once('secureConnect', () => settle('completed', null))
      .once('error', (error: Error) => settle('failed', failureOf(error)))
      .once('close', () => settle('failed', 'closed'));
  });
}
