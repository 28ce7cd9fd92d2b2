import { z } from 'zod';
import { Host } from '../mapping/mapping.js';

/** A domain or host name as people type it; rules compare it lower-cased, without the trailing dot, in A-labels. */
export const DomainName = z.string().trim().toLowerCase().min(1).max(253);
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((v) => v ?? null);

/** A static route to one partner [Statische Route]. Protocol is always MTLS. Switched off it keeps its configuration. */
export const FederationRoute = z
  .object({
    domain: DomainName,
    host: Host.describe('FQDN of the partner’s SIP server; an IP address breaks certificate checking.'),
    port: z.number().int().min(1).max(65_535).default(5061),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'FederationRoute' });
export type FederationRoute = z.output<typeof FederationRoute>;

/** What an ACME client is set to, as far as federation depends on it; read from pasted settings or said by hand. */
export const AcmeSettings = z
  .object({
    client: z.enum(['simple-acme', 'win-acme', 'certbot', 'acme.sh', 'other']),
    validation: z.enum(['http-01', 'dns-01', 'tls-alpn-01', 'unknown']).default('unknown'),
    /** The previous certificate stays in the store after a renewal. */
    keepExisting: z.boolean().nullable().default(null),
    /** Accounts that may read the private key. */
    aclRead: z.array(z.string().max(120)).max(16).nullable().default(null),
    renewalDays: z.number().int().min(1).max(397).nullable().default(null),
    /** ACME Renewal Information, RFC 9773. */
    ari: z.boolean().nullable().default(null),
    profile: z.string().max(60).nullable().default(null),
  })
  .meta({ id: 'AcmeSettings' });
export type AcmeSettings = z.output<typeof AcmeSettings>;

/** What a person has to look up in the product itself. */
export const CHECKLIST_ITEMS = [
  'licence',
  'site-switch',
  'certificate-selected',
  'private-key-access',
  'teams-allow-list',
  'partner-informed',
] as const;
export const ChecklistItem = z.enum(CHECKLIST_ITEMS);
export type ChecklistItem = z.infer<typeof ChecklistItem>;

export const FederationInput = z
  .object({
    domain: DomainName.describe('The Connect Server’s domain: the part behind the @ of its users.'),
    fqdn: DomainName.describe('The public name of the server.'),
    networkInterface: optional(z.string().trim().max(60)).describe('IP and port chosen in the product [Netzwerkschnittstellen].'),
    internalAddress: optional(z.string().trim().max(64)),
    publicAddress: optional(z.string().trim().max(64)),
    port: z.number().int().min(1).max(65_535).default(5061),
    openFederation: z.boolean().default(false),
    routes: z.array(FederationRoute).max(200).default([]),
    allowedDomains: z.array(DomainName).max(500).default([]),
    blockedDomains: z.array(DomainName).max(500).default([]),
    serviceAccount: optional(z.string().trim().max(120)).describe(
      'The Windows account the service runs as; null: the local system account.',
    ),
    certificateStore: z.enum(['machine', 'user']).default('machine'),
    intendedCa: optional(z.string().trim().toLowerCase().max(253)).describe(
      'CAA identity of the authority, for example `letsencrypt.org`.',
    ),
    acme: AcmeSettings.nullish().transform((v) => v ?? null),
    webroot: optional(z.string().trim().max(260)),
  })
  .meta({ id: 'FederationInput' });
export type FederationInput = z.output<typeof FederationInput>;

/** Who confirmed which point of the checklist, and when (ISO 8601). */
export interface ChecklistMark {
  readonly item: ChecklistItem;
  readonly confirmedAt: string;
  readonly confirmedBy: string;
}

/** A federation with what people confirmed: what its own rules are asked about. */
export interface FederationState {
  readonly federation: FederationInput;
  readonly checklist: readonly ChecklistMark[];
}
