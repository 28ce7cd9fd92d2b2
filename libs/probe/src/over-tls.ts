import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';

let context: SecureContext | null = null;
/**
 * One context for all probes: loading the root certificates costs 22 ms each time (measured), and a probe trusts nobody
 * anyway. It asks whether LDAP answers, sends no secret, and must reach old domain controllers too.
 */
const anyTls = (): SecureContext => (context ??= createSecureContext({ ca: [], minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }));

export type Handshake = { readonly is: 'secured'; readonly stream: TLSSocket } | { readonly is: 'wrong' | 'silent' | 'closed' };

/** Starts TLS over a stream. An alert or bytes that are no TLS are `wrong`; an end before either is `closed`. Never rejects. */
export function startTls(stream: Duplex, host: string, signal: AbortSignal): Promise<Handshake> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ is: 'silent' });
    stream.on('error', () => undefined);
    const tls = connect({
      socket: stream,
      secureContext: anyTls(),
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    const settle = (handshake: Handshake): void => {
      signal.removeEventListener('abort', timedOut);
      tls.removeListener('secureConnect', secured).removeListener('error', failed).removeListener('close', closed);
      tls.on('error', () => undefined);
      if (handshake.is !== 'secured') tls.destroy();
      resolve(handshake);
    };
    const secured = (): void => settle({ is: 'secured', stream: tls });
    const closed = (): void => settle({ is: 'closed' });
    const timedOut = (): void => settle({ is: 'silent' });
    const failed = (error: NodeJS.ErrnoException): void =>
      settle({ is: error.code?.startsWith('ERR_SSL') || error.code === 'EPROTO' ? 'wrong' : 'closed' });
    signal.addEventListener('abort', timedOut, { once: true });
    tls.once('secureConnect', secured).once('error', failed).once('close', closed);
  });
}
