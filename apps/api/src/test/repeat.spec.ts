import { randomUUID } from 'node:crypto';
import { createClient } from '@stellwerk/contracts';
import type { Begun } from '@stellwerk/store';
import { until } from '@stellwerk/testing';
import { bearer, createTunnel, customer, type Party, startWorld, tunnelOf, type World } from './world.js';

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

  it('are judged like any other, however deep their body is nested', async () => {
    const text = '['.repeat(60_000) + ']'.repeat(60_000);
    const answer = await fetch(`${world.url}/api/v1/tenants`, {
      method: 'POST',
      headers: { ...bearer(north), 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: text,
    });
    expect(answer.status).toBe(422);
  });

  it('are free again when they were refused: nothing was done', async () => {
    const key = randomUUID();
    expect((await create(key, { name: '' })).status).toBe(422);
    expect((await create(key, { name: 'Jetzt' })).status).toBe(201);
    const at = await customer(north);
    const taken = randomUUID();
    const holder = await createTunnel(north, at);
    const tunnel = () => create(taken, tunnelOf(at, { name: 'Zwei' }), north, '/api/v1/tunnels');
    expect((await tunnel()).status).toBeGreaterThanOrEqual(409);
    await north.client.deleteTunnel({ params: { id: holder.id }, ifMatch: holder.version });
    expect((await tunnel()).status).toBe(201);
  });

  it('are not remembered from a rehearsal', async () => {
    const key = randomUUID();
    await create(key, { name: 'Geprobt' }, north, '/api/v1/tenants?validateOnly=1');
    const real = await create(key, { name: 'Geprobt' });
    expect([real.status, real.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect(await count('Geprobt')).toBe(1);
  });

  it('are refused with a key that is none', async () => {
    for (const key of ['mit ä', 'x'.repeat(201)]) {
      const { status, body } = await create(key, { name: 'Nie' });
      expect([status, body.errors[0].code]).toEqual([422, 'idempotency-key-malformed']);
    }
    expect(await count('Nie')).toBe(0);
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

  it('are not carried out by somebody who lost them to another', async () => {
    const request = { principalId: randomUUID(), providerId: north.providerId, key: 'k', route: 'POST /x', bodyHash: Buffer.from('b') };
    const spans = { keptMs: 60_000, abandonedMs: 0 };
    const asSystem = <T>(work: Parameters<World['store']['asSystem']>[1]) => world.store.asSystem('test', work) as Promise<T>;
    const begin = () => asSystem<Begun>((tx) => tx.idempotency.begin(request, spans));
    const slow = await begin();
    await asSystem((tx) => tx.idempotency.carriedOut({ principalId: request.principalId, key: 'k', since: new Date(0) }));
    await until(
      'the first to look abandoned',
      async () =>
        (
          await world.sql<{ late: boolean }>(
            `SELECT clock_timestamp() - created_at > interval '5 ms' AS late FROM idempotency_key WHERE key = 'k'`,
          )
        )[0]?.late === true,
    );
    const quick = await begin();
    if (slow.state !== 'first' || quick.state !== 'first') throw new Error(`${slow.state} ${quick.state}`);
    expect(await asSystem((tx) => tx.idempotency.carriedOut(slow.claim))).toBe(false);
    expect(await asSystem((tx) => tx.idempotency.carriedOut(quick.claim))).toBe(true);
    expect((await begin()).state).toBe('lost');
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
