import { constants, verify } from 'node:crypto';
import { publicKeyOf } from '../../certificate/issue.js';

/** Signature schemes (RFC 8446 §4.2.3); Ed25519 and Ed448 hash by themselves. */
const SCHEMES: Readonly<Record<number, { readonly hash: string | null; readonly pss: boolean }>> = {
  0x0201: { hash: 'sha1', pss: false },
  0x0203: { hash: 'sha1', pss: false },
  0x0401: { hash: 'sha256', pss: false },
  0x0501: { hash: 'sha384', pss: false },
  0x0601: { hash: 'sha512', pss: false },
  0x0403: { hash: 'sha256', pss: false },
  0x0503: { hash: 'sha384', pss: false },
  0x0603: { hash: 'sha512', pss: false },
  0x0804: { hash: 'sha256', pss: true },
  0x0805: { hash: 'sha384', pss: true },
  0x0806: { hash: 'sha512', pss: true },
  0x0809: { hash: 'sha256', pss: true },
  0x080a: { hash: 'sha384', pss: true },
  0x080b: { hash: 'sha512', pss: true },
  0x0807: { hash: null, pss: false },
  0x0808: { hash: null, pss: false },
};

/** Whether the server holds the key of the certificate it showed. False also for a certificate that OpenSSL cannot read. */
export function provesKey(certificate: Buffer, scheme: number, signed: Buffer, signature: Buffer): boolean {
  const how = SCHEMES[scheme];
  const key = publicKeyOf(certificate);
  if (how === undefined || key === null) return false;
  try {
    const padding = how.pss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {};
    return verify(how.hash, signed, { key, ...padding }, signature);
  } catch {
    return false;
  }
}
