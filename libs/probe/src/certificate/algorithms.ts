import type { CertificateFacts } from '@stellwerk/domain';
import { Malformed } from '../malformed.js';
import { context, type Der, type Element, TAG } from './der.js';

interface Signature {
  readonly name: string;
  readonly hash: string | null;
}
const signature = (name: string, hash: string | null): Signature => ({ name, hash });

/** Signature algorithms (RFC 3279, 4055, 5758, 8410, 9881) by OID. */
const SIGNATURES: Readonly<Record<string, Signature>> = {
  '1.2.840.113549.1.1.2': signature('md2WithRSAEncryption', 'md2'),
  '1.2.840.113549.1.1.4': signature('md5WithRSAEncryption', 'md5'),
  '1.2.840.113549.1.1.5': signature('sha1WithRSAEncryption', 'sha1'),
  '1.3.14.3.2.29': signature('sha1WithRSAEncryption', 'sha1'),
  '1.2.840.113549.1.1.14': signature('sha224WithRSAEncryption', 'sha224'),
  '1.2.840.113549.1.1.11': signature('sha256WithRSAEncryption', 'sha256'),
  '1.2.840.113549.1.1.12': signature('sha384WithRSAEncryption', 'sha384'),
  '1.2.840.113549.1.1.13': signature('sha512WithRSAEncryption', 'sha512'),
  '1.2.840.10045.4.1': signature('ecdsa-with-SHA1', 'sha1'),
  '1.2.840.10045.4.3.1': signature('ecdsa-with-SHA224', 'sha224'),
  '1.2.840.10045.4.3.2': signature('ecdsa-with-SHA256', 'sha256'),
  '1.2.840.10045.4.3.3': signature('ecdsa-with-SHA384', 'sha384'),
  '1.2.840.10045.4.3.4': signature('ecdsa-with-SHA512', 'sha512'),
  '1.2.840.10040.4.3': signature('dsa-with-SHA1', 'sha1'),
  '2.16.840.1.101.3.4.3.2': signature('dsa-with-SHA256', 'sha256'),
  '1.3.101.112': signature('Ed25519', null),
  '1.3.101.113': signature('Ed448', null),
  '2.16.840.1.101.3.4.3.17': signature('ML-DSA-44', null),
  '2.16.840.1.101.3.4.3.18': signature('ML-DSA-65', null),
  '2.16.840.1.101.3.4.3.19': signature('ML-DSA-87', null),
};
const RSASSA_PSS = '1.2.840.113549.1.1.10';
const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Of an AlgorithmIdentifier. RSASSA-PSS names its hash in its parameters, SHA-1 where it names none (RFC 4055 §3.1). */
export function readSignature(der: Der, element: Element): Signature {
  const inside = der.enter(element);
  const oid = der.oid(inside.next(TAG.oid));
  if (oid !== RSASSA_PSS) return SIGNATURES[oid] ?? signature(oid, null);
  const parameters = inside.optional(TAG.sequence);
  const explicit = parameters === null ? null : der.enter(parameters).optional(context(0, true));
  if (explicit === null) return signature('rsassaPss', 'sha1');
  const hash = der.enter(der.enter(explicit).next(TAG.sequence)).next(TAG.oid);
  return signature('rsassaPss', HASHES[der.oid(hash)] ?? null);
}

const CURVES: Readonly<Record<string, readonly [name: string, bits: number]>> = {
  '1.2.840.10045.3.1.1': ['P-192', 192],
  '1.3.132.0.33': ['P-224', 224],
  '1.2.840.10045.3.1.7': ['P-256', 256],
  '1.3.132.0.34': ['P-384', 384],
  '1.3.132.0.35': ['P-521', 521],
  '1.3.132.0.10': ['secp256k1', 256],
  '1.3.36.3.3.2.8.1.1.7': ['brainpoolP256r1', 256],
  '1.3.36.3.3.2.8.1.1.11': ['brainpoolP384r1', 384],
  '1.3.36.3.3.2.8.1.1.13': ['brainpoolP512r1', 512],
};

type Key = Pick<CertificateFacts, 'keyType' | 'keyBits' | 'curve'>;
const key = (keyType: Key['keyType'], keyBits: number | null = null, curve: string | null = null): Key => ({ keyType, keyBits, curve });

/** Bits of a non-negative INTEGER. */
function bits(der: Der, element: Element): number {
  const content = der.content(element);
  const first = content.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (content.length - first) * 8 - Math.clz32(content[first] ?? 0) + 24;
}

/** Kind and size of a SubjectPublicKeyInfo (RFC 3279 §2.3, RFC 5480, RFC 8410). */
export function readKey(der: Der, element: Element): Key {
  const info = der.enter(element);
  const algorithm = der.enter(info.next(TAG.sequence));
  const oid = der.oid(algorithm.next(TAG.oid));
  const subjectKey = info.next(TAG.bitString);
  if (oid === '1.3.101.112') return key('ed25519', 256);
  if (oid === '1.3.101.113') return key('ed448', 456);
  if (oid === '1.2.840.113549.1.1.1' || oid === RSASSA_PSS) {
    if (subjectKey.to - subjectKey.from < 2) throw new Malformed('an RSA key without a key');
    const modulus = der.enter(der.enter({ ...subjectKey, from: subjectKey.from + 1 }).next(TAG.sequence)).next(TAG.integer);
    return key('rsa', bits(der, modulus));
  }
  if (oid === '1.2.840.10045.2.1') {
    // A curve spelled out in numbers instead of named is allowed nowhere in the public PKI.
    const named = algorithm.optional(TAG.oid);
    const name = named === null ? null : der.oid(named);
    const [curve, size] = (name === null ? undefined : CURVES[name]) ?? [name, null];
    return key('ec', size, curve);
  }
  if (oid === '1.2.840.10040.4.1') {
    const parameters = algorithm.optional(TAG.sequence);
    return key('dsa', parameters === null ? null : bits(der, der.enter(parameters).next(TAG.integer)));
  }
  return key('other');
}
