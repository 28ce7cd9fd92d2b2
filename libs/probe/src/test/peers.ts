import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { selfSigned } from '@stellwerk/testing';

export interface Peer {
  readonly port: number;
  /** Everything that clients said, in one. */
  heard(): Buffer;
  /** Resolves when no connection is open any more. */
  idle(): Promise<void>;
  dial(): Promise<Socket>;
  /** Resets the open connections, once there is one. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

async function started(server: Server, sockets: Set<Socket>, heard: Buffer[]): Promise<Peer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    heard: () => Buffer.concat(heard),
    idle: async () => {
      while (sockets.size > 0) await new Promise((resolve) => [...sockets][0]?.once('close', resolve));
    },
    dial: () =>
      new Promise((resolve, reject) => {
        const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
        socket.once('connect', () => resolve(socket)).once('error', reject);
      }),
    reset: async () => {
      while (sockets.size === 0) await new Promise((resolve) => server.once('connection', resolve));
      sockets.forEach((socket) => socket.resetAndDestroy());
    },
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A real TCP server whose behaviour is a script; `act` gets each connection. */
export function startPeer(act: (socket: Socket) => void): Promise<Peer> {
  const sockets = new Set<Socket>();
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket
      .on('error', () => undefined)
      .on('data', (chunk) => heard.push(chunk))
      .once('close', () => sockets.delete(socket));
    act(socket);
  });
  return started(server, sockets, heard);
}

/** The same behind TLS, with a certificate that nobody signed. */
export function startTlsPeer(act: (socket: Socket) => void): Promise<Peer> {
  const sockets = new Set<Socket>();
  const heard: Buffer[] = [];
  const server = createTlsServer(selfSigned('dc01.kunde.local'), (socket) => {
    sockets.add(socket);
    socket
      .on('error', () => undefined)
      .on('data', (chunk) => heard.push(chunk))
      .once('close', () => sockets.delete(socket));
    act(socket);
  });
  return started(server, sockets, heard);
}
