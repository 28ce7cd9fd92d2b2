import { strFromU8, unzipSync } from 'fflate';
import { hire, machine, visit } from '../test/cast.js';
import { bearer, createTunnel, customer, type Party, refusal, startWorld, type World } from '../test/world.js';

let world: World;
let north: Party;
let south: Party;
beforeAll(async () => {
  world = await startWorld();
  [north, south] = [await world.party('north'), await world.party('south')];
}, 60_000);
afterAll(() => world.stop());

const ids = (answer: { items: readonly { id: string }[] }): string[] => answer.items.map(({ id }) => id);

describe('suspending a customer', () => {
  it('is not repeatable by accident, is told to those who work with it, and is undone by resuming', async () => {
    const at = await customer(north, { name: 'Hansen GmbH' });
    const [admin, asker] = [await hire(world, 'admin', north), await hire(world, 'requester', { ...north, tenantId: at.tenantId })];
    const reader = await visit(world, asker);
    const suspended = await (
      await visit(world, admin)
    ).client.suspendTenant({ params: { id: at.tenantId }, body: { reason: 'Rechnung offen' } });
    expect(suspended).toMatchObject({ state: 'suspended', suspendReason: 'Rechnung offen' });
    expect(ids(await north.client.listTenants({ query: { state: 'suspended' } }))).toEqual([at.tenantId]);
    expect(ids(await north.client.listTenants({ query: { state: 'active' } }))).not.toContain(at.tenantId);

    const told = await reader.client.listNotifications({});
    expect(told).toMatchObject({ unread: 1, items: [{ kind: 'tenant-suspended', text: 'Hansen GmbH is suspended', readAt: null }] });
    await reader.client.readNotification({ params: { id: told.items[0]?.id ?? '' } });
    expect((await reader.client.listNotifications({ query: { unread: 'true' } })).items).toEqual([]);
    // Whoever did it is not told.
    expect((await (await visit(world, admin)).client.listNotifications({})).items).toEqual([]);

    expect(await north.client.resumeTenant({ params: { id: at.tenantId } })).toMatchObject({ state: 'active', suspendReason: null });
  });

  it('changes nothing as a rehearsal', async () => {
    const at = await customer(north);
    await north.client.suspendTenant({ params: { id: at.tenantId }, query: { validateOnly: 'true' }, body: { reason: 'x' } });
    expect(await north.client.getTenant({ params: { id: at.tenantId } })).toMatchObject({ state: 'active' });
  });
});

describe('deleting a customer', () => {
  it('takes it and everything of it out of sight, and brings all of it back on restoring', async () => {
    const [at, other] = [await customer(north), await customer(north)];
    const tunnel = await createTunnel(north, at);
    const asker = await visit(world, await hire(world, 'viewer', { ...north, tenantId: at.tenantId }));
    const { version } = await north.client.getTenant({ params: { id: at.tenantId } });
    await north.client.deleteTenant({ params: { id: at.tenantId }, ifMatch: version });

    expect(ids(await north.client.listTenants({}))).toEqual(expect.not.arrayContaining([at.tenantId]));
    expect(ids(await north.client.listTenants({}))).toContain(other.tenantId);
    expect(ids(await north.client.listTunnels({ query: { tenantId: at.tenantId } }))).toEqual([]);
    expect(await refusal(north.client.getTunnel({ params: { id: tunnel.id } }))).toMatchObject({ code: 'not-found' });
    expect(await refusal(north.client.getPbx({ params: { id: at.pbxId } }))).toMatchObject({ code: 'not-found' });
    expect((await north.client.search({ query: { q: 'Zentrale' } })).items.filter(({ id }) => id === at.pbxId)).toEqual([]);
    expect(ids(await asker.client.listTunnels({}))).toEqual([]);

    const [gone] = (await north.client.listTenants({ query: { state: 'deleted' } })).items.filter(({ id }) => id === at.tenantId);
    expect(gone?.state).toBe('deleted');
    expect(Date.parse(gone?.purgeAt ?? '') - Date.now()).toBeGreaterThan(29 * 86_400_000);
    // Nobody else sees or restores it.
    expect((await south.client.listTenants({ query: { state: 'deleted' } })).items).toEqual([]);
    expect(await refusal(south.client.restoreTenant({ params: { id: at.tenantId } }))).toMatchObject({ code: 'not-found' });

    expect(await north.client.restoreTenant({ params: { id: at.tenantId } })).toMatchObject({ state: 'active', purgeAt: null });
    expect(await north.client.getTunnel({ params: { id: tunnel.id } })).toMatchObject({ id: tunnel.id, enabled: true });
    expect(ids(await asker.client.listTunnels({}))).toEqual([tunnel.id]);
  });

  it('is the owner’s, and needs the version that was read', async () => {
    const at = await customer(north);
    const admin = await visit(world, await hire(world, 'admin', north));
    expect(await refusal(admin.client.deleteTenant({ params: { id: at.tenantId }, ifMatch: '*' }))).toMatchObject({ code: 'forbidden' });
    expect((await world.request('DELETE', `/api/v1/tenants/${at.tenantId}`, { headers: bearer(north) })).body.code).toBe(
      'version-required',
    );
    expect(await refusal(north.client.deleteTenant({ params: { id: at.tenantId }, ifMatch: 99 }))).toMatchObject({
      code: 'version-mismatch',
    });
  });
});

describe('the archive of a customer', () => {
  it('holds everything of it as JSON and CSV, nothing of others, and no secret', async () => {
    const [at, other] = [await customer(north, { name: '=Formel GmbH' }), await customer(north, { name: 'Andere' })];
    const tunnel = await createTunnel(north, at, { name: '=cmd|calc' });
    const asker = await hire(world, 'tenant-admin', { ...north, tenantId: at.tenantId });
    const own = await visit(world, asker);
    const response = await fetch(`${world.url}/api/v1/tenants/${at.tenantId}/export`, { headers: own.headers() });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(response.headers.get('content-disposition')).toContain(`${at.tenantId}.zip`);
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const texts = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
    const whole = JSON.parse(texts['customer.json'] ?? '') as { tunnels: { id: string }[]; members: { email: string }[] };
    expect(whole.tunnels.map(({ id }) => id)).toEqual([tunnel.id]);
    expect(whole.members.map(({ email }) => email)).toEqual([asker.email]);
    expect(texts['tunnels.csv']).toContain("'=cmd|calc");
    expect(texts['mappings.csv']?.split('\r\n')).toHaveLength(3);
    const all = Object.values(texts).join('\n');
    for (const foreign of [other.tenantId, other.pbxId, 'geheim', 'passwordHash', 'wrapped']) expect(all).not.toContain(foreign);

    expect((await fetch(`${world.url}/api/v1/tenants/${other.tenantId}/export`, { headers: own.headers() })).status).toBe(404);
    const stale = await visit(world, asker, { provedMinutesAgo: 16 });
    expect(await refusal(stale.client.exportTenant({ params: { id: at.tenantId } }))).toMatchObject({ code: 'step-up-required' });
  });
});

describe('search and usage', () => {
  it('find and count for everybody what is theirs', async () => {
    const at = await customer(north, { name: 'Suchbar AG' });
    await createTunnel(north, at, { name: 'Suchbar LDAP' });
    const asker = await visit(world, await hire(world, 'requester', { ...north, tenantId: at.tenantId }));
    for (const client of [north.client, asker.client]) {
      const { items } = await client.search({ query: { q: 'suchbar' } });
      expect(items.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['tenant', 'tunnel', 'pbx', 'ssh-server']));
      expect(new Set(items.map(({ tenantId }) => tenantId))).toEqual(new Set([at.tenantId]));
    }
    expect((await south.client.search({ query: { q: 'suchbar' } })).items).toEqual([]);
    const billing = await visit(world, await hire(world, 'billing', north));
    expect((await billing.client.search({ query: { q: 'suchbar' } })).items.map(({ kind }) => kind)).toEqual(['tenant']);
    // Colleagues are found by a machine for the whole provider, and not by one for some customers.
    const boss = await hire(world, 'owner', north);
    const kinds = async (tenantIds: 'all' | string[]) => {
      const { client } = await machine(world, north.providerId, ['members:read'], tenantIds);
      return (await client.search({ query: { q: boss.email } })).items.map(({ kind }) => kind);
    };
    expect([await kinds('all'), await kinds([at.tenantId])]).toEqual([['member'], []]);
    expect((await billing.client.listUsage({ query: { tenantId: at.tenantId } })).items).toMatchObject([
      { tunnels: 1, mappings: 1, pbxs: 1 },
    ]);
    expect(await refusal(asker.client.listUsage({}))).toMatchObject({ code: 'forbidden' });
  });
});
