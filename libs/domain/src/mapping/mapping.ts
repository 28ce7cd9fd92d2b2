import { z } from 'zod';
import { parseCidr } from '../network/address.js';

/** `outbound`: the PBX uses a service on the other side. `inbound`: the other side uses a service of the PBX. */
export const Direction = z.enum(['outbound', 'inbound']);
export type Direction = z.infer<typeof Direction>;

/** `private`: only the listening machine itself may connect. `gateway`: hosts connected to it too. */
export const Exposure = z.enum(['private', 'gateway']);
export type Exposure = z.infer<typeof Exposure>;

/** A protocol whose first exchange the health probe can speak; `tcp` is a plain connect. */
export const ServiceProtocol = z.enum([
  'tcp',
  'ldap',
  'ldaps',
  'mssql',
  'postgresql',
  'mysql',
  'smb',
  'ami',
  'http-metrics',
  'http',
  'ssh',
  'xmpp',
]);
export type ServiceProtocol = z.infer<typeof ServiceProtocol>;

/** A TCP port, 1 to 65535. */
export const Port = z.int().min(1).max(65535);

/** A host name (RFC 1123) or an IP literal; what it resolves to is judged by the guarded dialer. */
export const Host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[^\s/@'"`$\\;&|<>(){}]+$/u, 'host-malformed');

/** An address or network in CIDR notation, v4 or v6: `192.168.10.0/24`, `2001:db8::5`. */
export const Cidr = z
  .string()
  .trim()
  .min(2)
  .max(49)
  .regex(/^[0-9a-fA-F:.]+(\/\d{1,3})?$/, 'cidr-malformed')
  .refine((text) => parseCidr(text) !== null, 'cidr-malformed');

/**
 * One forwarded port, said from the PBX's point of view: `localPort` is on the PBX side, `remotePort` on the
 * SSH server's side or its target (domain reference, section 1.6: K1 = inbound/private, K2 = outbound/private,
 * K3 = outbound/gateway, K4 = inbound/gateway).
 */
export const MappingInput = z
  .object({
    name: z.string().trim().min(1).max(80),
    direction: Direction,
    exposure: Exposure.default('private'),
    localPort: Port,
    remotePort: Port,
    targetHost: Host.nullish()
      .transform((v) => v ?? null)
      .describe('Outbound only: the machine behind the SSH server; null is the SSH server itself.'),
    allowFrom: z
      .array(Cidr)
      .max(32)
      .default([])
      .describe(
        'Gateway only: who may connect besides the listening machine itself. Empty means, outbound, the declared networks of the PBX, and inbound, everybody whom the network of the SSH server lets through.',
      ),
    protocol: ServiceProtocol.default('tcp').describe('What the health probe speaks through the mapping.'),
  })
  .meta({ id: 'MappingInput' });
export type MappingInput = z.output<typeof MappingInput>;

export const Mapping = MappingInput.extend({ id: z.uuid() }).meta({ id: 'Mapping' });
export type Mapping = z.output<typeof Mapping>;
