import { randomBytes } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { until } from '@stellwerk/testing';

export interface Echo {
  readonly port: number;
  close(): Promise<void>;
}

/** Gives back whatever it gets: the service at the far end of a mapping. */
export function startEcho(): Promise<Echo> {
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () => new Promise((done) => server.close(() => done())),
      }),
    ),
  );
}

/** True when 64 KiB sent through the port come back unchanged within the time. */
export function echoes(port: number, withinMs = 2_000): Promise<boolean> {
  const sent = randomBytes(65_536);
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let received = 0;
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (answer: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(false), withinMs);
    socket.on('connect', () => socket.write(sent));
    socket.on('data', (chunk: Buffer) => {
      parts.push(chunk);
      received += chunk.length;
      if (received >= sent.length) settle(Buffer.concat(parts).equals(sent));
    });
    socket.on('error', () => settle(false));
    socket.on('close', () => settle(false));
  });
}

/** Seconds until bytes flow both ways through every port, asked again and again; rejects after the limit. */
export async function secondsToTraffic(ports: readonly number[], limitMs: number): Promise<number> {
  const began = performance.now();
  await until(
    `traffic through ${ports.join(', ')}`,
    async () => (await Promise.all(ports.map((port) => echoes(port)))).every(Boolean),
    limitMs,
  );
  return (performance.now() - began) / 1000;
}
