import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';

/** How a question came. */
export type DnsTransport = 'udp' | 'tcp';

/** A DNS server that says whatever its script wants, lies included. */
export interface DnsPeer {
  /** `127.0.0.1:port`; UDP and TCP share the port. */
  readonly address: string;
  readonly port: number;
  /** The questions so far, as they came. */
  readonly questions: readonly { readonly transport: DnsTransport; readonly bytes: Buffer }[];
  close(): Promise<void>;
}

/**
 * What is sent for a question, message by message; an empty list is silence. Over TCP each message gets its length in front, except where
 * `raw` bytes are to be sent as they are.
 */
export type DnsScript = (question: Buffer, transport: DnsTransport) => readonly (Buffer | { readonly raw: Buffer })[];

async function bindBoth(): Promise<{
  readonly udp: ReturnType<typeof createSocket>;
  readonly tcp: ReturnType<typeof createServer>;
  readonly port: number;
}> {
  for (let turn = 0; turn < 20; turn += 1) {
    const tcp = createServer();
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const address = tcp.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const udp = createSocket('udp4');
    const bound = await new Promise<boolean>((resolve) =>
      udp.once('error', () => resolve(false)).bind(port, '127.0.0.1', () => resolve(true)),
    );
    if (bound) return { udp, tcp, port };
    await new Promise((resolve) => tcp.close(resolve));
  }
  throw new Error('no port that is free for UDP and TCP');
}

/** Starts the peer; `script` is asked anew for each question. */
export async function startDnsPeer(script: DnsScript): Promise<DnsPeer> {
  const { udp, tcp, port } = await bindBoth();
  const questions: { readonly transport: DnsTransport; readonly bytes: Buffer }[] = [];
  const sockets = new Set<Socket>();
  const bytesOf = (message: Buffer | { readonly raw: Buffer }): Buffer => (Buffer.isBuffer(message) ? message : message.raw);

  udp.on('message', (bytes, from) => {
    questions.push({ transport: 'udp', bytes });
    for (const message of script(bytes, 'udp')) udp.send(bytesOf(message), from.port, from.address);
  });
  tcp.on('connection', (socket) => {
    sockets.add(socket);
    let received: Buffer = Buffer.alloc(0);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const bytes = received.subarray(2, 2 + received.readUInt16BE(0));
      received = Buffer.alloc(0);
      questions.push({ transport: 'tcp', bytes });
      for (const message of script(bytes, 'tcp')) {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(bytesOf(message).length & 0xffff);
        socket.write(Buffer.isBuffer(message) ? Buffer.concat([length, message]) : message.raw);
      }
    });
  });
  return {
    address: `127.0.0.1:${port}`,
    port,
    questions,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([new Promise((resolve) => tcp.close(resolve)), new Promise<void>((resolve) => udp.close(() => resolve()))]);
    },
  };
}
