import { randomUUID } from 'node:crypto';
import type { Client } from '@stellwerk/contracts';
import { PROVIDER_ROLES, type Role, SCOPES } from '@stellwerk/domain';
import { type Actor, hire, machine, type Visit, visit } from '../test/cast.js';
import { createTunnel, customer, type Customer, type Party, refusal, startWorld, type World } from '../test/world.js';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe('access of providers to customers', () => {
  let world: World;
  let north: Party;
  let south: Party;
  let at: Customer;
  let admin: Visit;
  let owner: Visit;
  let southActor: Actor;
  let foreign: Visit;
  beforeAll(async () => {
    world = await startWorld();
    [north, south] = [await world.party('north'), await world.party('south')];
    owner = await visit(world, await hire(world, 'owner', north));
    southActor = await hire(world, 'technician', south);
  }, 60_000);
  beforeEach(async () => {
    at = await customer(north, { name: 'Hansen' });
    admin = await visit(world, await hire(world, 'tenant-admin', { ...north, tenantId: at.tenantId }));
    foreign = await visit(world, await hire(world, 'owner', south));
  });
  afterAll(() => world.stop());

  const ask = (client: Client, values: object = {}) =>
    client.askForDelegation({ body: { tenantId: at.tenantId, roles: ['owner', 'technician'] as Role[], ...values } });
  const accept = ({ client }: Visit, d: { id: string; version: number }, terms: { roles: Role[]; until?: string }) =>
    client.acceptDelegation({ params: { id: d.id }, ifMatch: d.version, body: terms });
  const homeOf = async ({ client }: Visit) =>
    (await client.listDelegations({ query: { tenantId: at.tenantId } })).items.find((d) => d.own)!;
  const revoke = ({ client }: Visit, id: string) => client.revokeDelegation({ params: { id }, ifMatch: '*' });
  /** Another provider's technician who acts for the customer. */
  const helper = async (): Promise<Visit> => {
    const asked = await ask(foreign.client);
    await accept(admin, asked, { roles: ['owner', 'technician'] });
    const visitor = await visit(world, southActor);
    await visitor.client.actFor({ body: { tenantId: at.tenantId } });
    return visitor;
  };

  describe('of the provider that made the customer', () => {
    it('is written down when the customer is made, for both to see', async () => {
      const home = await homeOf(admin);
      expect(home).toMatchObject({
        tenant: { id: at.tenantId, name: 'Hansen' },
        grantee: { id: north.providerId, name: 'north' },
        own: true,
        roles: PROVIDER_ROLES,
        state: 'active',
        until: null,
      });
      expect(await homeOf(owner)).toEqual(home);
    });

    it('ends for people and machines with the request after it was taken back, and for no other customer; tunnels go on', async () => {
      const other = await customer(north);
      const tunnel = await createTunnel(north, at);
      await revoke(admin, (await homeOf(admin)).id);
      for (const { client } of [owner, north]) {
        expect((await refusal(client.getTunnel({ params: { id: tunnel.id } }))).code).toBe('not-found');
        expect((await refusal(client.deletePbx({ params: { id: at.pbxId }, ifMatch: '*' }))).code).toBe('not-found');
        expect((await client.listTunnels({ query: { tenantId: at.tenantId } })).items).toEqual([]);
        await expect(client.getPbx({ params: { id: other.pbxId } })).resolves.toMatchObject({ id: other.pbxId });
      }
      const desired = await world.sql('SELECT enabled FROM tunnel WHERE id = $1', tunnel.id);
      expect(desired).toEqual([{ enabled: true }]);
      await expect(admin.client.getTunnel({ params: { id: tunnel.id } })).resolves.toMatchObject({ enabled: true });
    });

    it('does not keep the provider from adding customers, nor from asking again', async () => {
      await revoke(admin, (await homeOf(admin)).id);
      await expect(owner.client.createTenant({ body: { name: 'Neu' } })).resolves.toMatchObject({ name: 'Neu' });
      const asked = await ask(owner.client);
      expect(asked).toMatchObject({ own: true, state: 'pending', tenant: { name: 'Hansen' } });
      await accept(admin, asked, { roles: ['owner'] });
      await expect(owner.client.getPbx({ params: { id: at.pbxId } })).resolves.toMatchObject({ id: at.pbxId });
    });

    it('holds for the roles and until the time that the customer says', async () => {
      const technician = await visit(world, await hire(world, 'technician', north));
      const sees = async ({ client }: Visit | Party) => (await client.listPbxs({ query: { tenantId: at.tenantId } })).items.length === 1;
      const home = await homeOf(admin);
      const terms = (roles: Role[], until?: string) =>
        admin.client.replaceDelegation({ params: { id: home.id }, ifMatch: '*', body: { roles, ...(until ? { until } : {}) } });
      await terms(['technician'], inDays(1));
      // The key may do what no technician may, so it is out as well.
      expect([await sees(technician), await sees(owner), await sees(north)]).toEqual([true, false, false]);
      const mild = await machine(world, north.providerId, ['pbxs:read']);
      expect((await mild.client.listPbxs({ query: { tenantId: at.tenantId } })).items).toHaveLength(1);
      await world.sql(`UPDATE delegation SET until = now() WHERE id = $1`, home.id);
      expect([await sees(technician), (await homeOf(owner)).state]).toEqual([false, 'expired']);
      await terms(['owner', 'technician']);
      expect([await sees(technician), await sees(owner)]).toEqual([true, true]);
    });

    it('can be given up by the provider, by nobody who looks after some customers only', async () => {
      const home = await homeOf(owner);
      const limited = await visit(world, await hire(world, 'admin', { ...north, tenantIds: [at.tenantId] }));
      expect((await refusal(revoke(limited, home.id))).code).toBe('forbidden');
      await expect(revoke(owner, home.id)).resolves.toMatchObject({ state: 'revoked' });
      expect((await refusal(owner.client.getTenant({ params: { id: at.tenantId } }))).code).toBe('not-found');
    });
  });

  describe('of another provider', () => {
    it('is asked for by id, shows no name before it is given, and opens nothing', async () => {
      const asked = await ask(foreign.client, { note: 'Wartung' });
      expect(asked).toMatchObject({ own: false, state: 'pending', tenant: { id: at.tenantId, name: null }, grantee: { name: 'south' } });
      expect(JSON.stringify(await foreign.client.listDelegations())).not.toContain('Hansen');
      expect((await refusal(foreign.client.actFor({ body: { tenantId: at.tenantId } }))).code).toBe('not-found');
      expect((await refusal(ask(foreign.client))).errors).toMatchObject([{ pointer: '/tenantId', code: 'delegation-taken' }]);
      expect((await refusal(ask(foreign.client, { tenantId: randomUUID() }))).code).toBe('not-found');
      const told = await world.sql(`SELECT kind FROM notification WHERE tenant_id = $1`, at.tenantId);
      expect(told).toEqual([{ kind: 'delegation-asked' }]);
    });

    it('is given by a tenant-admin: as asked or for less, never for more', async () => {
      const asked = await ask(foreign.client, { until: inDays(10) });
      expect((await refusal(accept(admin, asked, { roles: ['owner', 'admin'], until: inDays(11) }))).errors).toMatchObject([
        { pointer: '/roles/1', code: 'more-than-asked' },
        { pointer: '/until', code: 'later-than-asked' },
      ]);
      expect((await refusal(accept(admin, asked, { roles: ['owner'] }))).errors).toMatchObject([{ pointer: '/until' }]);
      expect((await refusal(accept(admin, asked, { roles: ['owner'], until: inDays(-1) }))).errors).toMatchObject([
        { code: 'in-the-past' },
      ]);
      const given = await accept(admin, asked, { roles: ['technician'], until: inDays(2) });
      expect(given).toMatchObject({ state: 'active', roles: ['technician'], decidedBy: 'Frau tenant-admin' });
      expect((await foreign.client.listDelegations({ query: { tenantId: at.tenantId } })).items).toMatchObject([
        { id: asked.id, state: 'active', tenant: { name: 'Hansen' } },
      ]);
      expect((await refusal(accept(admin, given, { roles: ['technician'] }))).errors).toMatchObject([{ code: 'delegation-settled' }]);
    });

    it('is decided by nobody else: not by the asker, the home provider, another customer or a stale page', async () => {
      const asked = await ask(foreign.client);
      const neighbour = await visit(world, await hire(world, 'tenant-admin', { ...north, tenantId: (await customer(north)).tenantId }));
      const tried = async (by: Visit) => (await refusal(accept(by, asked, { roles: ['technician'] }))).code;
      expect([await tried(foreign), await tried(owner), await tried(neighbour)]).toEqual(['forbidden', 'not-found', 'not-found']);
      expect((await refusal(accept(admin, { ...asked, version: 99 }, { roles: ['technician'] }))).code).toBe('version-mismatch');
      expect((await refusal(ask(admin.client))).code).toBe('forbidden');
      await expect(admin.client.declineDelegation({ params: { id: asked.id }, ifMatch: '*' })).resolves.toMatchObject({
        state: 'declined',
      });
      expect((await foreign.client.listDelegations({ query: { tenantId: at.tenantId } })).items[0]?.tenant.name).toBeNull();
    });

    it('is used by acting for the customer: that one, as the own role, and nothing that stays with its own provider', async () => {
      const other = await customer(north);
      const own = await customer(south);
      const visitor = await helper();
      const me = await visitor.client.me();
      expect(me).toMatchObject({
        provider: { id: south.providerId },
        actingFor: { tenant: { id: at.tenantId, name: 'Hansen' }, provider: { id: north.providerId, name: 'north' } },
        tenantIds: [at.tenantId],
      });
      const tunnel = await createTunnel(visitor, at);
      expect((await visitor.client.listTenants()).items.map(({ id }) => id)).toEqual([at.tenantId]);
      for (const id of [other.pbxId, own.pbxId]) expect((await refusal(visitor.client.getPbx({ params: { id } }))).code).toBe('not-found');
      const boss = await visit(world, await hire(world, 'owner', south));
      await boss.client.actFor({ body: { tenantId: at.tenantId } });
      for (const attempt of [
        () => boss.client.deleteTenant({ params: { id: at.tenantId }, ifMatch: '*' }),
        () => boss.client.createTenant({ body: { name: 'X' } }),
        () => boss.client.suspendTenant({ params: { id: at.tenantId }, body: { reason: 'X' } }),
        () => boss.client.listServiceAccounts(),
        () => boss.client.getSettings(),
      ])
        expect((await refusal(attempt())).code).toBe('forbidden');
      await visitor.client.actFor({ body: { tenantId: null } });
      expect((await refusal(visitor.client.getTunnel({ params: { id: tunnel.id } }))).code).toBe('not-found');
      await expect(visitor.client.getPbx({ params: { id: own.pbxId } })).resolves.toMatchObject({ id: own.pbxId });
    });

    it('ends at the next request when it is taken back, runs out, or loses the role', async () => {
      const ends: ((id: string) => Promise<unknown>)[] = [
        (id) => revoke(admin, id),
        (id) => revoke(foreign, id),
        (id) => admin.client.replaceDelegation({ params: { id }, ifMatch: '*', body: { roles: ['owner'] } }),
        (id) => world.sql('UPDATE delegation SET until = now() WHERE id = $1', id),
      ];
      for (const end of ends) {
        at = await customer(north);
        admin = await visit(world, await hire(world, 'tenant-admin', { ...north, tenantId: at.tenantId }));
        const visitor = await helper();
        await expect(visitor.client.getPbx({ params: { id: at.pbxId } })).resolves.toMatchObject({ id: at.pbxId });
        await end((await foreign.client.listDelegations({ query: { tenantId: at.tenantId } })).items[0]?.id ?? '');
        expect((await refusal(visitor.client.getPbx({ params: { id: at.pbxId } }))).code).toBe('not-found');
        expect((await visitor.client.me()).actingFor).toBeNull();
        expect((await refusal(visitor.client.actFor({ body: { tenantId: at.tenantId } }))).code).toBe('not-found');
      }
    });

    it('opens nothing to its machines and to whoever is limited to own customers', async () => {
      await helper();
      const key = await machine(world, south.providerId, SCOPES);
      expect((await refusal(key.client.getPbx({ params: { id: at.pbxId } }))).code).toBe('not-found');
      expect((await refusal(key.client.actFor({ body: { tenantId: at.tenantId } }))).code).toBe('forbidden');
      const own = await customer(south);
      const limited = await visit(world, await hire(world, 'technician', { ...south, tenantIds: [own.tenantId] }));
      expect((await refusal(limited.client.actFor({ body: { tenantId: at.tenantId } }))).code).toBe('not-found');
    });
  });

  it('is in the audit of the customer, and acting too, with who it was', async () => {
    const visitor = await helper();
    await visitor.client.actFor({ body: { tenantId: null } });
    const rows = await world.sql(
      `SELECT action, actor_provider_id FROM audit_event WHERE tenant_id = $1 AND provider_id = $2 AND action ~ '^(delegation|session.acting)' ORDER BY seq`,
      at.tenantId,
      north.providerId,
    );
    expect(rows).toEqual([
      { action: 'delegation.asked', actor_provider_id: south.providerId },
      { action: 'delegation.accepted', actor_provider_id: north.providerId },
      { action: 'session.acting-started', actor_provider_id: south.providerId },
      { action: 'session.acting-ended', actor_provider_id: south.providerId },
    ]);
  });
});
