import { randomUUID } from 'node:crypto';
import { createClient } from '@stellwerk/contracts';
import { bearer, createTunnel, customer, type Party, refusal, startWorld, tunnelOf, type World } from './world.js';

describe('versions', () => {
  let world: World;
  let north: Party;
  beforeAll(async () => {
    world = await startWorld();
    north = await world.party('north');
  }, 60_000);
  afterAll(() => world.stop());

  const put = (id: string, headers: Record<string, string>, name = 'X') =>
    world.request('PUT', `/api/v1/tenants/${id}`, { headers: { ...bearer(north), ...headers }, body: { name } });

  it('go out as the ETag of what was read or written, and come back in If-Match', async () => {
    const { id } = await north.client.createTenant({ body: { name: 'Eins' } });
    const read = await world.request('GET', `/api/v1/tenants/${id}`, { headers: bearer(north) });
    expect(read.headers.get('etag')).toBe(`"${read.body.version}"`);
    const written = await put(id, { 'if-match': read.headers.get('etag') ?? '' });
    expect(written.status).toBe(200);
    expect(written.headers.get('etag')).not.toBe(read.headers.get('etag'));
    const stale = await put(id, { 'if-match': read.headers.get('etag') ?? '' });
    expect([stale.status, stale.body.code, stale.headers.get('etag')]).toEqual([412, 'version-mismatch', written.headers.get('etag')]);
    const pbx = await north.client.getPbx({ params: { id: (await customer(north)).pbxId } });
    const answer = await world.request('GET', `/api/v1/pbxs/${pbx.id}`, { headers: bearer(north) });
    expect([pbx.version, answer.headers.get('etag')]).toEqual(['8.1.2.4', `"${pbx.rowVersion}"`]);
  });

  it.each([
    [{}, 428, 'version-required'],
    [{ 'if-match': '*' }, 200, undefined],
    [{ 'if-match': 'W/"1"' }, 412, 'version-mismatch'],
    [{ 'if-match': '"1", "2"' }, 412, 'version-mismatch'],
    [{ 'if-match': '1' }, 412, 'version-mismatch'],
    [{ 'if-match': '"drop"' }, 412, 'version-mismatch'],
  ])('with %j a change is answered %i', async (headers, status, code) => {
    const { id } = await north.client.createTenant({ body: { name: 'Zwei' } });
    const answer = await put(id, headers as Record<string, string>);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('let exactly one of many simultaneous changes through, of every kind of object', async () => {
    const at = await customer(north);
    const tunnel = await createTunnel(north, at);
    const pbx = await north.client.getPbx({ params: { id: at.pbxId } });
    const server = { tenantId: at.tenantId, name: 'Neu', host: '10.9.9.9', username: 'tunnel' };
    const kinds: (() => Promise<unknown>)[] = [
      () => north.client.replaceTenant({ params: { id: at.tenantId }, ifMatch: 1, body: { name: 'Neu', allowedNetworks: ['10.0.0.0/8'] } }),
      () => north.client.replacePbx({ params: { id: at.pbxId }, ifMatch: pbx.rowVersion, body: { ...pbx, name: 'Neu' } }),
      () => north.client.replaceSshServer({ params: { id: at.sshServerId }, ifMatch: 1, body: server }),
      () => north.client.replaceTunnel({ params: { id: tunnel.id }, ifMatch: tunnel.version, body: tunnelOf(at, { name: 'Neu' }) }),
    ];
    for (const change of kinds) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          change().then(
            () => 'changed',
            (error) => error.problem.code,
          ),
        ),
      );
      expect(answers.sort()).toEqual(['changed', ...Array.from({ length: 7 }, () => 'version-mismatch')]);
    }
  }, 60_000);

  it('of a PBX move with its modules', async () => {
    const { pbxId: id } = await customer(north);
    const before = await north.client.getPbx({ params: { id } });
    await north.client.putModule({ params: { id, module: 'call-recording' }, body: { version: '23.5.30' } });
    const between = await north.client.getPbx({ params: { id } });
    await north.client.deleteModule({ params: { id, module: 'call-recording' } });
    const after = await north.client.getPbx({ params: { id } });
    expect(between.rowVersion).toBeGreaterThan(before.rowVersion);
    expect(after.rowVersion).toBeGreaterThan(between.rowVersion);
    expect((await refusal(north.client.deletePbx({ params: { id }, ifMatch: before.rowVersion }))).code).toBe('version-mismatch');
  });

  it('are judged before a rehearsal is answered', async () => {
    const { id } = await north.client.createTenant({ body: { name: 'Drei' } });
    const rehearsed = north.client.replaceTenant({ params: { id }, ifMatch: 99, query: { validateOnly: 'true' }, body: { name: 'X' } });
    expect((await refusal(rehearsed)).code).toBe('version-mismatch');
  });
});

describe('cursors', () => {
  let world: World;
  let north: Party;
  beforeAll(async () => {
    world = await startWorld();
    north = await world.party('north');
  }, 60_000);
  afterAll(() => world.stop());

  it('continue the list they came from, with any page size, and no other', async () => {
    const [at, other] = [await customer(north), await customer(north)];
    for (let i = 0; i < 3; i++)
      await createTunnel(north, at, {
        name: `T${i}`,
        mappings: [{ name: 'm', direction: 'outbound', localPort: 4000 + i, remotePort: 389 }],
      });
    const query = { tenantId: at.tenantId, limit: 1 };
    const first = await north.client.listTunnels({ query });
    const cursor = first.nextCursor ?? '';
    expect((await north.client.listTunnels({ query: { ...query, limit: 50, cursor } })).items.map(({ name }) => name)).toEqual([
      'T1',
      'T2',
    ]);
    const foreign = [
      north.client.listTunnels({ query: { ...query, tenantId: other.tenantId, cursor } }),
      north.client.listTunnels({ query: { limit: 1, cursor } }),
      north.client.listPbxs({ query: { tenantId: at.tenantId, cursor } }),
      north.client.listTunnelEvents({ params: { id: first.items[0]?.id ?? '' }, query: { cursor } }),
    ];
    for (const list of foreign) expect((await refusal(list)).errors).toMatchObject([{ pointer: '?cursor', code: 'cursor-of-other-list' }]);
    for (const made of ['x', '.', `${cursor}x`, cursor.slice(1)])
      expect((await refusal(north.client.listTunnels({ query: { ...query, cursor: made } }))).errors[0]?.code).toMatch(/^cursor-/);
  });
});

describe('quotas', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ limits: { requestsPerMinute: 5 } });
  }, 60_000);
  afterAll(() => world.stop());

  it('are counted per principal and told with every answer; who is over is told when to come back', async () => {
    const [north, south] = [await world.party('north'), await world.party('south')];
    const ask = (party: Party) => world.request('GET', '/api/v1/service-templates', { headers: bearer(party) });
    for (let left = 4; left >= 0; left--) {
      const answer = await ask(north);
      expect([answer.status, answer.headers.get('ratelimit-policy')]).toEqual([200, '"default";q=5;w=60']);
      expect(answer.headers.get('ratelimit')).toMatch(new RegExp(`^"default";r=${left};t=([1-9]|[1-5]\\d|60)$`));
    }
    const over = await ask(north);
    expect([over.status, over.body.code]).toEqual([429, 'rate-limited']);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(over.headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/);
    expect((await ask(south)).status).toBe(200);
  });

  it('of expensive routes are smaller and stand beside the common one', async () => {
    const north = await world.party('north');
    const answer = await world.request('POST', '/api/v1/ssh-server-tests', { headers: bearer(north), body: {} });
    expect(answer.headers.get('ratelimit-policy')).toBe('"default";q=5;w=60, "connections";q=30;w=60');
    expect(answer.headers.get('ratelimit')).toMatch(/^"default";r=4;t=\d+, "connections";r=29;t=\d+$/);
  });

  it('leave those alone who are not known yet', async () => {
    const answer = await world.request('GET', '/api/v1/service-templates', {});
    expect([answer.status, answer.headers.get('ratelimit')]).toEqual([401, null]);
  });
});

describe('requests that may be sent again', () => {
  let world: World;
  let north: Party;
  beforeAll(async () => {
    world = await startWorld();
    north = await world.party('north');
  }, 60_000);
  afterAll(() => world.stop());

  const create = (key: string, body: unknown, party = north, path = '/api/v1/tenants') =>
    world.request('POST', path, { headers: { ...bearer(party), 'idempotency-key': key }, body });
  const count = async (name: string) => (await north.client.listTenants({ query: { search: name } })).items.length;

  it('are carried out once, and answered alike each time', async () => {
    const key = randomUUID();
    const first = await create(key, { name: 'Einmal', customerNumber: 'K-1' });
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
    // The same value, written differently.
    const again = await create(`"${key}"`, { customerNumber: 'K-1', name: 'Einmal' });
    expect([again.status, again.headers.get('idempotency-replayed'), again.text]).toEqual([201, 'true', first.text]);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await count('Einmal')).toBe(1);
  });

  it('are carried out once when they come at the same moment', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(key, { name: 'Zugleich' })));
    expect(await count('Zugleich')).toBe(1);
    for (const { status, body, headers } of answers) {
      expect([201, 409]).toContain(status);
      if (status === 409) expect([body.code, Number(headers.get('retry-after')) > 0]).toEqual(['still-running', true]);
    }
    expect((await create(key, { name: 'Zugleich' })).headers.get('idempotency-replayed')).toBe('true');
  });

  it('belong to one body, one route and one caller', async () => {
    const key = randomUUID();
    await create(key, { name: 'Eigen' });
    for (const other of [create(key, { name: 'Anders' }), create(key, { name: 'Eigen' }, north, '/api/v1/mapping-validations')])
      expect((await other).body).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    const south = await world.party('south');
    expect((await create(key, { name: 'Eigen' }, south)).headers.get('idempotency-replayed')).toBeNull();
    expect(await count('Anders')).toBe(0);
  });

  it('are free again when they were refused: nothing was done', async () => {
    const key = randomUUID();
    expect((await create(key, { name: '' })).status).toBe(422);
    expect((await create(key, { name: 'Jetzt' })).status).toBe(201);
    const at = await customer(north);
    const taken = randomUUID();
    await createTunnel(north, at);
    const tunnel = () => create(taken, tunnelOf(at, { name: 'Zwei' }), north, '/api/v1/tunnels');
    expect((await tunnel()).status).toBeGreaterThanOrEqual(409);
    const [{ id, version }] = (await north.client.listTunnels({ query: { pbxId: at.pbxId } })).items as [{ id: string; version: number }];
    await north.client.deleteTunnel({ params: { id }, ifMatch: version });
    expect((await tunnel()).status).toBe(201);
  });

  it('are not remembered from a rehearsal', async () => {
    const key = randomUUID();
    await create(key, { name: 'Geprobt' }, north, '/api/v1/tenants?validateOnly=1');
    const real = await create(key, { name: 'Geprobt' });
    expect([real.status, real.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect(await count('Geprobt')).toBe(1);
  });

  it.each([['ä'], ['x'.repeat(201)], [' ']])('are refused with a key like %j', async (key) => {
    const answer = await create(encodeURIComponent(key) === key || key.trim() === '' ? key : 'x'.repeat(300), { name: 'Nie' });
    if (key.trim() !== '') expect(answer.body.errors[0].code).toBe('idempotency-key-malformed');
    else expect(answer.status).toBeLessThan(500);
  });

  it('are kept sealed and hashed: nothing of them can be read in the database', async () => {
    const key = 'my-own-key-4711';
    await create(key, { name: 'Versiegelt GmbH' });
    const rows = await world.sql<Record<string, unknown>>('SELECT * FROM idempotency_key');
    const text = JSON.stringify(rows, (_, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value));
    expect(rows.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/my-own-key|Versiegelt/);
  });

  it('whose process ended before anything was done are carried out by the next', async () => {
    const key = randomUUID();
    await create(key, { name: 'Abgebrochen' });
    await world.sql(
      `UPDATE idempotency_key SET status = NULL, reply = NULL, carried_out = false, created_at = now() - interval '30 seconds' WHERE created_at = (SELECT max(created_at) FROM idempotency_key)`,
    );
    expect((await create(key, { name: 'Abgebrochen' })).body.code).toBe('still-running');
    await world.sql(`UPDATE idempotency_key SET created_at = now() - interval '61 seconds' WHERE status IS NULL`);
    const next = await create(key, { name: 'Abgebrochen' });
    expect([next.status, next.headers.get('idempotency-replayed')]).toEqual([201, null]);
  });

  it('whose process ended after the work was done are never done twice', async () => {
    const key = randomUUID();
    await create(key, { name: 'Verloren' });
    await world.sql(
      `UPDATE idempotency_key SET status = NULL, reply = NULL, created_at = now() - interval '61 seconds' WHERE created_at = (SELECT max(created_at) FROM idempotency_key) AND carried_out`,
    );
    expect((await create(key, { name: 'Verloren' })).body).toMatchObject({ status: 409, code: 'answer-lost' });
    expect(await count('Verloren')).toBe(1);
  });

  it('are forgotten after a day', async () => {
    const key = randomUUID();
    await create(key, { name: 'Gestern' });
    await world.sql(`UPDATE idempotency_key SET created_at = now() - interval '25 hours'`);
    expect((await create(key, { name: 'Heute' })).status).toBe(201);
    expect(await world.store.asSystem('test', (tx) => tx.retention.idempotencyKeys(24 * 3_600_000, 1_000))).toBeGreaterThan(0);
  });

  it('take their key from the typed client', async () => {
    const client = createClient({ baseUrl: world.url, headers: () => bearer(north) });
    const idempotencyKey = randomUUID();
    const [one, two] = [
      await client.createTenant({ body: { name: 'Typ' }, idempotencyKey }),
      await client.createTenant({ body: { name: 'Typ' }, idempotencyKey }),
    ];
    expect(two).toEqual(one);
  });
});
