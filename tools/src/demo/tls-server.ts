import { createServer, type Server } from 'node:tls';
import type { DemoTlsServer } from './federations.js';
import type { DemoCertificate } from './pki.js';

const COPIED = /^(via|v|from|f|to|t|call-id|i|cseq)\s*:/i;
const MAX_REQUEST = 16_384;

/** A SIP request is answered with 200 (RFC 3261 §8.2.6), a web request with a page that says what this is. */
function answerOf(request: string): string {
  const [first = '', ...lines] = request.split('\r\n');
  if (/ SIP\/2\.0$/.test(first))
    return ['SIP/2.0 200 OK', ...lines.filter((line) => COPIED.test(line)), 'Content-Length: 0', '', ''].join('\r\n');
  const page = 'Stellwerk demonstration\n';
  return `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${page.length}\r\nConnection: close\r\n\r\n${page}`;
}

/** One TLS server of the demonstration; rejects when its address is taken or not allowed. */
export function serveTls({ host, port, mutual, outdated }: DemoTlsServer, { chain, key }: DemoCertificate): Promise<Server> {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.2', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  const current = { minVersion: 'TLSv1.2', ciphers: 'ECDHE+AESGCM:ECDHE+CHACHA20' } as const;
  const server = createServer(
    { cert: chain, key, requestCert: mutual, rejectUnauthorized: false, ...(outdated ? old : current) },
    (socket) => {
      let request = '';
      socket.on('error', () => socket.destroy());
      socket.setTimeout(15_000, () => socket.destroy());
      socket.on('data', (chunk: Buffer) => {
        request += chunk.toString('latin1');
        if (request.length > MAX_REQUEST) return void socket.destroy();
        if (request.includes('\r\n\r\n')) socket.end(answerOf(request));
      });
    },
  );
  // Whoever looks for old versions breaks off a lot.
  server.on('tlsClientError', () => undefined);
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve(server)));
}
