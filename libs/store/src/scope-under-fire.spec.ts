import { newHousehold, newProvider, startWorld, type World } from './test/world.js';
import type { Scope } from './types/common.js';
import type { TenantTx } from './types/store.js';

/** A place in a list that no column can hold: the statement fails. */
const NOWHERE = { limit: 1, after: { createdAt: new Date(), id: '9'.repeat(30) } };
const CUT = `SELECT CASE WHEN random() < 0.8 THEN pg_cancel_backend(pid) ELSE pg_terminate_backend(pid) END FROM pg_stat_activity
  WHERE usename IN ('stellwerk_app', 'stellwerk_system')`;

describe('transactions of many customers on two connections, while statements are cancelled and connections cut', () => {
  let world: World;
  let cutting: NodeJS.Timeout;
  const scopes: { readonly scope: Scope; readonly sees: number }[] = [];

  beforeAll(async () => {
    world = await startWorld(2);
    for (let i = 0; i < 3; i += 1) {
      const all = await newProvider(world.store);
      const [one] = [await newHousehold(world.store, all), await newHousehold(world.store, all)];
      scopes.push(
        { scope: all, sees: 2 },
        { scope: { ...all, tenantIds: [one.tenantId] }, sees: 1 },
        { scope: { ...all, tenantIds: [] }, sees: 0 },
      );
    }
    cutting = setInterval(() => void world.owner.query(CUT).catch(() => undefined), 5);
  });
  afterAll(async () => {
    clearInterval(cutting);
    await world.stop();
  });

  const MISHAPS: readonly ((tx: TenantTx, late: Promise<unknown>[]) => Promise<unknown> | void)[] = [
    () => undefined,
    (tx, late) => void late.push(tx.pbxs.list({ limit: 1 }).catch(() => null)),
    () => Promise.reject(new Error('changed my mind')),
    ({ checks }) => checks.runs(crypto.randomUUID(), NOWHERE),
    ({ checks, pbxs }) => Promise.all([checks.runs(crypto.randomUUID(), NOWHERE), pbxs.list({ limit: 1 })]),
  ];

  it('see their own scope and nothing else, and none decides on what it saw without one', async () => {
    const [outcomes, late]: [string[], Promise<unknown>[]] = [[], []];
    const look = ({ scope, sees }: (typeof scopes)[number], mishap: (typeof MISHAPS)[number] | undefined) =>
      world.store.forTenant(scope, async (tx) => {
        const pages = await Promise.all([tx.pbxs.list({ limit: 50 }), tx.pbxs.list({ limit: 50 })]);
        for (const { items } of pages) {
          const own = items.every(
            (row) => row.providerId === scope.providerId && (scope.tenantIds === 'all' || scope.tenantIds.includes(row.tenantId)),
          );
          if (!own) throw new Error('another’s');
          if (items.length !== sees) throw new Error('no scope');
        }
        await mishap?.(tx, late);
      });
    for (let round = 0; round < 40; round += 1)
      await Promise.all(
        scopes.map((one, i) =>
          look(one, MISHAPS[(round + i) % MISHAPS.length]).then(
            () => outcomes.push('fine'),
            (error: Error) => outcomes.push(error.message),
          ),
        ),
      );
    await Promise.all(late);
    const said = new Set(outcomes);
    expect([said.has('another’s'), said.has('no scope')]).toEqual([false, false]);
    expect([said.has('fine'), said.has('changed my mind'), said.has('canceling statement due to user request')]).toEqual([
      true,
      true,
      true,
    ]);
  }, 60_000);

  it('write everything or nothing', async () => {
    const { store, owner } = world;
    const names = Array.from({ length: 300 }, (_, i) => `Paar ${i}`);
    const both = (name: string) =>
      store.asSystem('test', (tx) => Promise.all([tx.access.createProvider({ name }), tx.access.createProvider({ name })]));
    const done = new Set<string>();
    for (let i = 0; i < names.length; i += 10)
      await Promise.all(
        names.slice(i, i + 10).map((name) =>
          both(name).then(
            () => done.add(name),
            () => undefined,
          ),
        ),
      );
    clearInterval(cutting);
    const { rows } = await owner.query<{ name: string; n: number }>(
      `SELECT name, count(*)::int AS n FROM provider WHERE name LIKE 'Paar %' GROUP BY name`,
    );
    expect(rows.filter(({ n }) => n !== 2)).toEqual([]);
    expect([...done].filter((name) => !rows.some((row) => row.name === name))).toEqual([]);
    expect(done.size).toBeLessThan(names.length);
  }, 60_000);
});
