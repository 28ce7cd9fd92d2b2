import { randomBytes, randomUUID } from 'node:crypto';
import { startWorld, type World } from './test/world.js';
import type { SystemTx } from './types/store.js';

const SPANS = { idleMs: 3_600_000, absoluteMs: 7_200_000, unfinishedMs: 60_000 };

describe('the first owner', () => {
  it('is made once, however many try at the same moment, and not beside another owner', async () => {
    const world = await startWorld();
    try {
      const make = () =>
        world.store.asSystem('test', (tx) =>
          tx.access.createFirstOwner({ provider: 'P', email: `${randomUUID()}@example.org`, name: 'Anna', passwordHash: 'h' }),
        );
      const made = await Promise.all([make(), make(), make(), make()]);
      expect(made.filter((owner) => owner !== null)).toHaveLength(1);
      expect(await make()).toBeNull();
      expect((await world.owner.query('SELECT password_one_time FROM person')).rows).toEqual([{ password_one_time: true }]);
      expect((await world.owner.query('SELECT count(*)::int AS n FROM provider')).rows).toEqual([{ n: 1 }]);
    } finally {
      await world.stop();
    }
  }, 60_000);
});

describe('people and how they sign in', () => {
  let world: World;
  let personId: string;
  let memberId: string;
  beforeAll(async () => {
    world = await startWorld();
    await system(async ({ access }) => {
      const provider = await access.createProvider({ name: 'P' });
      const member = await access.createMember({
        providerId: provider.id,
        role: 'owner',
        email: 'Anna@Example.ORG',
        name: 'Anna',
        passwordHash: 'h',
      });
      [personId, memberId] = [member?.personId ?? '', member?.id ?? ''];
    });
  }, 60_000);
  afterAll(() => world.stop());
  const system = <T>(work: (tx: SystemTx) => Promise<T>): Promise<T> => world.store.asSystem('test', work);
  const start = (lifetimeMs: number, tokenHash = randomBytes(32)) =>
    system((tx) =>
      tx.sessions.start({ memberId, tokenHash, stage: 'full', method: 'password', address: '192.0.2.1', userAgent: 'x', lifetimeMs }),
    );

  it('are found by e-mail in any case, and an address belongs to one of them', async () => {
    await system(async ({ people }) => {
      expect(await people.findByEmail(' ANNA@example.org ')).toMatchObject({
        id: personId,
        email: 'anna@example.org',
        passkeys: 0,
        totp: null,
      });
      expect(await people.create({ email: 'ANNA@EXAMPLE.ORG', name: 'B', passwordHash: null })).toBeNull();
      expect([await people.find('x'), await people.find(randomUUID())]).toEqual([null, null]);
    });
  });

  it('lose a membership from sight while its customer is deleted', async () => {
    const { rows } = await world.owner.query<{ id: string }>(
      `INSERT INTO tenant (provider_id, name) SELECT id, 'Hansen' FROM provider LIMIT 1 RETURNING id`,
    );
    await world.owner.query(
      `INSERT INTO member (person_id, provider_id, tenant_id, role, tenant_ids) SELECT $1, provider_id, id, 'viewer', '{}' FROM tenant WHERE id = $2`,
      [personId, rows[0]?.id],
    );
    const roles = async () => (await system((tx) => tx.people.memberships(personId))).map(({ role }) => role);
    expect(await roles()).toEqual(['owner', 'viewer']);
    await world.owner.query('UPDATE tenant SET deleted_at = now() WHERE id = $1', [rows[0]?.id]);
    expect(await roles()).toEqual(['owner']);
  });

  it('hold sessions that cannot be renewed, found or listed once they have run out', async () => {
    const [alive, dead] = [await start(60_000), await start(-1)];
    await system(async ({ sessions, retention }) => {
      expect(await sessions.find(dead?.id ?? '')).toBeNull();
      expect(await sessions.renew(dead?.id ?? '', { tokenHash: randomBytes(32) }, SPANS)).toBeNull();
      expect((await sessions.ofPerson(personId)).map(({ id }) => id)).toEqual([alive?.id]);
      expect(await retention.sessions(10)).toBe(1);
    });
  });

  it('never get more time out of a renewal than is left until the absolute end', async () => {
    const session = await start(60_000);
    await world.owner.query(`UPDATE session SET created_at = now() - interval '1 hour 50 minutes' WHERE id = $1`, [session?.id]);
    const renewed = await system((tx) => tx.sessions.renew(session?.id ?? '', { tokenHash: randomBytes(32) }, SPANS));
    const left = (renewed?.expiresAt.getTime() ?? 0) - Date.now();
    expect(left).toBeGreaterThan(9 * 60_000);
    expect(left).toBeLessThanOrEqual(10 * 60_000 + 1_000);
  });

  it('get something begun back once, in time, and for what it was begun', async () => {
    const [hash, late] = [randomBytes(32), randomBytes(32)];
    await system(async ({ flows }) => {
      await flows.put({ hash, kind: 'a', data: { x: 1 }, lifetimeMs: 60_000 });
      await flows.put({ hash: late, kind: 'a', data: {}, lifetimeMs: -1 });
      expect([await flows.take(hash, 'b'), await flows.take(late, 'a'), await flows.take(randomBytes(32), 'a')]).toEqual([
        null,
        null,
        null,
      ]);
    });
    const taken = await Promise.all([0, 1, 2].map(() => system((tx) => tx.flows.take(hash, 'a'))));
    expect(taken.filter((data) => data !== null)).toEqual([{ x: 1 }]);
    await system((tx) => tx.flows.put({ hash: randomBytes(32), kind: 'a', data: {}, lifetimeMs: 60_000 }));
    const { rows } = await world.owner.query('SELECT 1 FROM sign_in_flow WHERE expires_at < now()');
    expect(rows).toEqual([]);
  });

  it('use a passkey only with a counter that grew, or with none at all', async () => {
    await system(async ({ factors }) => {
      const values = { personId, publicKey: randomBytes(77), transports: ['usb'], name: 'Key', backedUp: false };
      const counting = await factors.addPasskey({ ...values, credentialId: randomBytes(16), counter: 5 });
      const silent = await factors.addPasskey({ ...values, credentialId: randomBytes(16), counter: 0 });
      const use = (id: string | undefined, counter: number) => factors.usePasskey(id ?? '', counter, true);
      expect([await use(counting?.id, 5), await use(counting?.id, 0), await use(counting?.id, 6)]).toEqual([false, false, true]);
      expect([await use(silent?.id, 0), await use(silent?.id, 0), await use(silent?.id, 1), await use(silent?.id, 0)]).toEqual([
        true,
        true,
        true,
        false,
      ]);
      expect(await factors.addPasskey({ ...values, credentialId: counting?.credentialId ?? randomBytes(1), counter: 0 })).toBeNull();
    });
  });

  it('keep one data key per version, whoever came first', async () => {
    const key = (id = randomUUID()) => ({ id, tenantId: personId, version: 1, kekId: 'k1', wrapped: randomBytes(60) });
    const made = await Promise.all([key(), key(), key()].map((k) => system((tx) => tx.identityKeys.add(k))));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    await system(async ({ identityKeys }) => {
      expect((await identityKeys.current(personId))?.id).toBe(made[0]?.id);
      expect(await identityKeys.wrappedByOther('k1', 10)).toEqual([]);
      expect((await identityKeys.wrappedByOther('k2', 10)).map(({ id }) => id)).toEqual([made[0]?.id]);
      expect(await identityKeys.rewrap(made[0]?.id ?? '', 'k2', randomBytes(60))).toBe(true);
      expect((await identityKeys.find(made[0]?.id ?? ''))?.kekId).toBe('k2');
    });
  });
});
