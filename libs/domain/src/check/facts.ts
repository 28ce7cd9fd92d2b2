import type { CertificateFacts, RevocationFacts, TrustFacts } from '../certificate/facts.js';
import type { CheckKind } from './kinds.js';

/** Why facts could not be had; the codes of `FAULTS` (tunnel/fault.ts) where one fits. */
export interface Unable {
  readonly code: string;
  readonly detail: string | null;
}

/** `open`: accepted; `refused`: RST; `filtered`: no answer in time; `unreachable`: ICMP or no route. `address`: what was connected to. */
export interface TcpFacts {
  readonly verdict: 'open' | 'refused' | 'filtered' | 'unreachable' | 'unable-to-tell';
  readonly address: string | null;
  readonly connectMs: number | null;
  readonly unable: Unable | null;
}

/**
 * One answer of one resolver (`ip` or `ip:port`) or authoritative server (`ns.acme.example (192.0.2.53)`). `rcode`: `NOERROR`, `NXDOMAIN`,
 * `SERVFAIL`, `REFUSED` …, or `TIMEOUT`, `UNREACHABLE`, `MALFORMED`, `LOOP`, or `FORBIDDEN`: its address may not be asked.
 */
export interface DnsAnswer {
  readonly resolver: string;
  readonly authoritative: boolean;
  readonly rcode: string;
  /** The AD bit of a validating resolver; null where it was not asked for. */
  readonly authenticated: boolean | null;
  /** The chain of CNAMEs followed, without the name asked for. */
  readonly aliases: readonly string[];
  readonly records: readonly DnsRecord[];
}
export interface DnsRecord {
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'CAA' | 'NS';
  readonly ttl: number;
  /** Address, name, `0 issue letsencrypt.org` …; SRV has its own fields. Names in lower case without the trailing dot; `.` is the root. */
  readonly value: string;
  readonly srv: { readonly priority: number; readonly weight: number; readonly port: number; readonly target: string } | null;
}
/** What was asked about one name and type, by every resolver and authoritative server that was asked. */
export interface DnsQuestion {
  readonly name: string;
  readonly type: DnsRecord['type'];
  readonly answers: readonly DnsAnswer[];
}

export interface TlsEndpointFacts {
  readonly tcp: TcpFacts;
  /** Null: TCP did not open, or the STARTTLS dialogue failed. */
  readonly handshake: 'completed' | 'client-certificate-required' | 'failed' | null;
  /**
   * `alert-40` (its number, RFC 8446 §6); `closed`, `reset`, `timed-out`, `too-much` (bytes); `not-tls`; `key-not-proven`; `unsupported`;
   * `certificate-malformed`, `certificate-too-large`; OpenSSL's own code; `starttls-` and `not-offered`, `refused`, `malformed`, `closed`,
   * `reset` or `timed-out`. Null: nothing failed.
   */
  readonly failure: string | null;
  readonly protocol: string | null;
  readonly cipher: string | null;
  readonly clientCertificate: 'not-requested' | 'requested' | 'required' | 'unable-to-tell';
  /** As sent, leaf first; at most 32. */
  readonly chain: readonly CertificateFacts[];
  /** Each certificate is issued by the next one: false when unordered or with a gap. */
  readonly chainOrdered: boolean;
  readonly trust: readonly TrustFacts[];
  readonly revocation: RevocationFacts | null;
}

export const TLS_VERSIONS = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];
export interface TlsProtocolFacts {
  readonly tcp: TcpFacts;
  /** `refused`: an alert, a lower version, or a hang-up where the same server accepts another version; `unable-to-tell`: silence, garbage. */
  readonly versions: Readonly<Record<TlsVersion, 'accepted' | 'refused' | 'unable-to-tell'>>;
  /** Weak cipher suites that the server chose when only they were offered, by their IANA names. */
  readonly weakCiphers: readonly string[];
  readonly serverPreference: boolean | null;
  /** Groups of TLS 1.3 that were accepted or asked for. */
  readonly groups: readonly string[];
  readonly postQuantum: boolean | null;
}

export interface DnsHostFacts {
  readonly questions: readonly DnsQuestion[];
}
export interface DnsSrvFacts {
  /** SRV of the domain, A/AAAA/CNAME of every target. */
  readonly questions: readonly DnsQuestion[];
}
export interface DnsIssuanceFacts {
  /** CAA from the name upwards (RFC 8659), until one answered with records. */
  readonly questions: readonly DnsQuestion[];
  /** `bogus`: a validating resolver refuses what another one answers. */
  readonly dnssec: 'secure' | 'insecure' | 'bogus' | 'unable-to-tell';
}

/** A certificate that names the FQDN, and where it was seen. */
export interface KnownCertificate {
  readonly source: 'served' | 'https' | 'uploaded' | 'transparency';
  readonly certificate: CertificateFacts;
}
export interface CertificateSelectionFacts {
  readonly served: TlsEndpointFacts;
  readonly others: readonly KnownCertificate[];
  /** Sources that could not be asked. */
  readonly unable: readonly { readonly source: KnownCertificate['source']; readonly why: Unable }[];
}
export interface FederationPartnerFacts {
  readonly srv: DnsQuestion | null;
  readonly endpoint: TlsEndpointFacts | null;
  /** Where it was looked for. */
  readonly host: string | null;
  readonly port: number | null;
}
export interface StoredCertificateFacts {
  readonly certificate: CertificateFacts | null;
  readonly trust: readonly TrustFacts[];
  readonly revocation: RevocationFacts | null;
}

/** What a run of each kind brings home. */
export interface CheckFacts {
  'tcp-port': TcpFacts;
  'tls-endpoint': TlsEndpointFacts;
  'tls-protocols': TlsProtocolFacts;
  'dns-host': DnsHostFacts;
  'dns-federation-srv': DnsSrvFacts;
  'dns-issuance': DnsIssuanceFacts;
  'dns-address-list': DnsHostFacts;
  'dns-internal': DnsHostFacts;
  'certificate-selection': CertificateSelectionFacts;
  'federation-partner': FederationPartnerFacts;
  'stored-certificate': StoredCertificateFacts;
  'federation-settings': import('../federation/federation.js').FederationState;
}
export type FactsOf<K extends CheckKind> = CheckFacts[K];
