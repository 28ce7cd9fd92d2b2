import { FIREWALL_EXPORT_FORMATS, FirewallSettings, FirewallSwitch, ModuleKey, PbxPlace, Product, RuleDirection } from '@stellwerk/domain';
import { z } from 'zod';

export const FirewallExportFormat = z.enum(FIREWALL_EXPORT_FORMATS).meta({ id: 'FirewallExportFormat' });

/** What a plan follows from besides its settings. */
export const FirewallFacts = z
  .object({
    product: Product,
    version: z.string().nullable(),
    edition: z.string().nullable(),
    address: z.string(),
    networks: z.array(z.string()),
    modules: z.array(ModuleKey),
    federation: z
      .object({
        port: z.number().int(),
        internalAddress: z.string().nullable(),
        publicAddress: z.string().nullable(),
        validationPort: z.number().int().nullable(),
        routePorts: z.array(z.number().int()),
      })
      .nullable(),
    sshServers: z.array(z.object({ name: z.string(), host: z.string(), port: z.number().int() })),
  })
  .meta({ id: 'FirewallFacts' });

export const FirewallSettingsView = z
  .object({
    pbxId: z.uuid(),
    settings: z.object(FirewallSettings.shape).meta({ id: 'FirewallSettings' }),
    facts: FirewallFacts.describe('What is stored of the PBX: whatever the settings leave open follows from it.'),
    version: z.number().int().describe('0: nothing has been saved.'),
    updatedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'FirewallSettingsView' });
export type FirewallSettingsView = z.infer<typeof FirewallSettingsView>;

const Party = z
  .object({
    key: z.string(),
    name: z.string(),
    addresses: z.array(z.string()).describe('Addresses and networks; with no names either: everybody.'),
    names: z.array(z.string()),
  })
  .meta({ id: 'FirewallParty' });

const Note = z.object({ code: z.string(), text: z.string() }).meta({ id: 'FirewallNote' });

export const FirewallRuleView = z
  .object({
    id: z.string(),
    row: z.string().describe('The row of the table of ports: what an override names.'),
    action: z.enum(['allow', 'block']),
    direction: RuleDirection,
    protocol: z.enum(['tcp', 'udp']),
    ports: z.array(z.object({ from: z.number().int(), to: z.number().int() })),
    source: Party,
    destination: Party,
    forward: z
      .object({ publicAddress: z.string(), address: z.string(), port: z.number().int().nullable() })
      .nullable()
      .describe('Port forwarding; `port` is the published one where it differs.'),
    purpose: z.string(),
    why: z.string(),
    origin: z.object({ from: z.string(), checkedOn: z.iso.date() }),
    inferred: z.boolean().describe('The direction is our inference; the vendor names none.'),
    tls: z.enum(['yes', 'no', 'starttls', 'unknown']),
    warnings: z.array(Note),
    remarks: z.array(z.string()).describe('Oddities of the vendor’s list.'),
  })
  .meta({ id: 'FirewallRule' });

export const FirewallPlanView = z
  .object({
    place: PbxPlace,
    switches: z.array(z.object({ key: FirewallSwitch, label: z.string(), hint: z.string(), on: z.boolean() })),
    warnings: z.array(Note),
    rules: z.array(FirewallRuleView),
  })
  .meta({ id: 'FirewallPlan' });
export type FirewallPlanView = z.infer<typeof FirewallPlanView>;
