import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { Malformed } from '../../malformed.js';
import { GROUPS } from '../wire/numbers.js';

/** Our half of an ephemeral key agreement. */
export interface KeyAgreement {
  readonly group: number;
  /** As it stands in a key share. */
  readonly publicKey: Buffer;
  /** The shared secret with the server's half. Throws `Malformed` for a half that is none. */
  agree(peer: Buffer): Buffer;
}

const guarded =
  (agree: (peer: Buffer) => Buffer) =>
  (peer: Buffer): Buffer => {
    try {
      return agree(peer);
    } catch {
      throw new Malformed('a key share that is none');
    }
  };

const MONTGOMERY = { x25519: { group: GROUPS.x25519, crv: 'X25519' }, x448: { group: GROUPS.x448, crv: 'X448' } } as const;

function montgomery(kind: keyof typeof MONTGOMERY): KeyAgreement {
  const { group, crv } = MONTGOMERY[kind];
  // The overloads know each kind by its own literal only.
  const { privateKey, publicKey } = kind === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('x448');
  return {
    group,
    publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
    // As a JWK, because OpenSSL 3 takes a tenth of a millisecond to decode the same key in DER (measured).
    agree: guarded((peer) =>
      diffieHellman({ privateKey, publicKey: createPublicKey({ key: { kty: 'OKP', crv, x: peer.toString('base64url') }, format: 'jwk' }) }),
    ),
  };
}

function weierstrass(group: number, curve: string): KeyAgreement {
  const ecdh = createECDH(curve);
  return { group, publicKey: ecdh.generateKeys(), agree: guarded((peer) => ecdh.computeSecret(peer)) };
}

let shared: KeyAgreement | null = null;
/**
 * The half of a group; null for one that we cannot. For X25519 it is one and the same for all probes: a fresh one would be a third of the
 * cost of a handshake, and a probe says nothing that anybody may not read.
 */
export function keyAgreement(group: number): KeyAgreement | null {
  if (group === GROUPS.x25519) return (shared ??= montgomery('x25519'));
  if (group === GROUPS.x448) return montgomery('x448');
  if (group === GROUPS.secp256r1) return weierstrass(group, 'prime256v1');
  if (group === GROUPS.secp384r1) return weierstrass(group, 'secp384r1');
  if (group === GROUPS.secp521r1) return weierstrass(group, 'secp521r1');
  return null;
}

/** Groups we can really compute in, as they are offered. */
export const OWN_GROUPS = [GROUPS.x25519, GROUPS.secp256r1, GROUPS.secp384r1, GROUPS.secp521r1, GROUPS.x448] as const;
