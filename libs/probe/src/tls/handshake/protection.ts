import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { Malformed } from '../../malformed.js';
import { uint, vector } from '../wire/cursor.js';
import { RECORD } from '../wire/numbers.js';
import type { TlsRecord } from '../wire/records.js';

type Cipher = 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
type Hash = 'sha256' | 'sha384';

/** What a suite with an authenticated cipher is made of. */
export interface Suite {
  readonly cipher: Cipher;
  readonly hash: Hash;
  readonly keyBytes: 16 | 32;
  /** The part of the nonce that comes from the key block of TLS 1.2 (RFC 5288 §3, RFC 7905 §2). */
  readonly fixedIvBytes: 4 | 12;
}
const AES_128: Suite = { cipher: 'aes-128-gcm', hash: 'sha256', keyBytes: 16, fixedIvBytes: 4 };
const AES_256: Suite = { cipher: 'aes-256-gcm', hash: 'sha384', keyBytes: 32, fixedIvBytes: 4 };
const CHACHA: Suite = { cipher: 'chacha20-poly1305', hash: 'sha256', keyBytes: 32, fixedIvBytes: 12 };

/** Suites in which a handshake is finished here; with every other one OpenSSL has to. */
export const OWN_SUITES: ReadonlyMap<number, Suite> = new Map([
  [0x1301, AES_128],
  [0x1302, AES_256],
  [0x1303, CHACHA],
  [0xc02b, AES_128],
  [0xc02f, AES_128],
  [0xc02c, AES_256],
  [0xc030, AES_256],
  [0xcca9, CHACHA],
  [0xcca8, CHACHA],
]);

export const digest = (hash: Hash, ...parts: readonly Buffer[]): Buffer => {
  const state = createHash(hash);
  for (const part of parts) state.update(part);
  return state.digest();
};
export const hmac = (hash: Hash, key: Buffer, ...parts: readonly Buffer[]): Buffer => {
  const state = createHmac(hash, key);
  for (const part of parts) state.update(part);
  return state.digest();
};
const hashBytes = (hash: Hash): number => (hash === 'sha256' ? 32 : 48);

/** A secret, and the hash it is used with. */
export interface Secret {
  readonly hash: Hash;
  readonly secret: Buffer;
}

/** HKDF-Expand-Label (RFC 8446 §7.1) for at most one block of the hash, which is all that TLS 1.3 asks for here. */
export function expandLabel({ hash, secret }: Secret, label: string, context: Buffer, length = hashBytes(hash)): Buffer {
  const info = Buffer.concat([uint(2, length), vector(1, Buffer.from(`tls13 ${label}`, 'latin1')), vector(1, context), uint(1, 1)]);
  return hmac(hash, secret, info).subarray(0, length);
}

/** The pseudo-random function of TLS 1.2 (RFC 5246 §5). */
export function prf({ hash, secret }: Secret, label: string, seed: Buffer, length: number): Buffer {
  const whole = Buffer.concat([Buffer.from(label, 'latin1'), seed]);
  const blocks: Buffer[] = [];
  for (let a = hmac(hash, secret, whole), have = 0; have < length; a = hmac(hash, secret, a)) {
    const block = hmac(hash, secret, a, whole);
    blocks.push(block);
    have += block.length;
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** One direction of a protected connection. */
export interface Keys {
  readonly suite: Suite;
  readonly key: Buffer;
  readonly iv: Buffer;
  sequence: number;
}

const TAG_BYTES = 16;
const sequenceNonce = ({ iv, sequence }: Keys): Buffer => {
  const nonce = Buffer.from(iv);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
  return nonce;
};

function open(keys: Keys, nonce: Buffer, sealed: Buffer, associated: Buffer): Buffer {
  if (sealed.length < TAG_BYTES) throw new Malformed('a protected record that is too short');
  const length = sealed.length - TAG_BYTES;
  // The cast picks the overload of authenticated ciphers; all three of ours are.
  const decipher = createDecipheriv(keys.suite.cipher as 'aes-128-gcm', keys.key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated, { plaintextLength: length }).setAuthTag(sealed.subarray(length));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, length)), decipher.final()]);
  } catch {
    throw new Malformed('a protected record that does not hold');
  }
}

function seal(keys: Keys, nonce: Buffer, plain: Buffer, associated: Buffer): Buffer {
  const cipher = createCipheriv(keys.suite.cipher as 'aes-128-gcm', keys.key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated, { plaintextLength: plain.length });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Protects and opens the records of one connection, each direction with its own keys. */
export interface Protection {
  open(record: TlsRecord): { readonly type: number; readonly body: Buffer };
  seal(type: number, body: Buffer): Buffer;
}

/** RFC 8446 §5.2: the real type is the last byte that is not zero. */
export function protection13(reading: Keys, writing: Keys): Protection {
  return {
    open: (record) => {
      // An alert may still come in the clear, from a server that failed before it had keys.
      if (record.type !== RECORD.applicationData) return record;
      const inner = open(reading, sequenceNonce(reading), record.body, record.header);
      reading.sequence += 1;
      let end = inner.length;
      while (end > 0 && inner[end - 1] === 0) end -= 1;
      if (end === 0) throw new Malformed('a protected record without a type');
      return { type: inner[end - 1] ?? 0, body: inner.subarray(0, end - 1) };
    },
    seal: (type, body) => {
      const header = Buffer.concat([uint(1, RECORD.applicationData), uint(2, 0x0303), uint(2, body.length + 1 + TAG_BYTES)]);
      const sealed = seal(writing, sequenceNonce(writing), Buffer.concat([body, uint(1, type)]), header);
      writing.sequence += 1;
      return Buffer.concat([header, sealed]);
    },
  };
}

/** RFC 5288 (the nonce's second half travels with the record) and RFC 7905 (it does not). */
export function protection12(reading: Keys, writing: Keys): Protection {
  const associated = (sequence: number, type: number, length: number): Buffer => {
    const bytes = Buffer.alloc(13);
    bytes.writeUInt32BE(sequence, 4);
    bytes.writeUInt8(type, 8);
    bytes.writeUInt16BE(0x0303, 9);
    bytes.writeUInt16BE(length, 11);
    return bytes;
  };
  return {
    open: (record) => {
      const explicit = reading.suite.fixedIvBytes === 4 ? 8 : 0;
      const sealed = record.body.subarray(explicit);
      const nonce = explicit === 0 ? sequenceNonce(reading) : Buffer.concat([reading.iv, record.body.subarray(0, explicit)]);
      if (nonce.length !== 12) throw new Malformed('a protected record that is too short');
      const body = open(reading, nonce, sealed, associated(reading.sequence, record.type, Math.max(0, sealed.length - TAG_BYTES)));
      reading.sequence += 1;
      return { type: record.type, body };
    },
    seal: (type, body) => {
      const explicit = Buffer.alloc(8);
      explicit.writeUInt32BE(writing.sequence, 4);
      const gcm = writing.suite.fixedIvBytes === 4;
      const nonce = gcm ? Buffer.concat([writing.iv, explicit]) : sequenceNonce(writing);
      const sealed = seal(writing, nonce, body, associated(writing.sequence, type, body.length));
      writing.sequence += 1;
      return Buffer.concat([uint(1, type), uint(2, 0x0303), vector(2, ...(gcm ? [explicit] : []), sealed)]);
    },
  };
}
