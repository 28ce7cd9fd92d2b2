/** What a certificate says (RFC 5280), read by `libs/probe`; no verdicts. */
export interface CertificateFacts {
  /** Of the DER, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Of the subject's public key (SPKI), the same. */
  readonly spkiSha256: string;
  /** Distinguished names on one line, `CN=…, O=…`; may be empty. Control characters are escaped. */
  readonly subject: string;
  readonly issuer: string;
  readonly issuerOrganization: string | null;
  readonly issuerCommonName: string | null;
  /** Two's complement, hexadecimal; a leading `-` marks a negative number. */
  readonly serial: string;
  /** ISO 8601, UTC; `notAfter` is the last valid second. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly subjectCommonName: string | null;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  /** How many subject alternative names there are; above 100 only the first are listed. */
  readonly subjectAltNameCount: number;
  /** OIDs; null: no such extension, so every purpose is allowed. */
  readonly extendedKeyUsage: readonly string[] | null;
  /** RFC 5280 names (`digitalSignature`, …); null: no such extension. */
  readonly keyUsage: readonly string[] | null;
  /** `sha256`, `sha1`, `md5` …; null where the algorithm has none of its own (Ed25519). */
  readonly signatureHash: string | null;
  readonly signatureAlgorithm: string;
  readonly keyType: 'rsa' | 'ec' | 'ed25519' | 'ed448' | 'dsa' | 'other';
  readonly keyBits: number | null;
  readonly curve: string | null;
  readonly isCa: boolean;
  /** Subject and issuer are equal and the signature is its own. */
  readonly selfSigned: boolean;
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly issuerUrls: readonly string[];
  /** Embedded signed certificate timestamps (RFC 6962). */
  readonly sctCount: number;
}

/** id-kp-serverAuth and id-kp-clientAuth (RFC 5280 §4.2.1.12), and the one that stands for all. */
export const EKU_SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
export const EKU_CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
export const EKU_ANY = '2.5.29.37.0';

/** Whether a chain as sent leads to a root of a programme's list. `list`: name and date of the shipped data. */
export interface TrustFacts {
  readonly programme: 'mozilla' | 'microsoft';
  readonly list: string;
  readonly trusted: boolean;
  /** Subject of the root it led to. */
  readonly root: string | null;
  /** Why not: no path found among what was sent, a signature that does not hold, or a root that is on no list. */
  readonly problem: 'incomplete-chain' | 'bad-signature' | 'unknown-root' | 'self-signed' | 'expired-intermediate' | null;
}

/** What the certificate revocation list of its issuer says (RFC 5280 §5). */
export interface RevocationFacts {
  readonly status: 'good' | 'revoked' | 'no-crl' | 'unable-to-tell';
  readonly revokedAt: string | null;
  readonly reason: string | null;
  readonly crlUrl: string | null;
  readonly crlNextUpdate: string | null;
  /** Why it could not be told: `unreachable`, `too-large`, `malformed`, `bad-signature`, `expired`, `issuer-unknown`, `other-scope`, `unsupported-address`. */
  readonly problem: string | null;
}
