import { type Endpoint, routes } from '@stellwerk/contracts';
import type { Role } from '@stellwerk/domain';
import { visit } from './cast.js';
import { buildHouse, type House } from './house.js';
import { ROUTE_CALLS } from './route-calls.js';
import { startWorld, type World } from './world.js';

type Name = keyof typeof routes;
const shape = (e: Endpoint): object => (e.query as { shape?: object }).shape ?? {};
const rehearsable = (Object.entries(routes) as [Name, Endpoint][]).filter(([, e]) => 'validateOnly' in shape(e));

/** Who calls; the owner unless told. */
const BY: Readonly<Partial<Record<Name, Role>>> = {
  acceptDelegation: 'tenant-admin',
  declineDelegation: 'tenant-admin',
  replaceDelegation: 'tenant-admin',
  createRequest: 'requester',
  replaceRequest: 'requester',
  withdrawRequest: 'requester',
};
/** Uses are noted with every request, whatever becomes of it. */
const NOTED: Readonly<Record<string, string>> = { session: '{last_seen_at,expires_at}', api_key: '{last_used_at,last_used_from}' };

describe('a rehearsal', () => {
  let world: World;
  let house: House;
  beforeAll(async () => {
    world = await startWorld();
    house = await buildHouse(world, await world.party('north'), await world.party('south'));
  }, 90_000);
  afterAll(() => world.stop());

  /** A digest of every row of every table. */
  async function everything(): Promise<Record<string, string>> {
    const tables = await world.sql<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
    const digest = ({ name }: { name: string }) =>
      `SELECT '${name}' AS name, count(*) || ' ' || md5(COALESCE(string_agg(row, '|' ORDER BY row), '')) AS digest FROM (SELECT (to_jsonb(t) - '${NOTED[name] ?? '{}'}'::text[])::text AS row FROM "${name}" t) r`;
    const rows = await world.sql<{ name: string; digest: string }>(tables.map(digest).join(' UNION ALL '));
    return Object.fromEntries(rows.map((row) => [row.name, row.digest]));
  }

  it.each(rehearsable)('of %s changes no row of any table, whatever is answered', async (name, e) => {
    const actor = house.cast[BY[name] ?? 'owner'];
    const { params, query, body } = await ROUTE_CALLS[name].ask(house, actor);
    const path = e.path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params?.[key] ?? ''));
    const visitor = await visit(world, actor);
    const before = await everything();
    const answer = await world.request(e.method, `${path}?${new URLSearchParams({ ...query, validateOnly: 'true' }).toString()}`, {
      headers: { ...visitor.headers(), ...(e.ifMatch ? { 'if-match': '*' } : {}), 'idempotency-key': `rehearsal-${name}` },
      body,
    });
    expect([name, await everything()]).toEqual([name, before]);
    // Rehearsed all the way, or refused by a rule that the table of calls knows of: never stopped before.
    const told = answer.status < 300 ? 'done' : (answer.body.code as string);
    expect([name, ['done', ...(ROUTE_CALLS[name].or ?? [])]]).toEqual([name, expect.arrayContaining([told])]);
  });
});
