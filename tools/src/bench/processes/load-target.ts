import { createServer, type Socket } from 'node:net';

/** What arrived on a connection of kind `slow`, by the name the sender chose. */
export const arrived = new Map<string, { bytes: number; ended: boolean }>();

const BLOCK = Buffer.alloc(65_536, 0x5a);

/** Writes exactly `bytes` bytes as fast as the other side takes them, then `done`. */
export function pour(socket: Socket, bytes: number, done: () => void): void {
  let left = bytes;
  const more = (): void => {
    while (left > 0) {
      const block = left >= BLOCK.length ? BLOCK : BLOCK.subarray(0, left);
      left -= block.length;
      if (!socket.write(block)) {
        socket.once('drain', more);
        return;
      }
    }
    done();
  };
  more();
}

/** Reads like a busy machine: takes a chunk, then looks away for a while. About 6 MiB/s. */
export function sip(socket: Socket, onBytes: (count: number) => void): void {
  socket.on('data', (chunk: Buffer) => {
    onBytes(chunk.length);
    socket.pause();
    setTimeout(() => socket.resume(), 10);
  });
}

type Conversation = (socket: Socket, argument: string, rest: Buffer) => void;

/** What a client may ask for in its first line. */
const CONVERSATIONS: Record<string, Conversation> = {
  echo: (socket, _argument, rest) => {
    if (rest.length > 0) socket.write(rest);
    socket.on('data', (chunk: Buffer) => socket.write(chunk));
    socket.on('end', () => socket.end());
  },
  up: (socket, argument, rest) => {
    let left = Number(argument) - rest.length;
    socket.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left <= 0) socket.end('k');
    });
  },
  down: (socket, argument) => pour(socket, Number(argument), () => socket.end()),
  slow: (socket, argument, rest) => {
    const count = { bytes: rest.length, ended: false };
    arrived.set(argument, count);
    sip(socket, (bytes) => (count.bytes += bytes));
    socket.on('end', () => {
      count.ended = true;
      socket.end();
    });
  },
};

/** The machine behind the tunnel: answers every kind of conversation on one port of the loopback address. */
export function listen(): Promise<number> {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    let head = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const newline = head.indexOf(10);
      if (newline < 0) return;
      socket.off('data', read);
      const [kind = '', argument = ''] = head.toString('latin1', 0, newline).split(' ');
      const rest = head.subarray(newline + 1);
      const conversation = CONVERSATIONS[kind];
      if (conversation) conversation(socket, argument, rest);
      else socket.destroy();
    };
    socket.on('data', read);
    socket.on('end', () => {
      if (socket.listenerCount('data') === 1 && head.indexOf(10) < 0) socket.end();
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => resolve((server.address() as { port: number }).port));
  });
}
