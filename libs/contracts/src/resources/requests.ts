import { ModuleKey, Role, TunnelInput } from '@stellwerk/domain';
import { z } from 'zod';
import { FindingView, TunnelMapping } from './fleet.js';

const when = z.iso.datetime();
const version = z.number().int().describe('For If-Match.');

export const RequestState = z.enum(['pending', 'approved', 'declined', 'withdrawn', 'revoked', 'ended']);
export type RequestState = z.infer<typeof RequestState>;

/** A tunnel as one asks for it: like the real thing, always enabled. */
const Asking = TunnelInput.omit({ enabled: true });

/** The same as it reads back: always complete. */
export const AskedTunnel = z
  .object({
    pbxId: z.uuid(),
    module: ModuleKey,
    name: z.string(),
    sshServerId: z.uuid(),
    mappings: z.array(TunnelMapping.omit({ id: true })),
  })
  .meta({ id: 'AskedTunnel' });
export type AskedTunnel = z.infer<typeof AskedTunnel>;

export const RequestInput = z
  .object({
    kind: z.enum(['tunnel', 'change']).default('tunnel'),
    tunnelId: z
      .uuid()
      .nullish()
      .transform((v) => v ?? null)
      .describe('The tunnel to change.'),
    template: z
      .string()
      .max(60)
      .nullish()
      .transform((v) => v ?? null)
      .describe('The service template it was made from.'),
    tunnel: Asking,
    endsAt: when
      .nullish()
      .transform((v) => v ?? null)
      .describe('Null: for good.'),
    reason: z.string().trim().min(3).max(2_000),
  })
  .meta({ id: 'RequestInput' });
export type RequestInput = z.output<typeof RequestInput>;

/** What makes a reviewer look twice. */
export const Risk = z
  .object({
    code: z.enum(['gateway-exposure', 'database', 'ssh-console', 'privileged-port', 'wide-target', 'no-end']),
    severity: z.enum(['info', 'warning', 'high']),
    mapping: z.number().int().nullable().describe('Index of the mapping.'),
    text: z.string(),
  })
  .meta({ id: 'Risk' });
export type Risk = z.infer<typeof Risk>;

export const Difference = z
  .object({
    path: z.string().describe('JSON pointer into the tunnel.'),
    label: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  })
  .meta({ id: 'Difference' });
export type Difference = z.infer<typeof Difference>;

export const RequestValidation = z
  .object({
    findings: z.array(FindingView),
    explanations: z.array(z.string()),
    risks: z.array(Risk),
    differences: z.array(Difference).describe('Against today.'),
    approversRequired: z.number().int().describe('0: it would be approved by itself.'),
  })
  .meta({ id: 'RequestValidation' });

export const RequestEvent = z
  .object({
    id: z.string(),
    at: when,
    kind: z.enum(['submitted', 'changed', 'commented', 'approval-given', 'approved', 'declined', 'withdrawn', 'revoked', 'ended']),
    by: z.string().nullable().describe('Null: Stellwerk itself.'),
    side: z.enum(['provider', 'tenant']).nullable(),
    text: z.string().nullable(),
  })
  .meta({ id: 'RequestEvent' });
export type RequestEvent = z.infer<typeof RequestEvent>;

export const TunnelRequest = z
  .object({
    id: z.uuid(),
    tenantId: z.uuid(),
    tenantName: z.string(),
    pbxId: z.uuid(),
    pbxName: z.string(),
    kind: z.enum(['tunnel', 'change']),
    tunnelId: z.uuid().nullable(),
    state: RequestState,
    template: z.string().nullable(),
    asked: AskedTunnel,
    askedEndsAt: when.nullable(),
    approved: AskedTunnel.nullable().describe('Immutable once there; becomes exactly that tunnel.'),
    approvedEndsAt: when.nullable(),
    reason: z.string(),
    risks: z.array(Risk),
    differences: z.array(Difference).describe('What is asked for against today; once approved: what was approved against what was asked.'),
    approversRequired: z.number().int(),
    approvals: z.array(z.object({ by: z.string(), at: when })),
    mayDecide: z.boolean().describe('The caller may approve or decline: not their own, not twice.'),
    own: z.boolean(),
    requestedBy: z.string(),
    createdAt: when,
    updatedAt: when,
    decidedAt: when.nullable(),
    endedAt: when.nullable(),
    version,
    events: z.array(RequestEvent),
  })
  .meta({ id: 'TunnelRequest' });
export type TunnelRequest = z.infer<typeof TunnelRequest>;

export const Approval = z
  .object({
    tunnel: Asking.optional().describe('Approve with these changes.'),
    endsAt: when.nullish().describe('Approve for this long: never longer than asked. Left out: as asked.'),
    comment: z.string().trim().max(2_000).optional(),
  })
  .meta({ id: 'Approval' });

export const RequestPolicy = z
  .object({
    autoApprove: z.array(z.string()).describe('Service templates that need nobody while they are harmless.'),
    approversRequired: z.union([z.literal(1), z.literal(2)]),
    longestDays: z.number().int().min(1).max(3_650).nullable(),
    version,
  })
  .meta({ id: 'RequestPolicy' });
export const RequestPolicyInput = RequestPolicy.omit({ version: true }).meta({ id: 'RequestPolicyInput' });

export const Notification = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    text: z.string(),
    link: z.string().nullable().describe('Path in the portal.'),
    tenantId: z.uuid().nullable(),
    createdAt: when,
    readAt: when.nullable(),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof Notification>;

export const AuditEvent = z
  .object({
    seq: z.string(),
    at: when,
    action: z.string().describe('`resource.act`, such as `tunnel.created`.'),
    text: z.string().describe('The act as a sentence, in the language of Accept-Language.'),
    outcome: z.enum(['done', 'refused']),
    actor: z.object({
      kind: z.enum(['member', 'service-account', 'system', 'unknown']),
      id: z.uuid().nullable(),
      name: z.string().nullable().describe('Null when erased.'),
      role: Role.nullable(),
      provider: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      address: z.string().nullable(),
    }),
    tenantId: z.uuid().nullable(),
    tenantName: z.string().nullable(),
    target: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }).nullable(),
    changes: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
    requestId: z.string().nullable(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof AuditEvent>;

/** What a customer used, for invoices. */
export const Usage = z
  .object({
    tenantId: z.uuid(),
    tenantName: z.string(),
    customerNumber: z.string().nullable(),
    pbxs: z.number(),
    tunnels: z.number(),
    tunnelsEnabled: z.number(),
    mappings: z.number(),
    bytesIn: z.number(),
    bytesOut: z.number(),
    connections: z.number(),
  })
  .meta({ id: 'Usage' });
export type Usage = z.infer<typeof Usage>;

export const SearchHit = z
  .object({
    kind: z.enum(['tenant', 'pbx', 'ssh-server', 'tunnel', 'request', 'member', 'check', 'certificate']),
    id: z.uuid(),
    title: z.string(),
    subtitle: z.string(),
    tenantId: z.uuid().nullable(),
  })
  .meta({ id: 'SearchHit' });
export type SearchHit = z.infer<typeof SearchHit>;
