import { z } from 'zod';
import { Cidr, Host } from '../mapping/mapping.js';

/** The phone systems Stellwerk knows. */
export const Product = z.enum(['starface', 'xphone-connect', 'estos-ucserver']);
export type Product = z.infer<typeof Product>;

/** STARFACE add-ons that own tunnels (domain reference, section 1.2), and one for everything else. */
export const ModuleKey = z.enum([
  'active-directory-synchronisation',
  'call-recording',
  'insight-analytics',
  'monitoring',
  'multiline-tapi-configuration',
  'reverse-lookup-pro',
  'user-template-pro',
  'general',
]);
export type ModuleKey = z.infer<typeof ModuleKey>;

/** A dotted version as vendors print it: `23.5.30`, `8.1.2.4`, `v23.6.16`. */
export const Version = z
  .string()
  .trim()
  .regex(/^v?\d+(\.\d+){0,3}$/, 'version-malformed');

/** One configuration of a module: while at least one is enabled, the module's tunnels may run. */
export const ModuleConfiguration = z.object({ id: z.uuid(), name: z.string(), enabled: z.boolean() }).meta({ id: 'ModuleConfiguration' });
export type ModuleConfiguration = z.infer<typeof ModuleConfiguration>;

/**
 * How the worker reaches the PBX's side of a tunnel.
 * `network`: the worker stands beside the PBX and listens on `listenAddress`; `address` is the PBX itself.
 * `ssh`: the worker logs in to the PBX (`sshServerId`), so that 127.0.0.1 on the PBX is the mapped port.
 */
export const PbxAccess = z.enum(['network', 'ssh']);
export type PbxAccess = z.infer<typeof PbxAccess>;

export const PbxInput = z
  .object({
    tenantId: z.uuid(),
    name: z.string().trim().min(1).max(120),
    product: Product,
    version: Version.nullish().transform((v) => v ?? null),
    edition: z
      .string()
      .trim()
      .max(60)
      .nullish()
      .transform((v) => v ?? null),
    access: PbxAccess.default('network'),
    address: Host.default('127.0.0.1').describe('The PBX itself, as the worker reaches it.'),
    listenAddress: Host.default('127.0.0.1').describe('Where the worker listens for the PBX (access `network`).'),
    networks: z.array(Cidr).max(32).default([]).describe('Networks that count as connected to the PBX (gateway mappings).'),
    sshServerId: z
      .uuid()
      .nullish()
      .transform((v) => v ?? null)
      .describe('How to log in to the PBX itself (access `ssh`).'),
  })
  .meta({ id: 'PbxInput' });
export type PbxInput = z.output<typeof PbxInput>;
