import type { Socket } from 'node:net';
import type { PacketCipher } from './internals.js';
import { fillPadding } from './library.js';

/** Room for two full packets of 32 KiB with everything around them: what one read of a busy socket becomes. */
const SLAB_BYTES = 67_584;
/** Packets below this share Node's own pool anyway. */
const LARGE = 16_384;
/** What the largest packets of OpenSSH carry, with room; other servers may grant more. */
const LARGEST = 33_024;
/** Slabs of this process that wait for the next sender; 4.1 MiB at most. */
const SPARE = 64;
const spare: Buffer[] = [];

const TAG = 16;
const BLOCK = 16;

/** Bytes of padding of an AES-GCM packet (RFC 5647, section 7.2: the length field is not part of the blocks). */
function paddingOf(payload: number): number {
  const padding = BLOCK - ((1 + payload) % BLOCK);
  return padding < 4 ? padding + BLOCK : padding;
}

/**
 * Where the large packets of one connection are written. A slab returns to the process when the kernel has taken its
 * packets: a fresh 32 KiB buffer for each packet costs garbage collections of the whole heap (see `receive-buffer.ts`).
 */
export class SendBuffer {
  private slab: Buffer | null = null;
  private position = 0;
  private inFlight: Buffer[] = [];

  constructor(private readonly socket: Socket) {
    socket.on('drain', () => this.settle());
  }

  /** Makes an AES-GCM cipher of ssh2's addon take its large packets from here; it encrypts them in place. */
  serve(cipher: PacketCipher): void {
    const allocate = cipher.allocPacket.bind(cipher);
    cipher.allocPacket = (payload) => {
      if (payload < LARGE || payload > LARGEST) return allocate(payload);
      const padding = paddingOf(payload);
      const length = 1 + payload + padding;
      const packet = this.take(4 + length + TAG);
      packet.writeUInt32BE(length, 0);
      packet[4] = padding;
      fillPadding(packet, 5 + payload, padding);
      return packet;
    };
  }

  /** The packets of this turn were handed to the socket: what it has not kept may be used again. */
  flushed(): void {
    if (this.slab) this.inFlight.push(this.slab);
    this.slab = null;
    this.settle();
  }

  private settle(): void {
    if (this.inFlight.length === 0 || this.socket.writableLength > 0) return;
    for (const slab of this.inFlight) if (spare.length < SPARE) spare.push(slab);
    this.inFlight = [];
  }

  private take(bytes: number): Buffer {
    if (this.slab && this.position + bytes > SLAB_BYTES) {
      this.inFlight.push(this.slab);
      this.slab = null;
    }
    if (!this.slab) {
      this.slab = spare.pop() ?? Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.position = 0;
    }
    this.position += bytes;
    return this.slab.subarray(this.position - bytes, this.position);
  }
}
