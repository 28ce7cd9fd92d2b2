import { createServer } from 'node:net';

/**
 * A TCP port nobody listens on right now, chosen by the system. Another process may take it before the caller does:
 * whoever can listen on port 0 directly should.
 */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
