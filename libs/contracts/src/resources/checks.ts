import {
  AcmeSettings,
  CertificateRole,
  CHECKLIST_ITEMS,
  CheckKindName,
  CheckStatus,
  DomainName,
  FederationInput,
  type FederationRoute,
  FindingSeverity,
  FREE_KINDS,
  Vantage,
} from '@stellwerk/domain';
import { z } from 'zod';

const when = z.iso.datetime();
const version = z.number().int();
const Params = z.record(z.string(), z.unknown());

/** One rule's answer, for machines (`rule`, `code`, `params`) and for people (`title`, `text`, `fix` in the language of Accept-Language). */
export const RuleAnswer = z
  .object({
    rule: z.string().describe('Row of the check catalogue, for example `CRT-01`.'),
    status: CheckStatus,
    code: z.string().nullable(),
    subject: z.string(),
    params: Params,
    title: z.string(),
    text: z.string(),
    fix: z.string().describe('What exactly to change; lines indented by four blanks are commands or records to copy.'),
    source: z.object({ from: z.string(), checkedOn: z.string() }).nullable(),
  })
  .meta({ id: 'RuleAnswer' });
export type RuleAnswer = z.infer<typeof RuleAnswer>;

export const CheckTarget = z.object({ kind: CheckKindName, params: Params }).meta({ id: 'CheckTarget' });

export const Check = z
  .object({
    id: z.uuid(),
    tenantId: z.uuid(),
    pbxId: z.uuid().nullable(),
    origin: z.enum(['derived', 'free']),
    kind: CheckKindName,
    name: z.string().describe('What is looked at, in words: `connect.acme.example:5061`.'),
    params: Params,
    vantage: Vantage,
    intervalSeconds: z.number().int(),
    pausedAt: when.nullable(),
    pausedUntil: when.nullable(),
    pauseReason: z.string().nullable(),
    status: CheckStatus,
    statusSince: when,
    stale: z.boolean().describe('No run for two intervals: the status is not to be believed.'),
    lastRunAt: when.nullable(),
    nextRunAt: when.nullable(),
    openFindings: z.number().int(),
    version,
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'Check' });
export type Check = z.infer<typeof Check>;

export const CheckInput = z
  .object({
    tenantId: z.uuid(),
    pbxId: z
      .uuid()
      .nullish()
      .transform((v) => v ?? null),
    kind: z.enum(FREE_KINDS),
    params: Params.describe('The parameters of the kind; see `GET /check-kinds`.'),
    vantage: Vantage.default({ kind: 'edge' }),
    intervalSeconds: z.number().int().min(60).max(604_800).optional(),
  })
  .meta({ id: 'CheckInput' });

/** What may be changed about a check; parameters of a derived one follow from its PBX. */
export const CheckChange = z
  .object({ intervalSeconds: z.number().int().min(60).max(604_800), vantage: Vantage.optional(), params: Params.optional() })
  .meta({ id: 'CheckChange' });

export const CheckRun = z
  .object({
    id: z.string(),
    checkId: z.uuid(),
    at: when,
    status: CheckStatus,
    tookMs: z.number().int(),
    trigger: z.enum(['schedule', 'now']),
    worker: z.string().nullable(),
    facts: z.unknown().describe('The evidence: what the probe saw.'),
    answers: z.array(RuleAnswer),
  })
  .meta({ id: 'CheckRun' });
export type CheckRun = z.infer<typeof CheckRun>;

export const CheckPreviewInput = z
  .object({ tenantId: z.uuid(), kind: CheckKindName, params: Params, vantage: Vantage.default({ kind: 'edge' }) })
  .meta({ id: 'CheckPreviewInput' });
export const CheckPreview = z
  .object({ status: CheckStatus, tookMs: z.number().int(), facts: z.unknown(), answers: z.array(RuleAnswer) })
  .meta({ id: 'CheckPreview' });
export type CheckPreview = z.infer<typeof CheckPreview>;

export const CheckKindView = z
  .object({
    kind: CheckKindName,
    name: z.string(),
    description: z.string(),
    free: z.boolean().describe('Can be added for any target by hand.'),
    defaultIntervalSeconds: z.number().int(),
    shortestIntervalSeconds: z.number().int(),
    params: z.unknown().describe('JSON Schema of the parameters.'),
  })
  .meta({ id: 'CheckKind' });

/** A finding with its history. The text is told from `code` and `params` in the reader's language. */
export const CheckFinding = z
  .object({
    id: z.uuid(),
    tenantId: z.uuid(),
    tenantName: z.string(),
    pbxId: z.uuid().nullable(),
    pbxName: z.string().nullable(),
    checkId: z.uuid(),
    checkName: z.string(),
    rule: z.string(),
    code: z.string(),
    severity: FindingSeverity,
    subject: z.string(),
    params: Params,
    title: z.string(),
    text: z.string(),
    fix: z.string(),
    source: z.object({ from: z.string(), checkedOn: z.string() }).nullable(),
    openedAt: when,
    lastSeenAt: when,
    closedAt: when.nullable(),
    /** When it turns into an outage, where that is known: an expiry, a deadline of an authority. */
    breaksAt: when.nullable(),
    mutedUntil: when.nullable(),
    muteReason: z.string().nullable(),
    version,
  })
  .meta({ id: 'CheckFinding' });
export type CheckFinding = z.infer<typeof CheckFinding>;

/** One point of the outlook: what expires, what breaks by a deadline, what needs a hand. */
export const OutlookEvent = z
  .object({
    at: when,
    kind: z.enum(['expires', 'breaks', 'needs-hand']),
    tenantId: z.uuid(),
    tenantName: z.string(),
    pbxId: z.uuid().nullable(),
    pbxName: z.string().nullable(),
    certificateId: z.uuid().nullable(),
    findingId: z.uuid().nullable(),
    severity: FindingSeverity,
    title: z.string(),
    text: z.string(),
  })
  .meta({ id: 'OutlookEvent' });
export type OutlookEvent = z.infer<typeof OutlookEvent>;

export const Certificate = z
  .object({
    id: z.uuid(),
    tenantId: z.uuid(),
    tenantName: z.string(),
    pbxId: z.uuid().nullable(),
    pbxName: z.string().nullable(),
    name: z.string().describe('The names it is for, or its subject: some certificates have no common name.'),
    source: z.enum(['observed', 'uploaded']),
    sha256: z.string(),
    facts: z.unknown().describe('CertificateFacts.'),
    notBefore: when,
    notAfter: when,
    level: z.enum(['ok', 'due', 'warn', 'critical', 'expired', 'not-yet-valid']).describe('By the certificate’s own lifetime.'),
    role: CertificateRole,
    seenAt: z.array(z.object({ checkId: z.uuid(), endpoint: z.string(), lastSeenAt: when })),
    firstSeenAt: when,
    lastSeenAt: when,
    superseded: z.boolean().describe('No endpoint shows it any more.'),
    pem: z.string(),
    version,
  })
  .meta({ id: 'Certificate' });
export type Certificate = z.infer<typeof Certificate>;

export const CertificateInput = z
  .object({
    tenantId: z.uuid(),
    pbxId: z
      .uuid()
      .nullish()
      .transform((v) => v ?? null),
    /** PEM text, or DER or PFX in base64. A private key in it is thrown away unread. */
    content: z.string().min(1).max(262_144),
    password: z.string().max(256).optional().describe('Of a PFX; used once, never kept.'),
    role: CertificateRole.default('any-server'),
  })
  .meta({ id: 'CertificateInput' });

/** What the domain's schema makes of a static route: nothing is left out any more. */
const StaticRoute = z
  .object({ domain: z.string(), host: z.string(), port: z.number().int(), enabled: z.boolean() })
  .meta({ id: 'StaticRoute' }) satisfies z.ZodType<FederationRoute>;

const ReadAcmeSettings = z
  .object({
    client: AcmeSettings.shape.client,
    validation: AcmeSettings.shape.validation.unwrap(),
    keepExisting: z.boolean().nullable(),
    aclRead: z.array(z.string()).nullable(),
    renewalDays: z.number().int().nullable(),
    ari: z.boolean().nullable(),
    profile: z.string().nullable(),
  })
  .meta({ id: 'ReadAcmeSettings' }) satisfies z.ZodType<AcmeSettings>;

const text = z.string().nullable();
const federationValues = {
  domain: z.string(),
  fqdn: z.string(),
  networkInterface: text,
  internalAddress: text,
  publicAddress: text,
  port: z.number().int(),
  openFederation: z.boolean(),
  routes: z.array(StaticRoute),
  allowedDomains: z.array(z.string()),
  blockedDomains: z.array(z.string()),
  serviceAccount: text,
  certificateStore: z.enum(['machine', 'user']),
  intendedCa: text,
  acme: ReadAcmeSettings.nullable(),
  webroot: text,
} satisfies { [K in keyof FederationInput]: z.ZodType<FederationInput[K]> };

export const Federation = z
  .object({
    ...federationValues,
    pbxId: z.uuid(),
    tenantId: z.uuid(),
    checklist: z.array(z.object({ item: z.enum(CHECKLIST_ITEMS), confirmedAt: when, confirmedBy: z.string() })),
    answers: z.array(RuleAnswer).describe('What the rules say about the configuration itself.'),
    version,
    updatedAt: when,
  })
  .meta({ id: 'Federation' });
export type Federation = z.infer<typeof Federation>;

/** One part of a plan: a heading, a sentence or two, and lines to copy. */
export const PlanSection = z
  .object({
    key: z.string(),
    title: z.string(),
    text: z.string(),
    blocks: z.array(z.object({ label: z.string(), language: z.string(), content: z.string() })),
    rows: z.array(z.array(z.string())).describe('A table, its head first; empty when there is none.'),
  })
  .meta({ id: 'PlanSection' });
export type PlanSection = z.infer<typeof PlanSection>;

export const FederationPlan = z.object({ sections: z.array(PlanSection), markdown: z.string() }).meta({ id: 'FederationPlan' });
export type FederationPlan = z.infer<typeof FederationPlan>;

export const FederationPreviewInput = z
  .object({ tenantId: z.uuid(), federation: FederationInput, probe: z.boolean().default(false).describe('Ask DNS and the server, too.') })
  .meta({ id: 'FederationPreviewInput' });
export const FederationPreview = z
  .object({
    answers: z.array(RuleAnswer),
    probes: z.array(CheckPreview.extend({ kind: CheckKindName, name: z.string() })),
  })
  .meta({ id: 'FederationPreview' });
export type FederationPreview = z.infer<typeof FederationPreview>;

export const AcmePasteInput = z.object({ content: z.string().min(1).max(65_536) }).meta({ id: 'AcmePasteInput' });
export const AcmePaste = z.object({ settings: ReadAcmeSettings }).meta({ id: 'AcmePaste' });
export type AcmePaste = z.infer<typeof AcmePaste>;

/** The reverse listener of a PBX: what to enter as a static route, and what connected. */
export const MtlsTest = z
  .object({
    domain: DomainName.describe('Enter this as the domain of a static route.'),
    host: z.string().describe('And this as its SIP server.'),
    port: z.number().int(),
    startedAt: when,
    expiresAt: when,
    listening: z.boolean().describe('False: no worker of this edge listens; the operator has not set one up.'),
    sightings: z.array(
      z.object({
        at: when,
        remoteAddress: z.string(),
        protocol: z.string().nullable(),
        clientCertificate: z.unknown().describe('CertificateFacts of what was presented; null: nothing was.'),
        answers: z.array(RuleAnswer),
      }),
    ),
  })
  .meta({ id: 'MtlsTest' });
export type MtlsTest = z.infer<typeof MtlsTest>;
