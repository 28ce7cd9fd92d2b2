import { randomUUID } from 'node:crypto';
import { type Endpoint, routes } from '@stellwerk/contracts';
import { newApiKey, newSessionToken } from '@stellwerk/secrets';
import { hire, machine, visit } from './cast.js';
import { buildHouse, type House } from './house.js';
import { ROUTE_CALLS } from './route-calls.js';
import { type Party, startWorld, type World } from './world.js';

const entries = Object.entries(routes) as [keyof typeof routes, Endpoint][];

describe('what a caller makes up', () => {
  let world: World;
  let north: Party;
  let house: House;
  beforeAll(async () => {
    world = await startWorld();
    north = await world.party('north');
    house = await buildHouse(world, north, await world.party('south'));
  }, 60_000);
  afterAll(() => world.stop());

  const me = (headers: Record<string, string>) =>
    world.request('GET', '/api/v1/me', { headers }).then(({ status, body }) => [status, body.code ?? 'served']);
  const REFUSED = [401, 'unauthenticated'];

  describe('a key', () => {
    it('that was forged, mistyped, cut off, doubled, revoked or has expired opens nothing', async () => {
      const { headers, keyId, accountId } = await machine(world, north.providerId, ['tenants:read']);
      const good = headers['authorization']?.slice(7) ?? '';
      const flipped = good.slice(0, 12) + (good[12] === 'a' ? 'b' : 'a') + good.slice(13);
      expect(await me({ authorization: `Bearer ${good}` })).toEqual([200, 'served']);
      for (const key of [
        newApiKey().key,
        flipped,
        good.slice(0, -1),
        good.slice(0, 20),
        `${good}x`,
        `${good}${good}`,
        good.toLowerCase(),
        `${good}, ${good}`,
        good.replace('live', 'test'),
        'null',
        'undefined',
        `${good}%00`,
      ])
        expect([key, ...(await me({ authorization: `Bearer ${key}` }))]).toEqual([key, ...REFUSED]);
      for (const authorization of [good, `Basic ${good}`, `Bearer: ${good}`, `Bearer`, `Token ${good}`])
        expect(await me({ authorization })).toEqual(REFUSED);
      await world.sql(`UPDATE api_key SET expires_at = now() - interval '1 second' WHERE id = $1`, keyId);
      expect(await me({ authorization: `Bearer ${good}` })).toEqual(REFUSED);
      await world.sql(`UPDATE api_key SET expires_at = NULL WHERE id = $1`, keyId);
      await world.sql(`UPDATE service_account SET expires_at = now() - interval '1 second' WHERE id = $1`, accountId);
      expect(await me({ authorization: `Bearer ${good}` })).toEqual(REFUSED);
    });

    it('that is no good is not made up for by a session beside it', async () => {
      const session = (await visit(world, house.cast.owner)).headers();
      expect(await me({ ...session, authorization: `Bearer ${newApiKey().key}` })).toEqual(REFUSED);
    });

    it('whose stored scopes are not ours carries no permission', async () => {
      const { headers } = await machine(world, north.providerId, ['*', 'admin', 'tenants:*'] as never);
      expect((await world.request('GET', '/api/v1/me', { headers })).body.permissions).toEqual([]);
      expect((await world.request('GET', '/api/v1/tenants', { headers })).body.code).toBe('forbidden');
    });
  });

  it('a session opens nothing: unknown, cut off, expired, or of somebody who was erased', async () => {
    const actor = await hire(world, 'viewer', { providerId: house.providerId, tenantId: house.tenantId });
    const cookieOf = async () => (await visit(world, actor)).headers()['cookie'] ?? '';
    for (const cookie of [
      `stellwerk_session=${newSessionToken()}`,
      (await cookieOf()).slice(0, -1),
      `${await cookieOf()}x`,
      'stellwerk_session=',
      `x${await cookieOf()}`,
    ])
      expect(await me({ cookie })).toEqual(REFUSED);
    const [expired, erased] = [await cookieOf(), await cookieOf()];
    expect(await me({ cookie: expired })).toEqual([200, 'served']);
    await world.sql(`UPDATE session SET expires_at = now() WHERE person_id = $1`, actor.personId);
    expect(await me({ cookie: expired })).toEqual(REFUSED);
    await world.sql(`UPDATE session SET expires_at = now() + interval '1 hour' WHERE person_id = $1`, actor.personId);
    await world.sql('UPDATE person SET erased_at = now() WHERE id = $1', actor.personId);
    expect(await me({ cookie: erased })).toEqual(REFUSED);
  });

  describe('a field that nobody may write', () => {
    /** What a caller would like to be true of what it writes. */
    const wishes = () => ({
      id: randomUUID(),
      providerId: randomUUID(),
      version: 4711,
      createdAt: '2001-01-01T00:00:00.000Z',
      updatedAt: '2001-01-01T00:00:00.000Z',
      createdBy: randomUUID(),
      decidedBy: randomUUID(),
      state: 'active',
      status: 'active',
      generation: 4711,
      own: true,
      hash: 'x',
      prefix: 'sw_live_mine',
      permissions: ['tenants:delete'],
      suspendedAt: null,
      deletedAt: null,
      purgeAt: null,
      edgeId: 'elsewhere',
      passwordHash: 'x',
      mfa: false,
      stage: 'full',
      provedAt: '2001-01-01T00:00:00.000Z',
      granteeId: randomUUID(),
      personId: randomUUID(),
      serviceAccountId: randomUUID(),
      allTenants: true,
      revokedAt: null,
      lastUsedAt: '2001-01-01T00:00:00.000Z',
      approvals: [],
      approversRequired: 0,
    });
    const writing = entries.filter(
      ([name, e]) =>
        ['POST', 'PUT', 'PATCH'].includes(e.method) &&
        e.needs !== 'public' &&
        !['replaceRequestPolicy', 'replaceSettings'].includes(name) &&
        e.body.type === 'object',
    );

    it.each(writing)('is ignored by %s: the answer is the one without it', async (name, e) => {
      const role = e.needs === 'delegations:write' && name !== 'askForDelegation' ? 'tenant-admin' : 'owner';
      const call = ROUTE_CALLS[name];
      const send = async (extra: object) => {
        const actor = house.cast[role];
        const asked = await call.ask(house, actor);
        const own = Object.fromEntries(Object.entries(extra).filter(([field]) => !(field in ((e.body as { shape?: object }).shape ?? {}))));
        const path = e.path.replace(/:(\w+)/g, (_, param: string) => asked.params?.[param] ?? '');
        const rehearsal = 'validateOnly' in ((e.query as { shape?: object }).shape ?? {}) ? '?validateOnly=true' : '';
        return world.request(e.method, path + rehearsal, {
          headers: { ...(await visit(world, actor)).headers(), ...(e.ifMatch ? { 'if-match': '*' } : {}) },
          body: { ...(asked.body as object), ...own },
        });
      };
      const wished = wishes();
      const [plain, greedy] = [await send({}), await send(wished)];
      expect([name, greedy.status, greedy.body?.code]).toEqual([name, plain.status, plain.body?.code]);
      if (greedy.body === null || greedy.status >= 400) return;
      // What was wished for is nowhere in the answer, unless it is there anyway.
      for (const [field, value] of Object.entries(wished))
        if (typeof value !== 'boolean' && value !== null && JSON.stringify(greedy.body[field]) === JSON.stringify(value))
          expect([name, field, plain.body[field]]).toEqual([name, field, value]);
    });

    it('does not move a customer to another provider, make a key of somebody else, or skip the approval of an access', async () => {
      const owner = await visit(world, house.cast.owner);
      const other = await world.party('other');
      const send = (method: string, path: string, body: object) =>
        world.request(method, path, { headers: { ...owner.headers(), 'if-match': '*' }, body });
      const tenant = await send('PUT', `/api/v1/tenants/${house.tenantId}`, {
        name: 'Umbenannt',
        providerId: other.providerId,
        deletedAt: '2001-01-01T00:00:00Z',
        version: 1,
      });
      expect(tenant.status).toBe(200);
      expect(await world.sql('SELECT provider_id, deleted_at FROM tenant WHERE id = $1', house.tenantId)).toEqual([
        { provider_id: house.providerId, deleted_at: null },
      ]);
      const account = await send('POST', '/api/v1/service-accounts', {
        name: 'X',
        scopes: ['tenants:read'],
        providerId: other.providerId,
        allTenants: true,
        tenantIds: [],
      });
      expect(await world.sql('SELECT provider_id, all_tenants FROM service_account WHERE id = $1', account.body.id)).toEqual([
        { provider_id: house.providerId, all_tenants: false },
      ]);
      const asked = await send('POST', '/api/v1/delegations', {
        tenantId: house.strangerTenantId,
        roles: ['technician'],
        status: 'active',
        state: 'active',
        granteeId: other.providerId,
      });
      expect(await world.sql('SELECT status, grantee_id FROM delegation WHERE id = $1', asked.body.id)).toEqual([
        { status: 'pending', grantee_id: house.providerId },
      ]);
    });
  });
});
