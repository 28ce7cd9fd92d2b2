import * as crypto from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { ParsedKey } from 'ssh2';

/**
 * The elliptic curves of a handshake by way of raw numbers. ssh2 hands keys to OpenSSL as DER and PEM, and OpenSSL 3 sends each
 * through its generic decoders: 60 to 350 µs a key. The same numbers given as a JWK take 1 to 40 µs, which is an eighth of a
 * connection's processor time (measured: signing 386 → 73 µs, verifying 178 → 96, exporting twice 128 → 1, importing 82 → 11).
 */

/** SubjectPublicKeyInfo of X25519 up to its 32 bytes, and PKCS#8 of Ed25519 up to its seed (RFC 8410). */
const X25519_SPKI = Buffer.from('302a300506032b656e032100', 'hex');
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const RAW_BYTES = 32;
/** Host keys whose parsed form is kept; public, a few hundred bytes each. */
const HOST_KEYS = 512;

/** The 32 bytes behind a fixed prefix; null when `der` is anything else. */
function rawAfter(prefix: Buffer, der: Buffer): Buffer | null {
  const fits = der.length === prefix.length + RAW_BYTES && der.subarray(0, prefix.length).equals(prefix);
  return fits ? der.subarray(prefix.length) : null;
}

/** `createPublicKey` as ssh2's key exchange calls it; anything but an X25519 key goes the usual way. */
export function createPublicKey(input: Parameters<typeof crypto.createPublicKey>[0]): KeyObject {
  const der = typeof input === 'object' && 'format' in input && input.format === 'der' && Buffer.isBuffer(input.key) ? input.key : null;
  const raw = der && rawAfter(X25519_SPKI, der);
  if (!raw) return crypto.createPublicKey(input);
  return crypto.createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: raw.toString('base64url') }, format: 'jwk' });
}

/** A pair of keys of which ssh2's key exchange wants the public half in DER, twice. */
export function generateX25519(): { privateKey: KeyObject; publicKey: { export(): Buffer } } {
  const { privateKey, publicKey } = crypto.generateKeyPairSync('x25519');
  const der = Buffer.concat([X25519_SPKI, Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')]);
  return { privateKey, publicKey: { export: () => der } };
}

const known = new Map<string, KeyObject>();

/** A host key from its PEM; the same few keys are met at every sign-in. */
function hostKey(pem: string): KeyObject {
  const found = known.get(pem) ?? crypto.createPublicKey(pem);
  known.delete(pem);
  known.set(pem, found);
  const oldest = known.keys().next().value;
  if (known.size > HOST_KEYS && oldest !== undefined) known.delete(oldest);
  return found;
}

/** `verify` as ssh2's key parser calls it. */
export const verify = (algorithm: string | null | undefined, data: Buffer, pem: string, signature: Buffer): boolean =>
  crypto.verify(algorithm, data, hostKey(pem), signature);

/** Signs with a private key that was parsed by ssh2; `hash` for RSA. Nothing of the key is kept. */
export function signWith(key: ParsedKey, data: Buffer, hash?: string): Buffer {
  if (key.type === 'ssh-ed25519') {
    const der = Buffer.from(key.getPrivatePEM().replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const seed = rawAfter(ED25519_PKCS8, der);
    const x = key.getPublicSSH().subarray(-RAW_BYTES).toString('base64url');
    if (seed) {
      const jwk = { kty: 'OKP', crv: 'Ed25519', d: seed.toString('base64url'), x };
      der.fill(0);
      return crypto.sign(null, data, crypto.createPrivateKey({ key: jwk, format: 'jwk' }));
    }
  }
  const signature = hash ? key.sign(data, hash) : key.sign(data);
  if (signature instanceof Error) throw signature;
  return signature;
}
