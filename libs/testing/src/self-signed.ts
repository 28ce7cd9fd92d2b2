import { makeCertificate } from './certificate.js';

/** A key and a certificate that nobody signed but itself (RFC 5280), made anew for each test: no openssl needed, no key in the repository. */
export function selfSigned(
  commonName: string,
  notAfter = new Date(Date.now() + 86_400_000),
): { readonly key: string; readonly cert: string } {
  const { key, pem } = makeCertificate({ subject: commonName, notAfter });
  return { key, cert: pem };
}
