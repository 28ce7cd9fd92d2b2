import { Malformed } from '../../malformed.js';

export interface TlsRecord {
  readonly type: number;
  /** With its header of five bytes: what an authenticated cipher covers in TLS 1.3. */
  readonly header: Buffer;
  readonly body: Buffer;
}

/** RFC 5246 §6.2.3: 2^14 and 2048 for whatever a cipher adds. */
const RECORD_MAX = 16_384 + 2_048;

/** Cuts a stream of bytes into records. Throws `Malformed` for what is no TLS. */
export class Records {
  private pending: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
  }

  next(): TlsRecord | null {
    const { pending } = this;
    const type = pending[0];
    if (type === undefined) return null;
    if (type < 20 || type > 23 || (pending[1] ?? 3) !== 3) throw new Malformed('bytes that are no TLS record');
    if (pending.length < 5) return null;
    const length = pending.readUInt16BE(3);
    if (length > RECORD_MAX) throw new Malformed('a record that is too long');
    if (pending.length < 5 + length) return null;
    this.pending = pending.subarray(5 + length);
    return { type, header: pending.subarray(0, 5), body: pending.subarray(5, 5 + length) };
  }
}

export interface Message {
  readonly type: number;
  readonly body: Buffer;
  /** With its header of four bytes: what goes into the transcript. */
  readonly whole: Buffer;
}

/** A whole handshake may not be longer than this before it ends (domain reference §6). */
export const HANDSHAKE_MAX_BYTES = 65_536;

/** A message that announces more than a handshake may be. */
export class TooLong extends Malformed {}

/** Puts handshake messages together from the records they were cut into. */
export class Messages {
  private pending: Buffer = Buffer.alloc(0);

  push(fragment: Buffer): void {
    this.pending = this.pending.length === 0 ? fragment : Buffer.concat([this.pending, fragment]);
  }

  next(): Message | null {
    const { pending } = this;
    if (pending.length < 4) return null;
    const length = pending.readUIntBE(1, 3);
    if (length > HANDSHAKE_MAX_BYTES) throw new TooLong('a message that is too long');
    if (pending.length < 4 + length) return null;
    this.pending = pending.subarray(4 + length);
    return { type: pending[0] ?? 0, body: pending.subarray(4, 4 + length), whole: pending.subarray(0, 4 + length) };
  }
}
