import { type Endpoint, EVENTS_PATH, PROBLEMS, type ProblemCode, refusalsOf, routes } from '@stellwerk/contracts';
import { type Permission, PERMISSIONS, ROLES, roleMay, SCOPES } from '@stellwerk/domain';
import { TEST_LIMITS } from '../ssh-servers/test.service.js';
import { type Actor, hire, machine, visit, type VisitOptions } from './cast.js';
import { buildHouse, type House } from './house.js';
import { type Asked, ROUTE_CALLS } from './route-calls.js';
import { type Answer, customer, type Customer, type Party, startWorld, type World } from './world.js';

type Name = keyof typeof routes;
type Entry = [Name, Endpoint];
const entries = Object.entries(routes) as Entry[];
const guarded = entries.filter(([, e]) => e.needs !== 'public');
const changing = guarded.filter(([, e]) => e.method !== 'GET');
const PLENTY = { points: 100_000, seconds: 1 };
const permissionOf = (e: Endpoint): Permission | null => PERMISSIONS.find((permission) => permission === e.needs) ?? null;

const pathOf = (e: Endpoint, asked: Asked): string => {
  // A query that can rehearse does: nothing that one caller does decides what the next one finds.
  const rehearsal =
    e.query.safeParse({ validateOnly: 'true' }).success &&
    /validateOnly/.test(JSON.stringify(Object.keys((e.query as { shape?: object }).shape ?? {})));
  const query = new URLSearchParams({ ...asked.query, ...(rehearsal ? { validateOnly: 'true' } : {}) }).toString();
  return e.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(asked.params?.[name] ?? '')) + (query === '' ? '' : `?${query}`);
};

describe('every route', () => {
  let world: World;
  let north: Party;
  let house: House;
  /** Another customer of the same provider, and people who see nothing else. */
  let nextDoor: Customer;
  let neighbours: Actor[];
  let stranger: Actor;

  beforeAll(async () => {
    world = await startWorld({ limits: { test: { ...TEST_LIMITS, principal: PLENTY, target: PLENTY } } });
    north = await world.party('north');
    const south = await world.party('south');
    house = await buildHouse(world, north, south);
    nextDoor = await customer(north, { name: 'Nebenan' });
    neighbours = [
      await hire(world, 'tenant-admin', { ...north, tenantId: nextDoor.tenantId }),
      await hire(world, 'requester', { ...north, tenantId: nextDoor.tenantId }),
      await hire(world, 'owner', { ...north, tenantIds: [nextDoor.tenantId] }),
      await hire(world, 'technician', { ...north, tenantIds: [nextDoor.tenantId] }),
    ];
    // Not the one that has asked for access.
    stranger = await hire(world, 'owner', await world.party('west'));
  }, 60_000);
  afterAll(() => world.stop());

  const send = (e: Endpoint, asked: Asked, headers: Record<string, string>): Promise<Answer> =>
    world.request(e.method, pathOf(e, asked), { headers: { ...headers, ...(e.ifMatch ? { 'if-match': '*' } : {}) }, body: asked.body });
  const askAs = async (actor: Actor, e: Endpoint, asked: Asked, options: VisitOptions = {}): Promise<Answer> =>
    send(e, asked, (await visit(world, actor, options)).headers());
  const codeOf = (answer: Answer): string => (answer.status < 400 ? 'served' : String(answer.body?.code ?? answer.status));
  /** Served as the contract says, or refused in a way that it declares and the table allows. */
  const expectServed = (who: string, [name, e]: Entry, answer: Answer) => {
    const code = codeOf(answer);
    const expected = [...(ROUTE_CALLS[name].or ?? [])];
    if (code === 'served' || !expected.includes(code as ProblemCode))
      expect([name, who, code, answer.status, answer.body?.errors ?? []]).toEqual([name, who, 'served', e.status, []]);
    else expect(refusalsOf(e)).toContain(code);
  };
  const expectRefused = (who: string, [name, e]: Entry, answer: Answer, code: ProblemCode) => {
    expect([name, who, codeOf(answer), answer.status]).toEqual([name, who, code, PROBLEMS[code]]);
    expect(refusalsOf(e)).toContain(code);
  };
  /** Nothing of the house is told to whoever did not know it. */
  const expectNothingTold = (who: string, [name]: Entry, asked: Asked, answer: Answer) => {
    const known = JSON.stringify(asked);
    const secrets = who === 'stranger' || who === 'nobody' ? [...house.secrets, ...house.colleagues] : house.secrets;
    expect([name, who, secrets.filter((secret) => answer.text.includes(secret) && !known.includes(secret))]).toEqual([name, who, []]);
  };

  it('of the document is one of the table, and the other way round', async () => {
    const { body } = await world.request('GET', '/api/openapi.json');
    const operations = Object.values(body.paths as Record<string, Record<string, { operationId: string }>>).flatMap((path) =>
      Object.values(path).map((o) => o.operationId),
    );
    expect(operations.sort()).toEqual([...Object.keys(ROUTE_CALLS), 'events'].sort());
  });

  describe('and nobody', () => {
    it.each(guarded)('%s is refused before anything is looked at', async (name, e) => {
      const answer = await send(e, await ROUTE_CALLS[name].ask(house, house.cast.owner), {});
      expectRefused('nobody', [name, e], answer, 'unauthenticated');
    });

    it.each(entries.filter(([, e]) => e.needs === 'public'))('%s is open, and tells nothing', async (name, e) => {
      const asked = await ROUTE_CALLS[name].ask(house, house.cast.owner);
      const answer = await send(e, asked, {});
      if (answer.status < 300 || answer.status >= 400) expectServed('nobody', [name, e], answer);
      expectNothingTold('nobody', [name, e], asked, answer);
    });
  });

  describe.each(ROLES)('and the role %s', (role) => {
    it.each(guarded)('%s follows the table', async (name, e) => {
      const permission = permissionOf(e);
      const actor = house.cast[role];
      const call = ROUTE_CALLS[name];
      const answer = await askAs(actor, e, await call.ask(house, actor));
      const except = call.except?.[role];
      if (permission !== null && !roleMay(role, permission)) expectRefused(role, [name, e], answer, 'forbidden');
      else if (except === undefined) expectServed(role, [name, e], answer);
      else expectRefused(role, [name, e], answer, except);
    });
  });

  describe('and another provider', () => {
    it.each(guarded)('%s finds nothing of the house', async (name, e) => {
      const call = ROUTE_CALLS[name];
      const asked = await call.ask(house, house.cast.owner);
      const answer = await askAs(stranger, e, asked);
      expectNothingTold('stranger', [name, e], asked, answer);
      const refers = house.secrets.some((secret) => JSON.stringify(asked).includes(secret));
      if (e.path.includes('/:') || (refers && call.stranger !== 'served')) expectRefused('stranger', [name, e], answer, 'not-found');
    });
  });

  describe('and another customer of the same provider', () => {
    it.each(guarded)('%s finds nothing of the house', async (name, e) => {
      const permission = permissionOf(e);
      const call = ROUTE_CALLS[name];
      for (const neighbour of neighbours) {
        const who = `${neighbour.role} next door`;
        const asked = await call.ask(house, neighbour.tenantId === null ? house.cast.owner : house.cast['tenant-admin']);
        const answer = await askAs(neighbour, e, asked);
        expectNothingTold(who, [name, e], asked, answer);
        const refers = house.secrets.some((secret) => JSON.stringify(asked).includes(secret));
        if (permission !== null && !roleMay(neighbour.role, permission)) expectRefused(who, [name, e], answer, 'forbidden');
        else if ((e.path.includes('/:') || refers) && call.stranger !== 'served') expectRefused(who, [name, e], answer, 'not-found');
      }
    });
  });

  describe('and a machine', () => {
    it.each(guarded)('%s needs exactly its scope', async (name, e) => {
      const asked = await ROUTE_CALLS[name].ask(house, house.cast.owner);
      const permission = permissionOf(e);
      const lacking = await machine(
        world,
        north.providerId,
        SCOPES.filter((scope) => scope !== permission),
      );
      const answer = await send(e, asked, lacking.headers);
      if (e.needs === 'anyone') return expectServed('machine', [name, e], answer);
      expectRefused('machine', [name, e], answer, 'forbidden');
      if (permission === null || !(SCOPES as readonly string[]).includes(permission)) return;
      const holding = await machine(world, north.providerId, [permission]);
      const served = await send(e, asked, holding.headers);
      // Of requests a machine's own are other ones than the owner's.
      if (codeOf(served) === 'not-your-request') return expect(refusalsOf(e)).toContain('not-your-request');
      const { machine: told } = ROUTE_CALLS[name];
      if (told !== undefined) return expectRefused('machine with the scope', [name, e], served, told);
      expectServed('machine with the scope', [name, e], served);
    });
  });

  it.each(guarded)('%s waits for a finished sign-in, unless it is part of one', async (name, e) => {
    const actor = house.cast.owner;
    const codes: string[] = [];
    for (const stage of ['second-factor', 'enrol-factor', 'change-password'] as const) {
      const answer = await askAs(actor, e, await ROUTE_CALLS[name].ask(house, actor), { stage });
      codes.push(codeOf(answer));
      if (!e.unfinished) expectRefused(stage, [name, e], answer, 'sign-in-unfinished');
    }
    // Each part of a sign-in is open in the stage it belongs to.
    if (e.unfinished) expect(codes.some((code) => code !== 'sign-in-unfinished')).toBe(true);
  });

  it.each(guarded)('%s asks for a fresh proof where the contract says so, and nowhere else', async (name, e) => {
    const actor = permissionOf(e) === 'delegations:write' ? house.cast['tenant-admin'] : house.cast.owner;
    const asked = await ROUTE_CALLS[name].ask(house, actor);
    const stale = await askAs(actor, e, asked, { provedMinutesAgo: 16 });
    if (e.stepUp) expectRefused('stale', [name, e], stale, 'step-up-required');
    else if (!e.problems.includes('step-up-required')) expect([name, codeOf(stale)]).not.toEqual([name, 'step-up-required']);
    const fresh = await askAs(actor, e, asked, { provedMinutesAgo: 14 });
    expect([name, codeOf(fresh)]).not.toEqual([name, 'step-up-required']);
  });

  it.each(changing)('%s takes nothing from a page without its token', async (name, e) => {
    const actor = house.cast.owner;
    const { cookie } = (await visit(world, actor)).headers() as { cookie: string };
    for (const token of [undefined, '', 'x'.repeat(43)]) {
      const answer = await send(e, await ROUTE_CALLS[name].ask(house, actor), {
        cookie,
        ...(token === undefined ? {} : { 'x-csrf-token': token }),
      });
      expectRefused('a page', [name, e], answer, 'csrf-refused');
    }
  });

  it.each(guarded)('%s lets no header choose another customer', async (name, e) => {
    const [neighbour] = neighbours;
    if (neighbour === undefined) throw new Error('nobody lives next door');
    const call = ROUTE_CALLS[name];
    const asked = await call.ask(house, house.cast['tenant-admin']);
    const headers = (await visit(world, neighbour)).headers();
    const wishes = Object.fromEntries(
      [
        'x-tenant-id',
        'x-tenant',
        'tenant-id',
        'x-acting-for',
        'x-on-behalf-of',
        'is-multi-tenant-query',
        'x-provider-id',
        'x-forwarded-user',
        'x-original-url',
        'x-http-method-override',
      ].map((header) => [header, header.includes('provider') ? house.providerId : house.tenantId]),
    );
    const answer = await send(e, asked, { ...headers, ...wishes });
    expectNothingTold('with headers', [name, e], asked, answer);
    const refers = house.secrets.some((secret) => JSON.stringify(asked).includes(secret));
    if ((e.path.includes('/:') || refers) && call.stranger !== 'served') expect([name, answer.status]).not.toEqual([name, e.status]);
  });

  describe('and the stream of events', () => {
    const open = (headers: Record<string, string>) => {
      const stop = new AbortController();
      return fetch(world.url + EVENTS_PATH, { headers, signal: stop.signal }).then(async (response) => {
        const code = response.status === 200 ? 'served' : ((await response.json()) as { code: string }).code;
        stop.abort();
        return [response.status, code];
      });
    };
    it('is open to whoever has signed in, and to nobody else', async () => {
      for (const role of ROLES)
        expect([role, ...(await open((await visit(world, house.cast[role])).headers()))]).toEqual([role, 200, 'served']);
      expect(await open((await machine(world, north.providerId, ['usage:read'])).headers)).toEqual([200, 'served']);
      expect(await open({})).toEqual([401, 'unauthenticated']);
      expect(await open((await visit(world, house.cast.owner, { stage: 'second-factor' })).headers())).toEqual([403, 'sign-in-unfinished']);
    });
  });
});
