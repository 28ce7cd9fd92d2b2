import type { Socket } from 'node:net';

/** What Node's streams read at once, bytes; a read that fills it says that more is waiting. */
const FULL_READ = 65_536;

/** The inside of a socket that `onread` of `net.connect` sets, read against Node 20.20 (lib/net.js). */
interface Parts {
  readonly handle: { useUserBuffer(buffer: Uint8Array): void };
  readonly set: (name: 'kBuffer' | 'kBufferCb' | 'kBufferGen', value: unknown) => void;
}

/** Null when this Node is made differently: then every read allocates, as Node does by itself. */
function partsOf(socket: Socket): Parts | null {
  const handle = (socket as unknown as { readonly _handle?: Partial<Parts['handle']> | null })._handle;
  if (typeof handle?.useUserBuffer !== 'function') return null;
  const symbols = new Map(Object.getOwnPropertySymbols(socket).map((symbol) => [symbol.description, symbol]));
  if (!['kBuffer', 'kBufferCb', 'kBufferGen'].every((name) => symbols.has(name))) return null;
  const target = socket as unknown as Record<symbol, unknown>;
  return {
    handle: handle as Parts['handle'],
    set: (name, value) => {
      const symbol = symbols.get(name);
      if (symbol) target[symbol] = value;
    },
  };
}

export interface ReceiveBuffer {
  /** How much is read at once, bytes. */
  readonly bytes: number;
  /** Asked once after every read: true when nobody refers to what `buffer` holds any more. */
  readonly taken: (buffer: Buffer) => boolean;
}

/** Reads into one buffer from now on; not to be called in the middle of a read. False when the socket is gone or this Node does not allow it. */
export function reuseReceiveBuffer(socket: Socket, { bytes, taken }: ReceiveBuffer): boolean {
  const parts = partsOf(socket);
  if (!parts || socket.destroyed) return false;
  let buffer = Buffer.allocUnsafeSlow(bytes);
  parts.set('kBufferCb', (count: number, from: Buffer) => socket.push(from.subarray(0, count)));
  parts.set('kBufferGen', () => (taken(buffer) && socket.readableLength === 0 ? buffer : (buffer = Buffer.allocUnsafeSlow(bytes))));
  parts.set('kBuffer', buffer);
  parts.handle.useUserBuffer(buffer);
  return true;
}

/**
 * Lets a busy socket read into one buffer instead of a fresh one each time; what somebody still refers to stays theirs,
 * and the next read gets another. Node counts fresh buffers as external memory and collects the whole heap for every
 * 20 MiB moved: a quarter of the CPU of bulk transfers (measured; with the packets of `send-buffer.ts` 2.4–2.9 → 1.3 CPU
 * seconds per GiB). It begins with the first full read, so that idle and chatty connections hold no buffer.
 *
 * Node offers this as `onread` of `net.connect` only; sockets that a server accepted, or others dialled, need its inside.
 */
export function reuseWhenBusy(socket: Socket, how: ReceiveBuffer): void {
  const look = (chunk: Buffer): void => {
    if (chunk.length < FULL_READ) return;
    socket.off('data', look);
    setImmediate(() => reuseReceiveBuffer(socket, how));
  };
  socket.on('data', look);
}
