import { Malformed } from '../../malformed.js';

/** Reads TLS's presentation language (RFC 8446 §3) front to back. Throws `Malformed` where a byte is missing, nothing else. */
export class Cursor {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  take(length: number): Buffer {
    const to = this.at + length;
    if (to > this.bytes.length) throw new Malformed('the end where bytes belong');
    const taken = this.bytes.subarray(this.at, to);
    this.at = to;
    return taken;
  }

  /** An unsigned number of that many bytes. */
  uint(size: 1 | 2 | 3): number {
    return this.take(size).readUIntBE(0, size);
  }

  /** A vector whose length comes first, in that many bytes. */
  vector(size: 1 | 2 | 3): Buffer {
    return this.take(this.uint(size));
  }

  /** The same, to be read on. */
  enter(size: 1 | 2 | 3): Cursor {
    return new Cursor(this.vector(size));
  }
}

export const uint = (size: 1 | 2 | 3, value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
};

export const vector = (size: 1 | 2 | 3, ...parts: readonly Buffer[]): Buffer => {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([uint(size, length), ...parts], size + length);
};

/** Code points of two bytes each. */
export const list16 = (values: readonly number[]): Buffer => {
  const bytes = Buffer.allocUnsafe(values.length * 2);
  values.forEach((value, i) => bytes.writeUInt16BE(value, i * 2));
  return bytes;
};
