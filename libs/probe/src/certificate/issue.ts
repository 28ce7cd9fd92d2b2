import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Lru } from './lru.js';
import { type Hashed, sha256 } from './hash.js';

/** Through their own SPKI, so that a certificate is not kept alive by its key. */
const keys = new Lru<string, KeyObject>(1_024);
const verdicts = new Lru<string, boolean>(8_192);

/** Larger keys, exponents and other curves cost OpenSSL ten times what these do, and nobody's certificate has them: milliseconds that tunnels would wait. */
const RSA_MAX = { bits: 8_192, exponent: 2n ** 32n } as const;
const DSA_MAX_BITS = 3_072;
const NAMED_CURVES = /^(prime256v1|secp(224|256k|384|521)r?1|prime192v1|brainpoolP(256|384|512)r1)$/;

function isUsual({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n, namedCurve = '' } = details;
  if (type === 'ec') return NAMED_CURVES.test(namedCurve);
  if (type === 'dsa') return modulusLength <= DSA_MAX_BITS;
  return modulusLength <= RSA_MAX.bits && publicExponent < RSA_MAX.exponent;
}

/** The public key of a certificate; null where OpenSSL cannot read it, or where it is of a size or on a curve that nobody uses. Kept by the certificate's hash. */
export function publicKeyOf(certificate: Buffer, hash = sha256(certificate)): KeyObject | null {
  const known = keys.get(hash);
  if (known !== undefined) return known;
  try {
    const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
    const key = createPublicKey({ key: spki, type: 'spki', format: 'der' });
    if (!isUsual(key)) return null;
    keys.set(hash, key);
    return key;
  } catch {
    return null;
  }
}

/** Whether the second certificate's key signed the first. Costs up to a millisecond the first time, nothing from then on. */
export function isSignedBy(certificate: Hashed, issuer: Hashed): boolean {
  const pair = `${certificate.sha256}${issuer.sha256}`;
  const known = verdicts.get(pair);
  if (known !== undefined) return known;
  const verdict = verify(certificate.der, publicKeyOf(issuer.der, issuer.sha256));
  verdicts.set(pair, verdict);
  return verdict;
}

function verify(certificate: Buffer, key: KeyObject | null): boolean {
  try {
    return key !== null && new X509Certificate(certificate).verify(key);
  } catch {
    return false;
  }
}
