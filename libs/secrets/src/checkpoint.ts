import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';
import type { Kek, Keks } from './kek.js';

/** A place of a provider's audit chain: its last event, that event's hash in hexadecimal, and when this was seen. */
export interface Checkpoint {
  readonly providerId: string;
  readonly seq: bigint;
  readonly hash: string;
  readonly at: Date;
}

/**
 * Signs places of the audit chain, and knows its own signatures. Ed25519, so that whoever has only the public key can verify. The keys are
 * derived from the key file: what writes to the database cannot sign, and nothing new has to be kept.
 */
export interface CheckpointSigner {
  sign(checkpoint: Checkpoint): Uint8Array;
  /** Signed under one of the key file's keys, or under one of `others` (raw public keys in base64, of a key file of old). */
  verify(checkpoint: Checkpoint, signature: Uint8Array, others?: readonly string[]): boolean;
  /** The raw public key in base64 of the key that signs now. */
  readonly publicKey: string;
}

const text = ({ providerId, seq, hash, at }: Checkpoint): Buffer =>
  Buffer.from(`stellwerk-audit-checkpoint-1|${providerId}|${seq}|${hash}|${at.toISOString()}`);

/** RFC 8410 §7: what stands before the 32 bytes of an Ed25519 key in PKCS#8, and in a SubjectPublicKeyInfo. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

const privateKey = (kek: Kek): KeyObject => {
  const seed = Buffer.from(hkdfSync('sha256', kek.key, '', 'stellwerk-audit-checkpoint', 32));
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
};
const rawOf = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
const publicKeyOf = (raw: string): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(raw, 'base64')]), format: 'der', type: 'spki' });

/** Throws when one of `others` is no Ed25519 public key. */
export function createCheckpointSigner(keks: Keks): CheckpointSigner {
  const current = privateKey(keks.current);
  const known = keks.all.map((kek) => createPublicKey(privateKey(kek)));
  return {
    sign: (checkpoint) => sign(null, text(checkpoint), current),
    verify: (checkpoint, signature, others = []) =>
      [...known, ...others.map(publicKeyOf)].some((key) => verify(null, text(checkpoint), key, signature)),
    publicKey: rawOf(current).toString('base64'),
  };
}
