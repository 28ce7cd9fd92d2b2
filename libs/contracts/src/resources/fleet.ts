import {
  Cidr,
  Fault,
  HostKey,
  Mapping,
  MappingStatus,
  ModuleConfiguration,
  ModuleKey,
  PbxAccess,
  Product,
  SshEngine,
  TunnelStatus,
} from '@stellwerk/domain';
import { z } from 'zod';

/** What the API hands out. Every reply is parsed by these schemas, which strip whatever is not declared: secrets cannot slip through. */

const when = z.iso.datetime();
/** For `If-Match`: the answer's `ETag` is this number in quotes. */
const version = z.number().int();
const Timestamps = z.object({ createdAt: when, updatedAt: when });

/** How many tunnels of something are in which condition; `attention` counts connecting, waiting and degraded ones. */
export const TunnelCounts = z
  .object({ total: z.number(), up: z.number(), attention: z.number(), down: z.number(), stopped: z.number(), unknown: z.number() })
  .meta({ id: 'TunnelCounts' });
export type TunnelCounts = z.infer<typeof TunnelCounts>;

export const Tenant = Timestamps.extend({
  id: z.uuid(),
  name: z.string(),
  customerNumber: z.string().nullable(),
  allowedNetworks: z.array(Cidr).describe('Private networks the provider allows Stellwerk to connect to for this customer.'),
  state: z.enum(['active', 'suspended', 'deleted']),
  suspendedAt: when.nullable(),
  suspendReason: z.string().nullable(),
  purgeAt: when.nullable().describe('A deleted customer can be restored until then.'),
  version,
  tunnels: TunnelCounts,
}).meta({ id: 'Tenant' });
export type Tenant = z.infer<typeof Tenant>;

export const TenantInput = z
  .object({
    name: z.string().trim().min(1).max(120),
    customerNumber: z
      .string()
      .trim()
      .max(60)
      .nullish()
      .transform((v) => v ?? null),
    allowedNetworks: z.array(Cidr).max(64).default([]),
  })
  .meta({ id: 'TenantInput' });

export const PbxModule = z
  .object({
    module: ModuleKey,
    version: z.string().nullable(),
    minimumVersion: z.string().nullable(),
    versionSatisfied: z.boolean().nullable().describe('Null when the version is not known.'),
    active: z.boolean().describe('At least one configuration is enabled, so its tunnels may run.'),
    configurations: z.array(ModuleConfiguration),
  })
  .meta({ id: 'PbxModule' });
export type PbxModule = z.infer<typeof PbxModule>;

export const PbxModuleInput = z
  .object({
    version: z
      .string()
      .trim()
      .max(20)
      .nullish()
      .transform((v) => v ?? null),
    configurations: z
      .array(z.object({ id: z.uuid().optional(), name: z.string().trim().min(1).max(80), enabled: z.boolean() }))
      .max(32)
      .default([{ name: 'default', enabled: true }]),
  })
  .meta({ id: 'PbxModuleInput' });

export const Pbx = Timestamps.extend({
  id: z.uuid(),
  tenantId: z.uuid(),
  edgeId: z.string(),
  name: z.string(),
  product: Product,
  version: z.string().nullable(),
  edition: z.string().nullable(),
  access: PbxAccess,
  address: z.string(),
  listenAddress: z.string(),
  networks: z.array(Cidr),
  sshServerId: z.uuid().nullable(),
  rowVersion: version.describe('For If-Match (the field `version` is the PBX software).'),
  modules: z.array(PbxModule),
  tunnels: TunnelCounts,
}).meta({ id: 'Pbx' });
export type Pbx = z.infer<typeof Pbx>;

export const SshServer = Timestamps.extend({
  id: z.uuid(),
  tenantId: z.uuid(),
  name: z.string(),
  host: z.string(),
  port: z.number(),
  username: z.string(),
  engine: SshEngine,
  credentialKind: z.string(),
  version,
  hostKeys: z
    .array(HostKey.extend({ pinnedAt: when }))
    .describe('Pinned per key type: a changed key is fatal, a new type is not a change.'),
  offeredHostKeys: z
    .array(HostKey.extend({ seenAt: when }))
    .describe('What the server showed last; differs from the pinned ones when a key changed.'),
}).meta({ id: 'SshServer' });
export type SshServer = z.infer<typeof SshServer>;

/** A fault for machines (`code`, `hop`, `params`) and for people (`text`: the sentence, in the language of Accept-Language). */
export const Reason = Fault.extend({ text: z.string().describe('What happened and what to do.') }).meta({ id: 'Reason' });
export type Reason = z.infer<typeof Reason>;

/** A mapping as it reads back: always complete, so that it can be sent again unchanged. */
export const TunnelMapping = Mapping.extend({ targetHost: z.string().nullable(), allowFrom: z.array(z.string()) }).meta({
  id: 'TunnelMapping',
});
export type TunnelMapping = z.infer<typeof TunnelMapping>;

export const TunnelMappingStatus = MappingStatus.extend({ reason: Reason.nullable() }).meta({ id: 'TunnelMappingStatus' });

/** The live status of a tunnel, judged when it is read: nothing is green for which no living worker vouches. */
export const LiveStatus = TunnelStatus.extend({ reason: Reason.nullable(), mappings: z.array(TunnelMappingStatus) }).meta({
  id: 'LiveStatus',
});
export type LiveStatus = z.infer<typeof LiveStatus>;

export const Tunnel = Timestamps.extend({
  id: z.uuid(),
  tenantId: z.uuid(),
  pbxId: z.uuid(),
  module: ModuleKey,
  name: z.string(),
  enabled: z.boolean(),
  sshServerId: z.uuid(),
  generation: z.number(),
  endsAt: when.nullable().describe('The approved end of access; the listeners close then.'),
  requestId: z.uuid().nullable().describe('The request it was approved by.'),
  version,
  mappings: z.array(TunnelMapping),
  status: LiveStatus,
}).meta({ id: 'Tunnel' });
export type Tunnel = z.infer<typeof Tunnel>;

/** One line of a tunnel's timeline: a state change, an action of a person, a host key seen, a binding found wrong. */
export const TunnelEvent = z
  .object({
    id: z.string(),
    tunnelId: z.uuid(),
    at: when,
    kind: z
      .string()
      .describe(
        'state-changed, mapping-state-changed, enabled, disabled, restarted, replaced, host-key-pinned, host-key-accepted, taken-over …',
      ),
    state: z.string().nullable(),
    mappingId: z.uuid().nullable(),
    reason: Reason.nullable(),
    actor: z.string().nullable(),
    worker: z.string().nullable(),
  })
  .meta({ id: 'TunnelEvent' });
export type TunnelEvent = z.infer<typeof TunnelEvent>;

export const FindingView = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning', 'info']),
    path: z.string().describe('JSON pointer into the judged input.'),
    params: z.record(z.string(), z.unknown()),
    text: z.string().describe('The sentence, in the language of Accept-Language.'),
  })
  .meta({ id: 'Finding' });
export type FindingView = z.infer<typeof FindingView>;

export const ServiceTemplate = z
  .object({
    key: z.string(),
    name: z.string(),
    origin: z.enum(['vendor', 'ours']),
    description: z.string(),
    modules: z.array(ModuleKey).describe('Modules this template is meant for; empty: all.'),
    timeLimited: z.boolean().describe('Never for good: a request for it needs an end.'),
    autoApprovable: z.boolean().describe('May stand on a request policy’s list.'),
    mappings: z
      .array(z.object({}).loose())
      .describe('MappingInput values to insert; targetHost stays empty where the customer must say it.'),
  })
  .meta({ id: 'ServiceTemplate' });
export type ServiceTemplate = z.infer<typeof ServiceTemplate>;
