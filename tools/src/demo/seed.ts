import type { Client } from '@stellwerk/contracts';
import type { ModuleKey } from '@stellwerk/domain';
import { demoFleet, type DemoCustomer } from './fleet.js';
import { DEMO_SSH_PORT, type DemoSshd } from './sshd.js';

const byName = <T extends { name: string }>(items: readonly T[], name: string): T | undefined => items.find((item) => item.name === name);
const LIMIT = { limit: 200 } as const;

async function seedCustomer(
  api: Client,
  customer: DemoCustomer,
  sshd: Pick<DemoSshd, 'username' | 'privateKey' | 'hostKey'>,
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
}

/** Writes the demonstration through the API, as a person would. What is there already is left alone, so an interrupted run is completed by the next. */
export async function seed(api: Client, octet: number, sshd: Pick<DemoSshd, 'username' | 'privateKey' | 'hostKey'>): Promise<void> {
  for (const customer of demoFleet(octet)) await seedCustomer(api, customer, sshd);
}
