import { connect } from 'node:tls';

/**
 * Connects the way an XPhone server does to a partner: shows its certificate, asks something, and stays until the other side hangs up.
 * Rejects when nobody answers, or the handshake fails.
 * @param to the partner's name, and where it is
 * @param own PEM
 */
export function callPartner(
  to: { readonly host: string; readonly address: string; readonly port: number },
  own: { readonly cert: string; readonly key: string },
): Promise<void> {
  const request = [
    `OPTIONS sip:test@${to.host} SIP/2.0`,
    `Via: SIP/2.0/TLS ${to.host};branch=z9hG4bKstellwerk`,
    `From: <sip:test@${to.host}>;tag=1`,
    `To: <sip:test@${to.host}>`,
    'Call-ID: stellwerk',
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
  return new Promise((resolve, reject) => {
    // Whom the other side is, is not the question here.
    const socket = connect({ host: to.address, port: to.port, servername: to.host, ...own, rejectUnauthorized: false }, () =>
      socket.write(request),
    );
    socket.once('error', reject).once('close', () => resolve());
    socket.resume();
  });
}
