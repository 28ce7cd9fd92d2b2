import { type CertificateFacts, EKU_CLIENT_AUTH, EKU_SERVER_AUTH, type RevocationFacts, type TrustFacts } from '../certificate/facts.js';
import type { CertificateSubject } from '../certificate/subject.js';
import type { TcpFacts, TlsEndpointFacts, TlsProtocolFacts } from '../check/facts.js';

export const SECOND = 1_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
export const at = (text: string): number => Date.parse(text);
export const iso = (ms: number): string => new Date(ms).toISOString();

/** A validity of exactly `days` days from `from` on: the last valid second is one before the end. */
export const validity = (from: string, days: number, extraSeconds = 0): Pick<CertificateFacts, 'notBefore' | 'notAfter'> => ({
  notBefore: iso(at(from)),
  notAfter: iso(at(from) + days * DAY + (extraSeconds - 1) * SECOND),
});

/** A healthy certificate of an authority that still issues clientAuth. */
export const certificate = (more: Partial<CertificateFacts> = {}): CertificateFacts => ({
  sha256: 'a'.repeat(64),
  spkiSha256: 'b'.repeat(64),
  subject: 'CN=connect.acme.example',
  issuer: 'CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1, O=DigiCert Inc, C=US',
  issuerOrganization: 'DigiCert Inc',
  issuerCommonName: 'DigiCert Global G2 TLS RSA SHA256 2020 CA1',
  serial: '0a1b2c',
  ...validity('2026-10-01T00:00:00Z', 90),
  subjectCommonName: 'connect.acme.example',
  dnsNames: ['connect.acme.example'],
  ipAddresses: [],
  subjectAltNameCount: 1,
  extendedKeyUsage: [EKU_SERVER_AUTH, EKU_CLIENT_AUTH],
  keyUsage: ['digitalSignature', 'keyEncipherment'],
  signatureHash: 'sha256',
  signatureAlgorithm: 'sha256WithRSAEncryption',
  keyType: 'rsa',
  keyBits: 2_048,
  curve: null,
  isCa: false,
  selfSigned: false,
  crlUrls: ['http://crl.example/ca.crl'],
  ocspUrls: [],
  issuerUrls: ['http://ca.example/ca.crt'],
  sctCount: 2,
  ...more,
});

export const intermediate = (more: Partial<CertificateFacts> = {}): CertificateFacts =>
  certificate({
    sha256: 'c'.repeat(64),
    subject: 'CN=Intermediate, O=DigiCert Inc',
    issuer: 'CN=DigiCert Global Root G2, O=DigiCert Inc',
    subjectCommonName: 'Intermediate',
    dnsNames: [],
    subjectAltNameCount: 0,
    extendedKeyUsage: null,
    keyUsage: ['keyCertSign', 'cRLSign'],
    isCa: true,
    sctCount: 0,
    ...validity('2021-03-30T00:00:00Z', 3_650),
    ...more,
  });

export const trust = (programme: TrustFacts['programme'], more: Partial<TrustFacts> = {}): TrustFacts => ({
  programme,
  list: `${programme} 2026-11-01`,
  trusted: true,
  root: 'CN=DigiCert TLS RSA4096 Root G5, O=DigiCert, Inc.',
  problem: null,
  ...more,
});
export const distrust = (programme: TrustFacts['programme'], problem: TrustFacts['problem'], root: string | null = null): TrustFacts =>
  trust(programme, { trusted: false, problem, root });
export const TRUSTED: readonly TrustFacts[] = [trust('mozilla'), trust('microsoft')];

export const GOOD: RevocationFacts = {
  status: 'good',
  revokedAt: null,
  reason: null,
  crlUrl: 'http://crl.example/ca.crl',
  crlNextUpdate: '2026-12-01T00:00:00Z',
  problem: null,
};

/** A federation's certificate on its port, with nothing to complain about on 22 November 2026 but the coming end of clientAuth. */
export function subject(leaf: Partial<CertificateFacts> = {}, more: Partial<CertificateSubject> = {}): CertificateSubject {
  const own = certificate(leaf);
  return {
    certificate: own,
    chain: [own, intermediate()],
    chainOrdered: true,
    trust: TRUSTED,
    revocation: GOOD,
    role: 'sip-federation',
    name: 'connect.acme.example',
    where: 'connect.acme.example:5061',
    ...more,
  };
}

export const tcp = (verdict: TcpFacts['verdict'] = 'open', more: Partial<TcpFacts> = {}): TcpFacts => ({
  verdict,
  address: verdict === 'unable-to-tell' ? null : '203.0.113.5',
  connectMs: verdict === 'open' ? 12 : null,
  unable: verdict === 'unable-to-tell' ? { code: 'dns-failed', detail: null } : null,
  ...more,
});

export function endpointFacts(more: Partial<TlsEndpointFacts> = {}): TlsEndpointFacts {
  const { certificate: leaf, chain } = subject();
  return {
    tcp: tcp(),
    handshake: 'completed',
    failure: null,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    clientCertificate: 'requested',
    chain: chain ?? [leaf],
    chainOrdered: true,
    trust: TRUSTED,
    revocation: GOOD,
    ...more,
  };
}
/** Nothing could be seen behind the port. */
export const unseenFacts = (verdict: TcpFacts['verdict']): TlsEndpointFacts =>
  endpointFacts({
    tcp: tcp(verdict),
    handshake: null,
    protocol: null,
    cipher: null,
    clientCertificate: 'unable-to-tell',
    chain: [],
    trust: [],
    revocation: null,
  });

export const protocolFacts = (
  versions: Partial<TlsProtocolFacts['versions']> = {},
  more: Partial<TlsProtocolFacts> = {},
): TlsProtocolFacts => ({
  tcp: tcp(),
  versions: { SSLv3: 'refused', TLSv1: 'refused', 'TLSv1.1': 'refused', 'TLSv1.2': 'accepted', 'TLSv1.3': 'accepted', ...versions },
  weakCiphers: [],
  serverPreference: false,
  groups: ['X25519MLKEM768', 'X25519'],
  postQuantum: true,
  ...more,
});
