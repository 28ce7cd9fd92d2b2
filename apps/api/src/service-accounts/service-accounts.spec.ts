import { randomUUID } from 'node:crypto';
import { createClient } from '@stellwerk/contracts';
import { type AccessScope, SCOPES } from '@stellwerk/domain';
import { type Actor, hire, type Visit, visit } from '../test/cast.js';
import { customer, type Customer, type Party, refusal, startWorld, type World } from '../test/world.js';

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

describe('service accounts', () => {
  let world: World;
  let north: Party;
  let one: Customer;
  let two: Customer;
  let ownerActor: Actor;
  let owner: Visit;
  let admin: Visit;
  beforeAll(async () => {
    world = await startWorld();
    north = await world.party('north');
    [one, two] = [await customer(north), await customer(north)];
    ownerActor = await hire(world, 'owner', north);
    [owner, admin] = [await visit(world, ownerActor), await visit(world, await hire(world, 'admin', north))];
  }, 60_000);
  afterAll(() => world.stop());

  const input = (values: object = {}) => ({ name: 'Abgleich', scopes: ['tenants:read', 'pbxs:read'] as AccessScope[], ...values });
  const make = async (values: object = {}, by: Visit = owner) => {
    const account = await by.client.createServiceAccount({ body: input(values) });
    const made = await by.client.createApiKey({ params: { id: account.id }, body: {} });
    return { account, made, call: (path = '/api/v1/tenants') => use(made.key, path) };
  };
  const use = async (key: string, path = '/api/v1/tenants') => {
    const { status, body } = await world.request('GET', path, { headers: { authorization: `Bearer ${key}` } });
    return [status, body?.code ?? null];
  };

  it('may do what their scopes say, for the customers they were given, and nothing else', async () => {
    const { made } = await make({ tenantIds: [one.tenantId] });
    const client = createClient({ baseUrl: world.url, headers: () => ({ authorization: `Bearer ${made.key}` }) });
    expect((await client.listTenants()).items.map(({ id }) => id)).toEqual([one.tenantId]);
    expect((await refusal(client.getPbx({ params: { id: two.pbxId } }))).code).toBe('not-found');
    expect((await refusal(client.listTunnels())).code).toBe('forbidden');
    expect((await refusal(client.deletePbx({ params: { id: one.pbxId }, ifMatch: '*' }))).code).toBe('forbidden');
  });

  it('never get what their maker lacks: scopes, customers, or a scope that no machine has', async () => {
    const limited = await visit(world, await hire(world, 'admin', { ...north, tenantIds: [one.tenantId] }));
    const errors = async (by: Visit, values: object) =>
      (await refusal(by.client.createServiceAccount({ body: input(values) }))).errors.map(({ pointer, code }) => [pointer, code]);
    expect(await errors(admin, { scopes: ['tenants:read', 'tenants:delete'] })).toEqual([['/scopes/1', 'above-own']]);
    expect(await errors(limited, {})).toEqual([['/tenantIds', 'above-own']]);
    expect(await errors(limited, { tenantIds: [one.tenantId, two.tenantId] })).toEqual([['/tenantIds/1', 'not-found']]);
    const south = await world.party('south');
    const theirs = await customer(south);
    expect(await errors(owner, { tenantIds: [theirs.tenantId, randomUUID()] })).toEqual([
      ['/tenantIds/0', 'not-found'],
      ['/tenantIds/1', 'not-found'],
    ]);
    for (const scope of ['members:write', 'requests:decide', 'service-accounts:write', 'nonsense'])
      expect(await errors(owner, { scopes: [scope] })).toEqual([['/scopes/0', 'not-one-of']]);
    expect(await errors(owner, { expiresAt: inHours(-1) })).toEqual([['/expiresAt', 'in-the-past']]);
    expect(await errors(owner, { addresses: ['10.0.0.0/99'] })).toHaveLength(1);
  });

  it('lend nobody more than their own: no key of a stronger account, no change of it; but anybody who sees it may end it', async () => {
    const strong = await make({ scopes: ['tenants:delete', 'tenants:read'] });
    const params = { id: strong.account.id };
    for (const refused of [
      admin.client.createApiKey({ params, body: {} }),
      admin.client.rotateApiKey({ params: { ...params, keyId: strong.made.id }, body: {} }),
      admin.client.replaceServiceAccount({ params, ifMatch: '*', body: input({ addresses: [] }) }),
    ])
      expect((await refusal(refused)).code).toBe('forbidden');
    await expect(admin.client.revokeApiKey({ params: { ...params, keyId: strong.made.id } })).resolves.toMatchObject({ state: 'revoked' });
    const limited = await visit(world, await hire(world, 'admin', { ...north, tenantIds: [one.tenantId] }));
    expect((await refusal(limited.client.getServiceAccount({ params }))).code).toBe('not-found');
    expect((await refusal(limited.client.deleteServiceAccount({ params, ifMatch: '*' }))).code).toBe('not-found');
    const small = await make({ tenantIds: [one.tenantId] }, limited);
    expect((await limited.client.listServiceAccounts()).items.map(({ id }) => id)).toContain(small.account.id);
  });

  it('show a key once; at rest there is its hash', async () => {
    const { account, made } = await make();
    expect(made.key).toMatch(/^sw_live_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$/);
    expect(made.key.startsWith(made.prefix)).toBe(true);
    const read = await world.request('GET', `/api/v1/service-accounts/${account.id}`, { headers: owner.headers() });
    expect(read.text).not.toContain(made.key);
    expect(read.body.keys).toMatchObject([{ id: made.id, state: 'active', prefix: made.prefix, lastUsedAt: null }]);
    expect(read.text).not.toMatch(/hash/i);
    const rows = await world.sql<{ hash: string; expected: string }>(
      `SELECT encode(hash, 'hex') AS hash, encode(sha256($2::bytea), 'hex') AS expected FROM api_key WHERE id = $1`,
      made.id,
      Buffer.from(made.key),
    );
    expect(rows[0]?.hash).toBe(rows[0]?.expected);
    const audited = await world.sql(`SELECT record, personal FROM audit_event WHERE provider_id = $1`, north.providerId);
    expect(JSON.stringify(audited)).not.toContain(made.key.slice(13, 30));
  });

  it('note when a key was used last, and from where', async () => {
    const { account, call } = await make();
    expect(await call()).toEqual([200, null]);
    const { keys } = await owner.client.getServiceAccount({ params: { id: account.id } });
    expect(keys[0]).toMatchObject({ lastUsedFrom: expect.stringMatching(/127\.0\.0\.1/) });
    expect(Date.now() - Date.parse(keys[0]?.lastUsedAt ?? '')).toBeLessThan(60_000);
  });

  it('are let in from their networks only', async () => {
    const { account, call } = await make({ addresses: ['10.0.0.0/8', '2001:db8::/32'] });
    expect(await call()).toEqual([403, 'address-not-allowed']);
    await owner.client.replaceServiceAccount({ params: { id: account.id }, ifMatch: '*', body: input({ addresses: ['127.0.0.0/8'] }) });
    expect(await call()).toEqual([200, null]);
    expect((await owner.client.getServiceAccount({ params: { id: account.id } })).keys[0]?.lastUsedAt).not.toBeNull();
  });

  it('rotate with an overlap: both keys are good, then the new one alone', async () => {
    const { account, made, call } = await make();
    const params = { id: account.id, keyId: made.id };
    const next = await owner.client.rotateApiKey({ params, body: { overlapHours: 2 } });
    expect([await call(), await use(next.key)]).toEqual([
      [200, null],
      [200, null],
    ]);
    const old = (await owner.client.getServiceAccount({ params: { id: account.id } })).keys.find(({ id }) => id === made.id);
    expect(Date.parse(old?.expiresAt ?? '') - Date.now()).toBeGreaterThan(1.9 * HOUR);
    await world.sql('UPDATE api_key SET expires_at = now() WHERE id = $1', made.id);
    expect([await call(), await use(next.key)]).toEqual([
      [401, 'unauthenticated'],
      [200, null],
    ]);
    expect((await refusal(owner.client.rotateApiKey({ params, body: {} }))).errors).toMatchObject([{ code: 'key-ended' }]);
    const last = await owner.client.rotateApiKey({ params: { id: account.id, keyId: next.id }, body: { overlapHours: 0 } });
    expect([await use(next.key), await use(last.key)]).toEqual([
      [401, 'unauthenticated'],
      [200, null],
    ]);
  });

  it('are refused everywhere with the request after the end: of the key, of the account, by time, by narrower scopes', async () => {
    const second = await world.another();
    const there = async (key: string) =>
      (await fetch(`${second.url}/api/v1/tenants`, { headers: { authorization: `Bearer ${key}` } })).status;
    const ends: ((m: Awaited<ReturnType<typeof make>>) => Promise<unknown>)[] = [
      ({ account, made }) => owner.client.revokeApiKey({ params: { id: account.id, keyId: made.id } }),
      ({ account }) => owner.client.deleteServiceAccount({ params: { id: account.id }, ifMatch: '*' }),
      ({ account }) => world.sql('UPDATE service_account SET expires_at = now() WHERE id = $1', account.id),
      ({ made }) => world.sql('UPDATE api_key SET expires_at = now() WHERE id = $1', made.id),
    ];
    for (const end of ends) {
      const all = await make();
      expect([await all.call(), await there(all.made.key)]).toEqual([[200, null], 200]);
      await end(all);
      expect([await all.call(), await there(all.made.key)]).toEqual([[401, 'unauthenticated'], 401]);
    }
    const { account, call } = await make();
    await owner.client.replaceServiceAccount({
      params: { id: account.id },
      ifMatch: account.version,
      body: input({ scopes: ['pbxs:read'] }),
    });
    expect(await call()).toEqual([403, 'forbidden']);
    await second.stop();
  });

  it('are written and given keys only after a fresh proof, and a rehearsal leaves nothing', async () => {
    const stale = await visit(world, ownerActor, { provedMinutesAgo: 16 });
    expect((await refusal(stale.client.createServiceAccount({ body: input() }))).code).toBe('step-up-required');
    await expect(stale.client.listServiceAccounts()).resolves.toBeDefined();
    const before = (await owner.client.listServiceAccounts()).items.length;
    await owner.client.createServiceAccount({ body: input(), query: { validateOnly: 'true' } });
    expect((await owner.client.listServiceAccounts()).items).toHaveLength(before);
    const { account } = await make();
    const rehearsed = await owner.client.createApiKey({ params: { id: account.id }, query: { validateOnly: 'true' }, body: {} });
    expect(await use(rehearsed.key)).toEqual([401, 'unauthenticated']);
  });

  it('are audited', async () => {
    const { account, made } = await make({ scopes: [...SCOPES] });
    await owner.client.rotateApiKey({ params: { id: account.id, keyId: made.id }, body: {} });
    await owner.client.revokeApiKey({ params: { id: account.id, keyId: made.id } });
    await owner.client.revokeApiKey({ params: { id: account.id, keyId: made.id } });
    await owner.client.deleteServiceAccount({ params: { id: account.id }, ifMatch: '*' });
    const rows = await world.sql<{ action: string }>(
      'SELECT action FROM audit_event WHERE provider_id = $1 AND actor_id = $2 ORDER BY seq DESC LIMIT 6',
      north.providerId,
      ownerActor.personId,
    );
    expect(rows.map(({ action }) => action).reverse()).toEqual([
      'service-account.created',
      'api-key.created',
      'api-key.rotated',
      'api-key.created',
      'api-key.revoked',
      'service-account.deleted',
    ]);
  });
});
