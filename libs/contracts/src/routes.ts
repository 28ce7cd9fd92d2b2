import { HostKey, ModuleKey, PbxInput, Product, SshServerInput, TunnelInput, TunnelState } from '@stellwerk/domain';
import { z } from 'zod';
import { endpoint } from './endpoint.js';
import {
  Me,
  Pbx,
  PbxModule,
  PbxModuleInput,
  ServiceTemplate,
  SshServer,
  Tenant,
  TenantInput,
  Tunnel,
  TunnelCounts,
  TunnelEvent,
} from './resources.js';
import { MappingValidation, MappingValidationInput, SshServerTest, SshServerTestInput } from './unsaved.js';

const id = z.object({ id: z.uuid() });
const V1 = '/api/v1';

/** Cursor pagination: stable order, opaque cursor, null when there is no next page. */
const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const PageQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(100), cursor: z.string().max(400).optional() });

/** `?validateOnly=true`: the same code path, permissions and refusals, and no effect. */
const dryRun = z.object({ validateOnly: z.stringbool().default(false) });

export const SignIn = z.object({ email: z.email().max(254), password: z.string().min(1).max(256) }).meta({ id: 'SignIn' });

/** Everything the API can do. One entry gives route, validation, OpenAPI, serialisation and the typed client. */
export const routes = {
  signIn: endpoint(`POST ${V1}/session`, {
    problems: ['sign-in-refused', 'rate-limited'],
    tag: 'session',
    summary: 'Sign in with e-mail and password; sets the session cookie.',
    access: 'public',
    body: SignIn,
    reply: Me,
  }),
  signOut: endpoint(`DELETE ${V1}/session`, { tag: 'session', summary: 'End the session.' }),
  me: endpoint(`GET ${V1}/me`, { tag: 'session', summary: 'Who is asking.', reply: Me }),

  listTenants: endpoint(`GET ${V1}/tenants`, {
    tag: 'tenants',
    summary: 'List customers.',
    query: PageQuery.extend({ search: z.string().max(120).optional() }),
    reply: page(Tenant),
  }),
  createTenant: endpoint(`POST ${V1}/tenants`, {
    problems: ['forbidden'],
    tag: 'tenants',
    summary: 'Add a customer.',
    query: dryRun,
    body: TenantInput,
    reply: Tenant,
  }),
  getTenant: endpoint(`GET ${V1}/tenants/:id`, { tag: 'tenants', summary: 'Read a customer.', params: id, reply: Tenant }),
  replaceTenant: endpoint(`PUT ${V1}/tenants/:id`, {
    problems: ['conflict'],
    tag: 'tenants',
    summary: 'Replace a customer.',
    params: id,
    query: dryRun,
    body: TenantInput,
    reply: Tenant,
  }),
  deleteTenant: endpoint(`DELETE ${V1}/tenants/:id`, {
    problems: ['in-use'],
    tag: 'tenants',
    summary: 'Delete a customer that has no PBX and no SSH server left.',
    params: id,
    query: dryRun,
  }),

  listPbxs: endpoint(`GET ${V1}/pbxs`, {
    tag: 'pbxs',
    summary: 'List PBXs.',
    query: PageQuery.extend({ tenantId: z.uuid().optional(), product: Product.optional() }),
    reply: page(Pbx),
  }),
  createPbx: endpoint(`POST ${V1}/pbxs`, {
    problems: ['not-found', 'host-forbidden'],
    tag: 'pbxs',
    summary: 'Add a PBX.',
    query: dryRun,
    body: PbxInput,
    reply: Pbx,
  }),
  getPbx: endpoint(`GET ${V1}/pbxs/:id`, { tag: 'pbxs', summary: 'Read a PBX with its modules.', params: id, reply: Pbx }),
  replacePbx: endpoint(`PUT ${V1}/pbxs/:id`, {
    problems: ['host-forbidden', 'in-use', 'port-taken', 'mapping-refused'],
    tag: 'pbxs',
    summary: 'Replace a PBX.',
    params: id,
    query: dryRun,
    body: PbxInput,
    reply: Pbx,
  }),
  deletePbx: endpoint(`DELETE ${V1}/pbxs/:id`, {
    problems: ['in-use'],
    tag: 'pbxs',
    summary: 'Delete a PBX that has no tunnel left.',
    params: id,
    query: dryRun,
  }),
  listModules: endpoint(`GET ${V1}/pbxs/:id/modules`, {
    tag: 'pbxs',
    summary: 'The modules installed on a PBX.',
    params: id,
    reply: z.object({ items: z.array(PbxModule) }),
  }),
  putModule: endpoint(`PUT ${V1}/pbxs/:id/modules/:module`, {
    problems: ['module-refused'],
    tag: 'pbxs',
    summary: 'Install a module or replace its version and configurations.',
    params: id.extend({ module: ModuleKey }),
    query: dryRun,
    body: PbxModuleInput,
    reply: PbxModule,
  }),
  deleteModule: endpoint(`DELETE ${V1}/pbxs/:id/modules/:module`, {
    tag: 'pbxs',
    summary: 'Remove a module; its tunnels stop.',
    params: id.extend({ module: ModuleKey }),
    query: dryRun,
  }),

  listSshServers: endpoint(`GET ${V1}/ssh-servers`, {
    tag: 'ssh-servers',
    summary: 'List SSH servers.',
    query: PageQuery.extend({ tenantId: z.uuid().optional() }),
    reply: page(SshServer),
  }),
  createSshServer: endpoint(`POST ${V1}/ssh-servers`, {
    problems: ['not-found', 'host-forbidden', 'private-key-unusable'],
    tag: 'ssh-servers',
    summary: 'Add an SSH server.',
    query: dryRun,
    body: SshServerInput,
    reply: SshServer,
  }),
  getSshServer: endpoint(`GET ${V1}/ssh-servers/:id`, {
    tag: 'ssh-servers',
    summary: 'Read an SSH server; the credential never comes back.',
    params: id,
    reply: SshServer,
  }),
  replaceSshServer: endpoint(`PUT ${V1}/ssh-servers/:id`, {
    problems: ['host-forbidden', 'in-use', 'port-taken', 'private-key-unusable'],
    tag: 'ssh-servers',
    summary: 'Replace an SSH server; without a credential the stored one stays.',
    params: id,
    query: dryRun,
    body: SshServerInput,
    reply: SshServer,
  }),
  deleteSshServer: endpoint(`DELETE ${V1}/ssh-servers/:id`, {
    problems: ['in-use'],
    tag: 'ssh-servers',
    summary: 'Delete an SSH server that no tunnel uses.',
    params: id,
    query: dryRun,
  }),
  probeHostKeys: endpoint(`POST ${V1}/ssh-servers/:id/host-key-probes`, {
    problems: ['rate-limited'],
    tag: 'ssh-servers',
    summary: 'Ask a worker to read the host keys of every type again.',
    params: id,
    status: 202,
    reply: z.object({ accepted: z.literal(true) }),
  }),
  testSshServer: endpoint(`POST ${V1}/ssh-server-tests`, {
    problems: ['not-found', 'host-forbidden', 'private-key-unusable', 'rate-limited'],
    tag: 'ssh-servers',
    summary: 'Test unsaved input step by step.',
    status: 200,
    body: SshServerTestInput,
    reply: SshServerTest,
  }),

  listTunnels: endpoint(`GET ${V1}/tunnels`, {
    tag: 'tunnels',
    summary: 'List tunnels with their live status.',
    query: PageQuery.extend({
      tenantId: z.uuid().optional(),
      pbxId: z.uuid().optional(),
      sshServerId: z.uuid().optional(),
      state: TunnelState.optional(),
      search: z.string().max(120).optional(),
    }),
    reply: page(Tunnel),
  }),
  createTunnel: endpoint(`POST ${V1}/tunnels`, {
    problems: ['not-found', 'mapping-refused', 'module-refused', 'port-taken'],
    tag: 'tunnels',
    summary: 'Create a tunnel whole, with its mappings.',
    query: dryRun,
    body: TunnelInput,
    reply: Tunnel,
  }),
  getTunnel: endpoint(`GET ${V1}/tunnels/:id`, {
    tag: 'tunnels',
    summary: 'Read a tunnel with its live status.',
    params: id,
    reply: Tunnel,
  }),
  replaceTunnel: endpoint(`PUT ${V1}/tunnels/:id`, {
    problems: ['not-found', 'mapping-refused', 'module-refused', 'port-taken'],
    tag: 'tunnels',
    summary: 'Replace a tunnel whole; unchanged mappings keep flowing.',
    params: id,
    query: dryRun,
    body: TunnelInput,
    reply: Tunnel,
  }),
  deleteTunnel: endpoint(`DELETE ${V1}/tunnels/:id`, {
    tag: 'tunnels',
    summary: 'Delete a tunnel; its listeners close.',
    params: id,
    query: dryRun,
  }),
  enableTunnel: endpoint(`POST ${V1}/tunnels/:id/enable`, {
    tag: 'tunnels',
    summary: 'Let the tunnel run.',
    params: id,
    query: dryRun,
    status: 200,
    reply: Tunnel,
  }),
  disableTunnel: endpoint(`POST ${V1}/tunnels/:id/disable`, {
    tag: 'tunnels',
    summary: 'Stop the tunnel and keep it stopped.',
    params: id,
    query: dryRun,
    status: 200,
    reply: Tunnel,
  }),
  restartTunnel: endpoint(`POST ${V1}/tunnels/:id/restart`, {
    tag: 'tunnels',
    summary: 'Close the connection and connect anew at once.',
    params: id,
    query: dryRun,
    status: 200,
    reply: Tunnel,
  }),
  acceptHostKey: endpoint(`POST ${V1}/tunnels/:id/accept-host-key`, {
    problems: ['host-key-not-offered'],
    tag: 'tunnels',
    summary: 'Trust the changed host key that the server offers now.',
    params: id,
    query: dryRun,
    body: HostKey,
    status: 200,
    reply: Tunnel,
  }),
  listTunnelEvents: endpoint(`GET ${V1}/tunnels/:id/events`, {
    tag: 'tunnels',
    summary: 'The timeline of a tunnel, newest first.',
    params: id,
    query: PageQuery,
    reply: page(TunnelEvent),
  }),

  overview: endpoint(`GET ${V1}/overview`, {
    tag: 'fleet',
    summary: 'The fleet in numbers: tunnels by condition, workers alive.',
    reply: z.object({
      tunnels: TunnelCounts,
      tenants: z.number(),
      pbxs: z.number(),
      workers: z.array(z.object({ id: z.string(), edgeId: z.string(), alive: z.boolean(), shards: z.number(), tunnels: z.number() })),
    }),
  }),
  listServiceTemplates: endpoint(`GET ${V1}/service-templates`, {
    tag: 'mappings',
    summary: 'Named sets of mappings.',
    reply: z.object({ items: z.array(ServiceTemplate) }),
  }),
  validateMappings: endpoint(`POST ${V1}/mapping-validations`, {
    problems: ['not-found'],
    tag: 'mappings',
    summary: 'Judge an unsaved set of mappings against everything it could collide with.',
    status: 200,
    body: MappingValidationInput,
    reply: MappingValidation,
  }),
} as const;
