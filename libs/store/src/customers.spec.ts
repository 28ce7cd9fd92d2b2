import { type Household, newHousehold, newProvider, newTunnel, startWorld, type World } from './test/world.js';

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

const household = async (name: string): Promise<Household> => newHousehold(world.store, await newProvider(world.store, name), name);
const asSystem = <T>(work: Parameters<typeof world.store.asSystem<T>>[1]) => world.store.asSystem<T>('test', work);

/** Somebody who belongs to the provider (tenantId null) or to the tenant. */
const person = (home: Household, email: string, role: 'owner' | 'auditor' | 'technician' | 'requester', tenantId: string | null = null) =>
  asSystem(async (tx) => {
    const member = await tx.access.createMember({
      providerId: home.scope.providerId,
      tenantId,
      role,
      email,
      name: email,
      passwordHash: null,
    });
    if (!member) throw new Error(`${email} is taken`);
    return member.personId;
  });

describe('a customer', () => {
  it('is suspended and resumed without losing anything, and says so', async () => {
    const home = await household('Anhalten');
    const [suspended, again, resumed] = await world.store.forTenant(home.scope, async (tx) => {
      await newTunnel(tx, home);
      return [
        await tx.tenants.suspend(home.tenantId, 'Rechnung offen'),
        await tx.tenants.suspend(home.tenantId, 'immer noch'),
        await tx.tenants.suspend(home.tenantId, null),
      ];
    });
    expect(suspended).toMatchObject({ suspendReason: 'Rechnung offen' });
    expect(again?.suspendedAt).toEqual(suspended?.suspendedAt);
    expect(resumed).toMatchObject({ suspendedAt: null, suspendReason: null });
    await world.store.forTenant(home.scope, async (tx) => {
      expect((await tx.tenants.list({ limit: 10, suspended: true })).items).toEqual([]);
      expect((await tx.tunnels.list({ limit: 10 })).items).toHaveLength(1);
    });
  });

  it('can be restored by its own provider until its time is over, and then is gone with everything of it, people included', async () => {
    const home = await household('Löschen');
    const other = await household('Andere');
    const [leaving, staying] = [
      await person(home, 'geht@example.org', 'requester', home.tenantId),
      await person(home, 'bleibt@example.org', 'owner'),
    ];
    await world.store.forTenant(home.scope, async (tx) => {
      await newTunnel(tx, home);
      await tx.tenants.remove(home.tenantId, 60_000);
    });
    await asSystem(async ({ customers }) => {
      expect((await customers.listDeleted(other.scope.providerId, { limit: 10 })).items).toEqual([]);
      expect(await customers.restore(other.scope.providerId, home.tenantId)).toBeNull();
      expect((await customers.listDeleted(home.scope.providerId, { limit: 10 })).items).toMatchObject([{ id: home.tenantId }]);
      expect(await customers.purgeDue(10)).toEqual([]);
      expect(await customers.restore(home.scope.providerId, home.tenantId)).toMatchObject({ deletedAt: null, purgeAt: null });
    });
    await world.store.forTenant(home.scope, (tx) => tx.tenants.remove(home.tenantId, -1));
    await asSystem(async ({ customers }) => {
      expect(await customers.restore(home.scope.providerId, home.tenantId)).toBeNull();
      expect(await customers.purgeDue(10)).toEqual([{ id: home.tenantId, providerId: home.scope.providerId, name: 'Löschen' }]);
    });
    const { rows } = await world.owner.query<{ n: number }>(
      `SELECT (SELECT count(*) FROM tenant WHERE id = $1) + (SELECT count(*) FROM tunnel WHERE tenant_id = $1) + (SELECT count(*) FROM data_key WHERE tenant_id = $1)
         + (SELECT count(*) FROM person WHERE id = $2) + (SELECT count(*) FROM delegation WHERE tenant_id = $1) AS n`,
      [home.tenantId, leaving],
    );
    expect(Number(rows[0]?.n)).toBe(0);
    expect((await world.owner.query('SELECT 1 FROM person WHERE id = $1', [staying])).rowCount).toBe(1);
  });
});

describe('telling people', () => {
  it('reaches exactly those whose role has access, in their own language, once, and not who did it', async () => {
    const home = await household('Meldung');
    const [owner, auditor, doer, asker] = [
      await person(home, 'o@meldung.example', 'owner'),
      await person(home, 'a@meldung.example', 'auditor'),
      await person(home, 't@meldung.example', 'technician'),
      await person(home, 'r@meldung.example', 'requester', home.tenantId),
    ];
    await world.owner.query(`UPDATE person SET locale = 'en' WHERE id = $1`, [asker]);
    const telling = {
      providerId: home.scope.providerId,
      tenantId: home.tenantId,
      kind: 'tenant-suspended' as const,
      params: { tenantName: 'Meldung' },
      providerRoles: ['owner', 'technician'] as const,
      tenantRoles: ['requester'] as const,
      persons: [asker],
      except: doer,
    };
    expect(await world.store.forTenant(home.scope, (tx) => tx.notifications.tell(telling))).toBe(2);
    await asSystem(async ({ notifications }) => {
      for (const [who, n] of [
        [owner, 1],
        [auditor, 0],
        [doer, 0],
        [asker, 1],
      ] as const)
        expect([who, await notifications.unread(who)]).toEqual([who, n]);
      const due = await notifications.takeDue({ limit: 10, retryInMs: 60_000, giveUpMs: 60_000 });
      expect(due.map(({ email, locale }) => `${email} ${locale}`).sort()).toEqual(['o@meldung.example de', 'r@meldung.example en']);
      // Taken by one worker, they are not taken by another.
      expect(await notifications.takeDue({ limit: 10, retryInMs: 60_000, giveUpMs: 60_000 })).toEqual([]);
    });
    // A customer that has taken the access back is not talked about any more.
    await world.owner.query(`UPDATE delegation SET status = 'revoked' WHERE tenant_id = $1`, [home.tenantId]);
    expect(await world.store.forTenant(home.scope, (tx) => tx.notifications.tell(telling))).toBe(1);
  });

  it('is refused outside of the scope', async () => {
    const [home, other] = [await household('Innen'), await household('Außen')];
    const telling = {
      providerId: other.scope.providerId,
      tenantId: other.tenantId,
      kind: 'tenant-resumed' as const,
      params: {},
      tenantRoles: ['viewer'] as const,
    };
    await expect(world.store.forTenant(home.scope, (tx) => tx.notifications.tell(telling))).rejects.toThrow('outside of the scope');
  });

  it('shows everybody their own notifications only, and lets nobody else mark them', async () => {
    const home = await household('Lesen');
    const [anna, bert] = [await person(home, 'anna@lesen.example', 'owner'), await person(home, 'bert@lesen.example', 'technician')];
    await asSystem(async ({ notifications }) => {
      await notifications.tell({
        providerId: home.scope.providerId,
        tenantId: null,
        kind: 'tenant-resumed',
        params: { tenantName: 'X' },
        persons: [anna],
      });
      const [own] = (await notifications.list(anna, { limit: 10, unread: true })).items;
      expect((await notifications.list(bert, { limit: 10 })).items).toEqual([]);
      expect(await notifications.markRead(bert, own?.id ?? '')).toBe(false);
      expect(await notifications.unread(anna)).toBe(1);
      expect(await notifications.markRead(anna, own?.id ?? '')).toBe(true);
      expect(await notifications.unread(anna)).toBe(0);
    });
  });

  it('puts a mail off after a failure, and gives one up that is too old', async () => {
    const home = await household('Post');
    await person(home, 'p@post.example', 'owner');
    const take = () => asSystem(({ notifications }) => notifications.takeDue({ limit: 50, retryInMs: 0, giveUpMs: 3_600_000 }));
    const failed = (id: string, retryInMs: number | null) =>
      asSystem(({ notifications }) => notifications.notMailed(id, 'mailbox full', retryInMs));
    for (const { id } of await take()) await asSystem(({ notifications }) => notifications.mailed(id));
    await asSystem(({ notifications }) =>
      notifications.tell({
        providerId: home.scope.providerId,
        tenantId: null,
        kind: 'tenant-resumed',
        params: {},
        providerRoles: ['owner'],
      }),
    );
    const id = (await take())[0]?.id ?? 'none';
    await failed(id, 60_000);
    expect(await take()).toEqual([]);
    await failed(id, -1);
    expect(await take()).toMatchObject([{ id, tries: 2 }]);
    await failed(id, null);
    expect(await take()).toEqual([]);
    await failed(id, -1);
    await world.owner.query(`UPDATE notification SET created_at = now() - interval '2 hours' WHERE id = $1`, [id]);
    expect(await take()).toEqual([]);
  });
});

describe('search', () => {
  it('finds by beginning first, in every kind asked for, and never outside of the scope', async () => {
    const [home, other] = [await household('Suchwort Nord'), await household('Suchwort Süd')];
    const found = await world.store.forTenant(home.scope, async (tx) => {
      await newTunnel(tx, home);
      return tx.search.find('suchwort', ['tenant', 'pbx', 'ssh-server', 'tunnel'], 20);
    });
    expect(found[0]).toMatchObject({ kind: 'tenant', title: 'Suchwort Nord' });
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['tenant', 'pbx', 'ssh-server', 'tunnel']));
    expect(found.filter(({ tenantId }) => tenantId === other.tenantId)).toEqual([]);
    expect(await world.store.forTenant(home.scope, (tx) => tx.search.find('100%', ['tenant', 'tunnel'], 20))).toEqual([]);
    expect(await world.store.forTenant(home.scope, (tx) => tx.search.find('suchwort', [], 20))).toEqual([]);
  });

  it('counts what a customer uses', async () => {
    const home = await household('Verbrauch');
    const usage = await world.store.forTenant(home.scope, async (tx) => {
      await newTunnel(tx, home);
      return tx.search.usage(null);
    });
    expect(usage).toMatchObject([{ tenantId: home.tenantId, pbxs: 1, tunnels: 1, tunnelsEnabled: 1, mappings: 1, bytesIn: 0 }]);
  });
});
