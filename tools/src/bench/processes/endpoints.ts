import { createServer as createTcpServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { makeCertificate } from '@stellwerk/testing';
import { serve } from '../child.js';

/** What checks look at: many TLS services, each with a certificate of its own, and many open ports. All in one process, on 127.0.0.1. */
export interface TlsEndpoints {
  readonly ports: readonly number[];
  /** PEM of the root that their chains lead to. */
  readonly root: string;
}

const DAY_MS = 86_400_000;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const LOOPBACK = Buffer.from([127, 0, 0, 1]);

const opened = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => resolve((server.address() as { port: number }).port));
  });
const inTurn = async (count: number, make: (i: number) => Server): Promise<readonly number[]> => {
  const ports: number[] = [];
  for (let i = 0; i < count; i += 1) ports.push(await opened(make(i)));
  return ports;
};

/** ECDSA on P-256 throughout: root, intermediate, leaf; leaf and intermediate are sent. A third of their lifetime has passed. */
async function tls(count: number): Promise<TlsEndpoints> {
  const lifetime = { notBefore: new Date(Date.now() - 30 * DAY_MS), notAfter: new Date(Date.now() + 60 * DAY_MS) };
  const root = makeCertificate({ ...lifetime, subject: 'Benchmark Root', ca: true });
  const intermediate = makeCertificate({ ...lifetime, subject: 'Benchmark Issuing CA', ca: true, issuer: root });
  const ports = await inTurn(count, (i) => {
    const leaf = makeCertificate({
      ...lifetime,
      subject: `service ${i}`,
      issuer: intermediate,
      ipAddresses: [LOOPBACK],
      dnsNames: [`service-${i}.example`],
      extendedKeyUsage: [SERVER_AUTH],
      keyUsage: 0b1000_0000,
    });
    const server = createTlsServer({ cert: leaf.pem + intermediate.pem, key: leaf.key }, (socket) => {
      socket.on('error', () => socket.destroy()).resume();
    });
    return server.on('tlsClientError', () => undefined);
  });
  return { ports, root: root.pem };
}

const commands = {
  tls,
  tcp: (count: number) => inTurn(count, () => createTcpServer((socket) => void socket.on('error', () => socket.destroy()).resume())),
};
export type EndpointCommands = typeof commands;

serve(commands);
