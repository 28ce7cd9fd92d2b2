import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface LinkOptions {
  readonly host?: string;
  readonly port: number;
  /** Added to each direction, milliseconds. */
  readonly oneWayMs?: number;
  /** Rate of each direction of each connection; unlimited unless told. */
  readonly bytesPerSecond?: number;
}

/** A stretch of network between a client and a server, with a port of its own. */
export interface Link {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** From now on every byte vanishes without a word, on open and new connections, as behind a firewall that drops. */
  silence(): void;
  /** New connections pass again; what was silenced stays dead, as its bytes are lost. */
  heal(): void;
  /** Connections made so far. */
  connections(): number;
  close(): Promise<void>;
}

/** One direction: in order, delayed, paced, with the reader's pace carried back to the sender. */
async function carry(from: Socket, to: Socket, options: LinkOptions, silent: () => boolean): Promise<void> {
  const { oneWayMs = 0, bytesPerSecond } = options;
  let last: Promise<unknown> = Promise.resolve();
  for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const arrives = delay(oneWayMs);
    last = last.then(() => arrives).then(() => (silent() || to.destroyed ? true : to.write(chunk)));
    if (bytesPerSecond) await delay((chunk.length / bytesPerSecond) * 1_000);
    if (!silent() && to.writableNeedDrain)
      await Promise.race([new Promise((resolve) => to.once('drain', resolve)), new Promise((resolve) => to.once('close', resolve))]);
  }
  await last;
  if (!silent()) to.end();
}

/** Starts a link to `port`. */
export async function startLink(options: LinkOptions): Promise<Link> {
  const sockets = new Set<Socket>();
  let generation = 0;
  let dropping = false;
  let count = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    count += 1;
    const born = generation;
    const silent = (): boolean => dropping || born !== generation;
    const far = connect({ host: options.host ?? '127.0.0.1', port: options.port, allowHalfOpen: true, noDelay: true });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        if (!silent()) other.destroySoon();
      });
      carry(socket, other, options, silent).catch(() => undefined);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address ? address.port : 0,
    silence: () => {
      dropping = true;
      generation += 1;
    },
    heal: () => (dropping = false),
    connections: () => count,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
