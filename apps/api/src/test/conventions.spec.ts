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
    const answer = await put(id, headers);
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
    const digest = cursor.split('.').at(-1) ?? '';
    const forged = (text: string) => `${Buffer.from(text).toString('base64url')}.${digest}`;
    const now = Date.now();
    for (const made of [`${now} ${'-'.repeat(36)}`, `${now} ${'0'.repeat(36)}`, `${now} 17`, `999999999999999 ${other.tenantId}`].map(
      forged,
    ))
      expect((await refusal(north.client.listTunnels({ query: { ...query, cursor: made } }))).errors[0]?.code).toBe('cursor-malformed');
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
