import { createHash } from 'node:crypto';
import { ownCopy } from './own-copy.js';
import type { PresentedHostKey } from './session.js';

const BITS: Readonly<Record<string, number>> = {
  'ssh-ed25519': 256,
  'ssh-ed448': 456,
  'ecdsa-sha2-nistp256': 256,
  'ecdsa-sha2-nistp384': 384,
  'ecdsa-sha2-nistp521': 521,
};

/** Reads the string at `offset` of an SSH structure (RFC 4251, section 5); null when it does not fit. */
export function stringAt(data: Buffer, offset: number): Buffer | null {
  if (offset + 4 > data.length) return null;
  const end = offset + 4 + data.readUInt32BE(offset);
  return end > data.length ? null : data.subarray(offset + 4, end);
}

/** Bits of an RSA or DSA number: its length without the leading zeros an mpint may have. */
function bitLength(number: Buffer | null): number {
  if (!number) return 0;
  const first = number.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (number.length - first) * 8 - Math.clz32(number[first] ?? 0) + 24;
}

/** What people see of a public key blob (RFC 4253, section 6.6); null when it is none. */
export function readHostKey(blob: Buffer): PresentedHostKey | null {
  const type = stringAt(blob, 0)?.toString('latin1');
  if (!type) return null;
  const first = stringAt(blob, 4 + type.length);
  const second = first && stringAt(blob, 8 + type.length + first.length);
  const bits = BITS[type] ?? (type === 'ssh-rsa' ? bitLength(second) : bitLength(first));
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { type, fingerprint: `SHA256:${digest}`, bits, blob: ownCopy(blob) };
}
