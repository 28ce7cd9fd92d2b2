import { randomUUID } from 'node:crypto';
import { type Postgres, startPostgres } from '@stellwerk/testing';
import pg from 'pg';
import { prepareDatabase } from '../migrate/prepare.js';
import { openStore } from '../open-store.js';
import type { Scope } from '../types/common.js';
import type { Store, TenantTx } from '../types/store.js';
import type { MappingValues, TunnelRow } from '../types/tunnel.js';

/** A migrated database of its own, the store on it, and the owner's connection to look behind the policies. */
export interface World {
  readonly postgres: Postgres;
  readonly store: Store;
  readonly owner: pg.Client;
  readonly warnings: string[];
  stop(): Promise<void>;
}

export async function startWorld(maxConnections = 10): Promise<World> {
  const postgres = await startPostgres();
  await prepareDatabase(postgres.ownerUrl, postgres);
  const warnings: string[] = [];
  const store = openStore({
    ...postgres,
    maxConnections,
    log: { debug: () => undefined, warn: (fields, message) => void warnings.push(`${message} ${JSON.stringify(fields)}`) },
  });
  const owner = new pg.Client({ connectionString: postgres.ownerUrl });
  await owner.connect();
  return {
    postgres,
    store,
    owner,
    warnings,
    async stop() {
      await owner.end();
      await store.close();
      await postgres.stop();
    },
  };
}

export const newProvider = async (store: Store, name = 'Anbieter'): Promise<Scope> => {
  const provider = await store.asSystem('test', (tx) => tx.access.createProvider({ name }));
  return { providerId: provider.id, tenantIds: 'all' };
};

export interface Household {
  readonly scope: Scope;
  readonly tenantId: string;
  readonly keyId: string;
  readonly sshServerId: string;
  readonly pbxId: string;
}

export function must<T>(outcome: { ok: true; value: T } | { ok: false; refusal: unknown }): T {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
  return outcome.value;
}

/** A customer with a PBX and an SSH server. */
export const newHousehold = (store: Store, scope: Scope, name = 'Kunde'): Promise<Household> =>
  store.forTenant(scope, async (tx) => {
    const tenant = await tx.tenants.create({ name, customerNumber: null, allowedNetworks: ['10.0.0.0/8'] });
    const key = await tx.dataKeys.add({ id: randomUUID(), tenantId: tenant.id, version: 1, kekId: 'kek', wrapped: Buffer.from('wrapped') });
    const sealed = { keyId: key?.id ?? '', keyVersion: 1, bytes: Buffer.from('sealed') };
    const values = { name: 'ssh', host: 'ssh.example', port: 22, username: 'u', engine: 'auto' as const };
    const server = must(
      await tx.sshServers.create({
        ...values,
        id: randomUUID(),
        tenantId: tenant.id,
        credential: { kind: 'password', sealed },
        pinned: [],
      }),
    );
    const pbx = must(await tx.pbxs.create(pbxValues(tenant.id)));
    return { scope, tenantId: tenant.id, keyId: sealed.keyId, sshServerId: server.id, pbxId: pbx.id };
  });

export const pbxValues = (tenantId: string) => ({
  tenantId,
  name: 'pbx',
  product: 'starface' as const,
  version: null,
  edition: null,
  access: 'network' as const,
  address: '127.0.0.1',
  listenAddress: '127.0.0.1',
  networks: [],
  sshServerId: null,
});

export const mapping = (port: number, more: Partial<MappingValues> = {}): MappingValues => ({
  name: `m${port}`,
  direction: 'outbound',
  exposure: 'private',
  localPort: port,
  remotePort: 389,
  targetHost: null,
  allowFrom: [],
  protocol: 'tcp',
  listenKey: 'edge:local|127.0.0.1',
  listenPort: port,
  ...more,
});

let nextPort = 10_000;
/** A port that no other tunnel of this file listens on. */
export const freshPort = (): number => (nextPort += 1);

export const tunnelValues = (home: Household, mappings: readonly MappingValues[]) => ({
  pbxId: home.pbxId,
  sshServerId: home.sshServerId,
  module: 'general' as const,
  name: 'tunnel',
  enabled: true,
  mappings,
});

export const newTunnel = (
  tx: TenantTx,
  home: Household,
  shard = 0,
  mappings: readonly MappingValues[] = [mapping(freshPort())],
): Promise<TunnelRow> => tx.tunnels.create({ ...tunnelValues(home, mappings), id: randomUUID(), shard }).then(must);
