import { createServer, type Socket } from 'node:net';

/** A plain TCP server on a port of the system's choice. */
export interface TcpServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface TcpServerOptions {
  readonly host?: string;
  /** The system's choice unless told. */
  readonly port?: number;
}

/** Starts a server; every connection goes to `onConnection`, half-open and with its errors swallowed. */
export async function startTcpServer(
  onConnection: (socket: Socket) => void,
  { host = '127.0.0.1', port = 0 }: TcpServerOptions = {},
): Promise<TcpServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address();
  return {
    host,
    port: typeof address === 'object' && address ? address.port : 0,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
