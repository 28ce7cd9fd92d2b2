import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Lru } from './lru.js';
import { type Hashed, sha256 } from './hash.js';

/** Through their own SPKI, so that a certificate is not kept alive by its key. */
const keys = new Lru<string, KeyObject>(1_024);
const verdicts = new Lru<string, boolean>(8_192);

/** The public key of a certificate; null where OpenSSL cannot read it. Kept by the certificate's hash. */
export function publicKeyOf(certificate: Buffer, hash = sha256(certificate)): KeyObject | null {
  const known = keys.get(hash);
  if (known !== undefined) return known;
  try {
    const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
    const key = createPublicKey({ key: spki, type: 'spki', format: 'der' });
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
