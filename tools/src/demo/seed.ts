import type { Client } from '@stellwerk/contracts';
import type { ModuleKey } from '@stellwerk/domain';
import { demoFleet, type DemoCustomer } from './fleet.js';
import { demoInternet } from './federations.js';
import type { DemoPki } from './pki.js';
import { seedChecks } from './seed-checks.js';
import { DEMO_SSH_PORT, type DemoSshd } from './sshd.js';

const byName = <T extends { name: string }>(items: readonly T[], name: string): T | undefined => items.find((item) => item.name === name);
const LIMIT = { limit: 200 } as const;

/** What the demonstration is made of besides its customers. */
export interface Scenery {
  readonly sshd: Pick<DemoSshd, 'username' | 'privateKey' | 'hostKey'>;
  /** Null: nobody answers for its names, so it has no federation. */
  readonly pki: DemoPki | null;
}

async function seedCustomer(
  api: Client,
  customer: DemoCustomer,
  { sshd, pki, octet }: Scenery & { readonly octet: number },
): Promise<void> {
  const tenant =
    byName((await api.listTenants({ query: LIMIT })).items, customer.name) ??
    (await api.createTenant({ query: {}, body: { name: customer.name } }));
  const within = { query: { ...LIMIT, tenantId: tenant.id } };
  const { network, ...facts } = customer.pbx;
  const pbx =
    byName((await api.listPbxs(within)).items, facts.name) ??
    (await api.createPbx({ query: {}, body: { tenantId: tenant.id, ...facts, networks: [network] } }));
  const modules = Object.entries(customer.modules) as [ModuleKey, string][];
  for (const [module, version] of modules) {
    await api.putModule({
      params: { id: pbx.id, module },
      query: {},
      body: { version, configurations: [{ name: 'Standard', enabled: true }] },
    });
  }
  const server =
    byName((await api.listSshServers(within)).items, customer.sshServer.name) ??
    (await api.createSshServer({
      query: {},
      body: {
        tenantId: tenant.id,
        ...customer.sshServer,
        port: DEMO_SSH_PORT,
        username: sshd.username,
        credential: { kind: 'private-key', privateKey: sshd.privateKey },
        hostKeys: [sshd.hostKey],
      },
    }));
  const existing = (await api.listTunnels(within)).items;
  for (const { name, module, enabled, mappings } of customer.tunnels) {
    if (byName(existing, name)) continue;
    await api.createTunnel({
      query: {},
      body: {
        pbxId: pbx.id,
        sshServerId: server.id,
        name,
        module,
        enabled,
        mappings: mappings.map(({ broken: _deliberate, ...mapping }) => mapping),
      },
    });
  }
  if (pki === null) return;
  const place = { customer, tenantId: tenant.id, pbxId: pbx.id, sshServerId: server.id };
  await seedChecks(api, place, { pki, federation: demoInternet(octet).federations[customer.name] ?? null });
}

/** STARFACE's checks ask the vendor's servers, which say nothing on a machine without the internet: written last, they stand last in lists. */
const looksOutside = ({ pbx }: DemoCustomer): number => (pbx.product === 'starface' ? 1 : 0);

/**
 * Writes the demonstration through the API, as a person would. What is there already is left alone, so an interrupted run is completed by the
 * next.
 */
export async function seed(api: Client, octet: number, scenery: Scenery): Promise<void> {
  for (const customer of [...demoFleet(octet)].sort((a, b) => looksOutside(a) - looksOutside(b)))
    await seedCustomer(api, customer, { ...scenery, octet });
}
