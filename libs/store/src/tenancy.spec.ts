import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { renderPolicy, tenantTables } from './migrate/policy.js';
import { MIGRATIONS } from './migrate/prepare.js';
import { StoreMisconfigured } from './errors.js';
import { openStore } from './open-store.js';
import type { Scope } from './types/common.js';
import {
  freshPort,
  type Household,
  mapping,
  newHousehold,
  newProvider,
  newTunnel,
  pbxValues,
  startWorld,
  tunnelValues,
  type World,
} from './test/world.js';

let world: World;
let a: Household;
let b: Household;
beforeAll(async () => {
  world = await startWorld();
  a = await newHousehold(world.store, await newProvider(world.store, 'A'), 'Kunde A');
  b = await newHousehold(world.store, await newProvider(world.store, 'B'), 'Kunde B');
  for (const home of [a, b]) {
    const tunnel = await world.store.forTenant(home.scope, (tx) => newTunnel(tx, home));
    await world.store.forTenant(home.scope, (tx) => tx.events.add([{ tunnelId: tunnel.id, kind: 'created', actor: 'test' }]));
    await world.store.forTenant(home.scope, (tx) =>
      tx.pbxs.putModule(home.pbxId, 'monitoring', { version: null, configurations: [{ name: 'default', enabled: true }] }),
    );
    await world.store.forTenant(home.scope, (tx) =>
      tx.sshServers.trust(home.sshServerId, { type: 'ssh-ed25519', fingerprint: 'SHA256:x' }),
    );
  }
});
afterAll(() => world.stop());

/** Tables of tenants that only the system's role reads: they hold addresses and secrets of people. */
const SYSTEM_ONLY = ['member', 'invitation', 'identity_provider', 'notification'];
/** Tables that the households above have a row in. */
const FILLED = [
  'tenant',
  'data_key',
  'ssh_server',
  'host_key',
  'pbx',
  'pbx_module',
  'module_configuration',
  'tunnel',
  'mapping',
  'tunnel_event',
  'delegation',
];

const asApp = async <T extends pg.QueryResultRow>(settings: Record<string, string>, text: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: world.postgres.appUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const [name, value] of Object.entries(settings)) await client.query('SELECT set_config($1, $2, true)', [name, value]);
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
};

describe('row-level security', () => {
  it('covers every table that has a tenant, with exactly the policy of the template', async () => {
    const { rows } = await world.owner.query<{ table: string; secure: boolean; tenant: boolean; policies: string[] }>(
      `SELECT c.relname AS table, c.relrowsecurity AS secure,
         EXISTS (SELECT 1 FROM pg_attribute x WHERE x.attrelid = c.oid AND x.attname = 'tenant_id') OR c.relname = 'tenant' AS tenant,
         COALESCE((SELECT array_agg(p.policyname || ' ' || p.cmd || ' ' || array_to_string(p.roles, ',') || ' ' || p.qual || ' ' || COALESCE(p.with_check, '') ORDER BY p.policyname)
           FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname), '{}') AS policies
       FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations' ORDER BY 1`,
    );
    const template = await readFile(join(MIGRATIONS, '..', 'tenant-policy.sql'), 'utf8');
    const declared = tenantTables(await readFile(join(MIGRATIONS, '..', 'schema.prisma'), 'utf8'));
    expect(
      rows
        .filter((r) => r.tenant)
        .map((r) => r.table)
        .sort(),
    ).toEqual(declared.map((t) => t.table).sort());
    expect(rows.filter((r) => !r.secure).map((r) => r.table)).toEqual([]);

    // The policy as PostgreSQL prints it, from a table made on the spot with the template.
    await world.owner.query('CREATE TABLE reference (id uuid, provider_id uuid, tenant_id uuid)');
    await world.owner.query(renderPolicy(template, { table: 'reference', tenant: 'tenant_id' }));
    const { rows: printed } = await world.owner.query<{ line: string }>(
      `SELECT p.policyname || ' ' || p.cmd || ' ' || array_to_string(p.roles, ',') || ' ' || p.qual || ' ' || COALESCE(p.with_check, '') AS line FROM pg_policies p WHERE tablename = 'reference' ORDER BY p.policyname`,
    );
    await world.owner.query('DROP TABLE reference');
    expect(printed).toHaveLength(2);
    for (const table of rows.filter((r) => r.tenant)) {
      const expected = printed.map((p) =>
        p.line.replaceAll('reference_', `${table.table}_`).replaceAll('tenant_id', table.table === 'tenant' ? 'id' : 'tenant_id'),
      );
      expect({ table: table.table, policies: table.policies }).toEqual({ table: table.table, policies: expected });
    }
    for (const table of rows.filter((r) => !r.tenant)) {
      expect({ table: table.table, policies: table.policies }).toEqual({
        table: table.table,
        policies: [`${table.table}_system ALL stellwerk_system true true`],
      });
    }
  });

  it('lets no view and no foreign key step around it', async () => {
    const { rows: views } = await world.owner.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm') AND NOT COALESCE(reloptions::text LIKE '%security_invoker=true%', false)`,
    );
    expect(views).toEqual([]);
    const { rows: keys } = await world.owner.query<{ conname: string }>(
      `SELECT k.conname FROM pg_constraint k WHERE k.contype = 'f'
         AND EXISTS (SELECT 1 FROM pg_attribute x WHERE x.attrelid = k.conrelid AND x.attname = 'tenant_id')
         AND EXISTS (SELECT 1 FROM pg_attribute x WHERE x.attrelid = k.confrelid AND x.attname = 'provider_id')
         AND NOT (EXISTS (SELECT 1 FROM pg_attribute x WHERE x.attrelid = k.conrelid AND x.attname = 'provider_id' AND x.attnum = ANY (k.conkey))
              AND EXISTS (SELECT 1 FROM pg_attribute x WHERE x.attrelid = k.conrelid AND x.attname = 'tenant_id' AND x.attnum = ANY (k.conkey)))`,
    );
    expect(keys).toEqual([]);
  });

  it('shows nothing without a scope, with a half one, or with one of another provider', async () => {
    for (const { table } of tenantTables(await readFile(join(MIGRATIONS, '..', 'schema.prisma'), 'utf8'))) {
      const count = async (settings: Record<string, string>) =>
        Number((await asApp<{ n: string }>(settings, `SELECT count(*) AS n FROM ${table}`))[0]?.n);
      if (SYSTEM_ONLY.includes(table)) continue;
      const own = FILLED.includes(table) ? 1 : 0;
      expect([table, await count({})]).toEqual([table, 0]);
      expect([table, await count({ 'app.provider': a.scope.providerId })]).toEqual([table, 0]);
      expect([table, await count({ 'app.tenants': '*' })]).toEqual([table, 0]);
      expect([table, await count({ 'app.provider': a.scope.providerId, 'app.tenants': b.tenantId })]).toEqual([table, 0]);
      expect([table, (await count({ 'app.provider': a.scope.providerId, 'app.tenants': '*' })) >= own]).toEqual([table, true]);
      expect([table, (await count({ 'app.provider': a.scope.providerId, 'app.tenants': `${randomUUID()},${a.tenantId}` })) >= own]).toEqual(
        [table, true],
      );
    }
  });

  it('keeps who may sign in and who runs what from the application, and statuses and timelines from its hands', async () => {
    const scope = { 'app.provider': a.scope.providerId, 'app.tenants': '*' };
    for (const table of [
      'provider',
      'person',
      'session',
      'passkey',
      'identity_key',
      'service_account',
      'api_key',
      'audit_head',
      'edge',
      'worker',
      'shard',
      '_prisma_migrations',
      ...SYSTEM_ONLY,
    ])
      await expect(asApp(scope, `SELECT * FROM ${table}`)).rejects.toThrow('permission denied');
    for (const text of [
      `UPDATE tunnel_event SET actor = 'x'`,
      'DELETE FROM tunnel_event',
      `UPDATE tunnel_status SET state = 'up'`,
      'DELETE FROM tunnel_status',
    ])
      await expect(asApp(scope, text)).rejects.toThrow('permission denied');
    for (const text of ['CREATE TABLE mine (id int)', 'ALTER TABLE tenant DISABLE ROW LEVEL SECURITY', 'SET ROLE stellwerk_system'])
      await expect(asApp(scope, text)).rejects.toThrow(/permission denied|must be owner/);
  });
});

describe('a foreign object', () => {
  it('is not found, whatever one tries with its id', async () => {
    const stranger = await world.store.forTenant(b.scope, async (tx) => (await tx.tunnels.list({ limit: 1 })).items[0]);
    await world.store.forTenant(a.scope, async (tx) => {
      const id = stranger?.id ?? '';
      expect(await tx.tenants.find(b.tenantId)).toBeNull();
      expect(await tx.tenants.replace(b.tenantId, { name: 'x', customerNumber: null, allowedNetworks: [] })).toBeNull();
      expect(await tx.tenants.remove(b.tenantId, 1_000)).toBeNull();
      expect(await tx.tenants.suspend(b.tenantId, 'x')).toBeNull();
      expect(await tx.sshServers.find(b.sshServerId)).toBeNull();
      expect(await tx.sshServers.credential(b.sshServerId)).toBeNull();
      expect(await tx.sshServers.trust(b.sshServerId, { type: 'x', fingerprint: 'y' })).toBeNull();
      expect(await tx.sshServers.remove(b.sshServerId)).toMatchObject({ refusal: { code: 'not-found' } });
      expect(await tx.dataKeys.current(b.tenantId)).toBeNull();
      expect(
        await tx.dataKeys.add({ id: randomUUID(), tenantId: b.tenantId, version: 9, kekId: 'x', wrapped: Buffer.from('x') }),
      ).toBeNull();
      expect(await tx.pbxs.find(b.pbxId)).toBeNull();
      expect(await tx.pbxs.create(pbxValues(b.tenantId))).toMatchObject({ refusal: { code: 'not-found', what: 'tenant' } });
      expect(await tx.pbxs.create({ ...pbxValues(a.tenantId), sshServerId: b.sshServerId })).toMatchObject({
        refusal: { code: 'not-found', what: 'ssh-server' },
      });
      expect(await tx.pbxs.putModule(b.pbxId, 'monitoring', { version: null, configurations: [] })).toBeNull();
      expect(await tx.pbxs.removeModule(b.pbxId, 'monitoring')).toBe(false);
      expect(await tx.tunnels.find(id)).toBeNull();
      expect(await tx.tunnels.setEnabled(id, false)).toBeNull();
      expect(await tx.tunnels.restart(id)).toBeNull();
      expect(await tx.tunnels.remove(id)).toBe(false);
      expect(await tx.tunnels.touch({ pbxId: b.pbxId })).toEqual([]);
      expect(await tx.tunnels.replace(id, tunnelValues(a, [mapping(freshPort())]))).toMatchObject({
        refusal: { code: 'not-found', what: 'tunnel' },
      });
      expect(
        await tx.tunnels.create({
          ...tunnelValues({ ...a, sshServerId: b.sshServerId }, [mapping(freshPort())]),
          id: randomUUID(),
          shard: 0,
        }),
      ).toMatchObject({ refusal: { what: 'ssh-server' } });
      expect(
        await tx.tunnels.create({ ...tunnelValues({ ...a, pbxId: b.pbxId }, [mapping(freshPort())]), id: randomUUID(), shard: 0 }),
      ).toMatchObject({ refusal: { what: 'pbx' } });
      expect(await tx.events.add([{ tunnelId: id, kind: 'x' }])).toBe(0);
      expect((await tx.events.list(id, { limit: 10 })).items).toEqual([]);
      for (const rubbish of ['', 'x', "' OR true --"])
        expect([await tx.tunnels.find(rubbish), await tx.pbxs.find(rubbish), await tx.tenants.find(rubbish)]).toEqual([null, null, null]);
    });
    expect(await world.store.forTenant(b.scope, (tx) => tx.tunnels.find(stranger?.id ?? ''))).toEqual(stranger);
  });

  it('cannot be referred to even where policies do not look: foreign keys refuse it', async () => {
    const insert = (tenant: Household, pbx: Household, server: Household) =>
      world.owner.query(
        `INSERT INTO tunnel (provider_id, tenant_id, pbx_id, ssh_server_id, module, name, enabled, shard) VALUES ($1, $2, $3, $4, 'general', 'x', true, 0)`,
        [tenant.scope.providerId, tenant.tenantId, pbx.pbxId, server.sshServerId],
      );
    await expect(insert(a, b, a)).rejects.toThrow('tunnel_provider_id_tenant_id_pbx_id_fkey');
    await expect(insert(a, a, b)).rejects.toThrow('tunnel_provider_id_tenant_id_ssh_server_id_fkey');
    await expect(world.owner.query('UPDATE ssh_server SET credential_key_id = $1 WHERE id = $2', [b.keyId, a.sshServerId])).rejects.toThrow(
      'credential_key_id_fkey',
    );
    await expect(world.owner.query('UPDATE pbx SET ssh_server_id = $1 WHERE id = $2', [b.sshServerId, a.pbxId])).rejects.toThrow(
      'ssh_server_id_fkey',
    );
  });
});

describe('scopes', () => {
  it('that run interleaved on few connections never see each other', async () => {
    const homes: Household[] = [];
    for (let i = 0; i < 12; i += 1) homes.push(await newHousehold(world.store, i % 2 ? a.scope : b.scope, `K${i}`));
    let wrong = 0;
    const ask = async (home: Household) => {
      const scope: Scope = { providerId: home.scope.providerId, tenantIds: [home.tenantId] };
      const [tenants, pbx] = await world.store.forTenant(
        scope,
        async (tx) => [await tx.tenants.list({ limit: 50 }), await tx.pbxs.list({ limit: 50 })] as const,
      );
      if (
        tenants.items.length !== 1 ||
        tenants.items.some((t) => t.id !== home.tenantId) ||
        pbx.items.some((p) => p.tenantId !== home.tenantId)
      )
        wrong += 1;
    };
    await Promise.all(
      Array.from({ length: 40 }, async (_, runner) => {
        for (let i = 0; i < 10; i += 1) await ask(homes[(runner + i) % homes.length] as Household);
      }),
    );
    expect(wrong).toBe(0);
  }, 30_000);

  it('of listed tenants cannot make new ones, and an empty list sees nothing', async () => {
    const listed: Scope = { ...a.scope, tenantIds: [a.tenantId] };
    await expect(
      world.store.forTenant(listed, (tx) => tx.tenants.create({ name: 'x', customerNumber: null, allowedNetworks: [] })),
    ).rejects.toThrow('row-level security');
    expect((await world.store.forTenant({ ...a.scope, tenantIds: [] }, (tx) => tx.tenants.list({ limit: 10 }))).items).toEqual([]);
  });
});

describe('a door', () => {
  it('undoes everything when the work throws, or when it was only a rehearsal', async () => {
    const create =
      () => (tx: { tenants: { create: (v: { name: string; customerNumber: null; allowedNetworks: [] }) => Promise<{ id: string }> } }) =>
        tx.tenants.create({ name: 'flüchtig', customerNumber: null, allowedNetworks: [] });
    await expect(
      world.store.forTenant(a.scope, async (tx) => {
        await create()(tx);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const rehearsed = await world.store.forTenant(a.scope, create(), { rollback: true });
    expect(rehearsed.id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await world.store.forTenant(a.scope, (tx) => tx.tenants.list({ limit: 50, search: 'flüchtig' }))).items).toEqual([]);
  });

  it('refuses to open with a role that could step around the policies', async () => {
    const open = (urls: { appUrl: string; systemUrl: string }) =>
      openStore({ ...urls, log: { debug: () => undefined, warn: () => undefined } });
    const { ownerUrl, appUrl, systemUrl } = world.postgres;
    for (const urls of [
      { appUrl: ownerUrl, systemUrl },
      { appUrl: systemUrl, systemUrl },
      { appUrl, systemUrl: ownerUrl },
    ]) {
      const store = open(urls);
      await expect(store.ping()).rejects.toBeInstanceOf(StoreMisconfigured);
      await store.close();
    }
    await world.owner.query('ALTER ROLE stellwerk_app BYPASSRLS');
    const store = open({ appUrl, systemUrl });
    try {
      await expect(store.forTenant(a.scope, (tx) => tx.tenants.list({ limit: 1 }))).rejects.toThrow('BYPASSRLS');
    } finally {
      await world.owner.query('ALTER ROLE stellwerk_app NOBYPASSRLS');
      await store.close();
    }
  });
});
