import { z } from 'zod';
import { Host } from '../mapping/mapping.js';

const port = z.number().int().min(1).max(65_535);
const host = Host;

/** What a certificate is used for: extended key usage is judged by it, never in general. */
export const CertificateRole = z.enum(['web-server', 'sip-federation', 'sip-server', 'xmpp-server', 'any-server']);
export type CertificateRole = z.infer<typeof CertificateRole>;

/** How TLS begins: at once, or after a dialogue in the clear (RFC 6120). */
export const StartTls = z.enum(['none', 'xmpp']);
export type StartTls = z.infer<typeof StartTls>;

/** A TLS service as it is probed and judged. */
const tlsTarget = {
  host,
  port,
  /** Sent as SNI and looked for in the certificate; the host itself unless told. */
  serverName: z.string().max(253).nullable().default(null),
  startTls: StartTls.default('none'),
  /** A service that need not be offered here: a closed port is no fault then, an open one is judged. */
  optional: z.boolean().default(false),
};

/**
 * What each kind of check needs to know. All of it is stored with the check, so that a run looks up nothing but the customer's permitted
 * networks; values of a derived check are derived anew whenever the PBX or its federation changes.
 */
export const CHECK_PARAMS = {
  /** A TCP connection. `closed` turns it round: the port must not be reachable. */
  'tcp-port': z.object({ host, port, expect: z.enum(['open', 'closed']).default('open'), purpose: z.string().max(120).default('') }),
  /** One handshake: certificate, chain, trust, revocation, client certificate asked for or not. */
  'tls-endpoint': z.object({ ...tlsTarget, role: CertificateRole.default('any-server') }),
  /** Protocol versions, cipher suites and groups one by one. `starface`: 1.0 and 1.1 must be refused (S2); `report`: only told. */
  'tls-protocols': z.object({ ...tlsTarget, policy: z.enum(['starface', 'modern', 'report']).default('report') }),
  /** A and AAAA of the public FQDN, against what the customer declares. */
  'dns-host': z.object({
    name: z.string().max(253),
    expectedAddresses: z.array(z.string()).max(16).default([]),
    publicRequired: z.boolean().default(true),
  }),
  /** `_sipfederationtls._tcp` of a federation's domain. */
  'dns-federation-srv': z.object({
    domain: z.string().max(253),
    fqdn: z.string().max(253),
    port: port.default(5061),
    openFederation: z.boolean(),
  }),
  /** CAA and DNSSEC of a name: may the intended authority issue? */
  'dns-issuance': z.object({ name: z.string().max(253), intendedCa: z.string().max(253).nullable().default(null) }),
  /** Every address of a name must be on a list (STARFACE Connect), and the other way round. */
  'dns-address-list': z.object({ name: z.string().max(253), addresses: z.array(z.string()).max(64) }),
  /** The name as seen from inside must lead to the internal address (split DNS). */
  'dns-internal': z.object({ name: z.string().max(253), internalAddress: z.string().max(64) }),
  /** Renewed but not selected: what 5061 serves against 443, uploads and certificate transparency. */
  'certificate-selection': z.object({ host, fqdn: z.string().max(253), port: port.default(5061), httpsPort: port.default(443) }),
  /** A partner of the federation: SRV or route, A, 5061, its certificate. `host` null: found by SRV (open federation). */
  'federation-partner': z.object({ domain: z.string().max(253), host: host.nullable(), port: port.default(5061) }),
  /** An uploaded certificate: nothing is probed, time goes by. */
  'stored-certificate': z.object({
    certificateId: z.uuid(),
    role: CertificateRole.default('any-server'),
    serverName: z.string().max(253).nullable().default(null),
  }),
  /** The configuration of a federation itself: FQDN rule, routes, ACME settings, checklist. Nothing is probed. */
  'federation-settings': z.object({}),
} as const;

export type CheckKind = keyof typeof CHECK_PARAMS;
export const CHECK_KINDS = Object.keys(CHECK_PARAMS) as [CheckKind, ...CheckKind[]];
export const CheckKindName = z.enum(CHECK_KINDS);
export type CheckParams<K extends CheckKind = CheckKind> = z.output<(typeof CHECK_PARAMS)[K]>;

/** A check as derived or asked for: its kind with exactly that kind's parameters. */
export type CheckSpec = { readonly [K in CheckKind]: { readonly kind: K; readonly params: CheckParams<K> } }[CheckKind];

/** Kinds somebody may add by hand for any target; the others follow from a PBX. */
export const FREE_KINDS = ['tcp-port', 'tls-endpoint', 'tls-protocols', 'dns-host', 'dns-issuance'] as const satisfies readonly CheckKind[];

/** Seconds between two runs unless somebody sets another interval (domain reference §6: at most one full TLS enumeration a day). */
export const DEFAULT_INTERVAL_SECONDS = {
  'tcp-port': 300,
  'tls-endpoint': 3_600,
  'tls-protocols': 86_400,
  'dns-host': 900,
  'dns-federation-srv': 900,
  'dns-issuance': 21_600,
  'dns-address-list': 3_600,
  'dns-internal': 3_600,
  'certificate-selection': 3_600,
  'federation-partner': 3_600,
  'stored-certificate': 3_600,
  'federation-settings': 3_600,
} as const satisfies Record<CheckKind, number>;

/** The shortest interval of a kind, so that no target is hammered. */
export const SHORTEST_INTERVAL_SECONDS = {
  'tcp-port': 60,
  'tls-endpoint': 60,
  'tls-protocols': 86_400,
  'dns-host': 60,
  'dns-federation-srv': 60,
  'dns-issuance': 3_600,
  'dns-address-list': 300,
  'dns-internal': 300,
  'certificate-selection': 300,
  'federation-partner': 300,
  'stored-certificate': 3_600,
  'federation-settings': 3_600,
} as const satisfies Record<CheckKind, number>;
