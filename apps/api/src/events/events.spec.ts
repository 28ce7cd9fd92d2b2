import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import type { TunnelStatus } from '@stellwerk/domain';
import { until } from '@stellwerk/testing';
import { type Actor, hire, machine, type Visit, visit } from '../test/cast.js';
import { STREAM_PACE } from './events.service.js';
import { bearer, createTunnel, customer, PASSWORD, type Party, startWorld, type World } from '../test/world.js';

const up: TunnelStatus = {
  state: 'up',
  since: new Date().toISOString(),
  reason: null,
  attempts: 0,
  nextAttemptAt: null,
  worker: 'w1',
  roundTripMs: 3,
  mappings: [],
};

/** Of whatever event. */
interface Payload {
  readonly type: string;
  readonly tunnelId?: string;
  readonly tenantId?: string;
  readonly status?: TunnelStatus;
}

interface Reader {
  readonly lines: string[];
  readonly events: { event: string; data: Payload }[];
  ended(): boolean;
  close(): void;
}

describe('the stream of events', () => {
  let world: World;
  let north: Party;
  let south: Party;
  const open: Reader[] = [];
  beforeAll(async () => {
    world = await startWorld({ pace: { ...STREAM_PACE, beatMs: 50 } });
    [north, south] = [await world.party('north'), await world.party('south')];
  }, 60_000);
  afterEach(() => open.splice(0).forEach((reader) => reader.close()));
  afterAll(() => world.stop());

  async function read(headers: Record<string, string>): Promise<Reader> {
    const stop = new AbortController();
    const response = await fetch(`${world.url}/api/v1/events`, { headers, signal: stop.signal });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const lines: string[] = [];
    const events: Reader['events'] = [];
    let ended = false;
    void (async () => {
      let text = '';
      try {
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
          text += new TextDecoder().decode(chunk);
          for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
            const block = text.slice(0, end);
            text = text.slice(end + 2);
            lines.push(block);
            const match = /^event: (.+)\ndata: (.+)$/.exec(block);
            if (match) events.push({ event: match[1] ?? '', data: JSON.parse(match[2] ?? '') as Payload });
          }
        }
      } catch {
        // Cut off, by us or by the API.
      }
      ended = true;
    })();
    const reader = { lines, events, ended: () => ended, close: () => stop.abort() };
    open.push(reader);
    await until('the stream to begin', () => lines.length > 0);
    return reader;
  }
  const publishStatus = (about: { providerId: string; tenantId: string }) =>
    world.queue.bus.publish({ type: 'tunnel.status', pbxId: randomUUID(), tunnelId: randomUUID(), status: up, ...about });

  it('carries changes and statuses of what the reader may see, and of nothing else', async () => {
    const mine = await customer(north);
    const narrow = await world.party('narrow', [randomUUID()], north.providerId);
    const [reader, stranger, outsider] = [await read(bearer(north)), await read(bearer(south)), await read(bearer(narrow))];
    const { id } = await createTunnel(north, mine);
    await until('the change', () => reader.events.some(({ event, data }) => event === 'tunnel.changed' && data.tunnelId === id));
    await publishStatus({ providerId: north.providerId, tenantId: mine.tenantId });
    await until('the status', () =>
      reader.events.some(({ event, data }) => event === 'tunnel.status' && data.status?.state === 'up' && data.tenantId === mine.tenantId),
    );
    await publishStatus({ providerId: south.providerId, tenantId: randomUUID() });
    await until("the stranger's own", () => stranger.events.length > 0);
    expect(stranger.events).toHaveLength(1);
    expect(outsider.events).toEqual([]);
  });

  it('says that it lives while nothing happens', async () => {
    const reader = await read(bearer(north));
    await until('two signs of life', () => reader.lines.filter((line) => line === ': alive').length >= 2);
  });

  it('says that nothing will come while the bus is away, and asks to load anew when it came back', async () => {
    const reader = await read(bearer(north));
    await world.redis.kill();
    await until('stale', () => reader.events.some(({ event, data }) => event === 'stale' && data.type === 'stale'), 15_000);
    await world.redis.restart();
    await until('resync', () => reader.events.some(({ event, data }) => event === 'resync' && data.type === 'resync'), 15_000);
    expect(reader.ended()).toBe(false);
  }, 20_000);

  it('ends when the session ends', async () => {
    const session = await world.request('POST', '/api/v1/session', { body: { email: north.email, password: PASSWORD } });
    const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const [reader, other] = [await read({ cookie }), await read(bearer(north))];
    await world.request('DELETE', '/api/v1/session', { headers: { cookie, 'x-csrf-token': session.body.csrfToken } });
    await until('the end', () => reader.ended());
    expect(other.ended()).toBe(false);
  });

  describe('ends within a second or so', () => {
    /** How long the stream went on after `end` was done, milliseconds. */
    const outlived = async (headers: Record<string, string>, end: () => Promise<unknown>): Promise<number> => {
      const [reader, other] = [await read(headers), await read(bearer(south))];
      await end();
      const began = performance.now();
      await until('the end', () => reader.ended(), 5_000);
      expect(other.ended()).toBe(false);
      return performance.now() - began;
    };

    it.each<[string, (key: { keyId: string; accountId: string }) => Promise<unknown>]>([
      ['its key is revoked', ({ keyId }) => world.sql('UPDATE api_key SET revoked_at = now() WHERE id = $1', keyId)],
      ['its key expires', ({ keyId }) => world.sql('UPDATE api_key SET expires_at = now() WHERE id = $1', keyId)],
      ['its service account is deleted', ({ accountId }) => world.sql('DELETE FROM service_account WHERE id = $1', accountId)],
      [
        'its service account loses a scope',
        ({ accountId }) => world.sql(`UPDATE service_account SET scopes = '{pbxs:read}' WHERE id = $1`, accountId),
      ],
      [
        'its service account is limited',
        ({ accountId }) => world.sql(`UPDATE service_account SET all_tenants = false WHERE id = $1`, accountId),
      ],
      [
        'its networks are named',
        ({ accountId }) => world.sql(`UPDATE service_account SET addresses = '{10.0.0.0/8}' WHERE id = $1`, accountId),
      ],
    ])('after %s', async (_, end) => {
      const key = await machine(world, north.providerId, ['tunnels:read', 'pbxs:read']);
      expect(await outlived(key.headers, () => end(key))).toBeLessThan(1_500);
    });

    it('after a customer took its access back, and comes back without that customer', async () => {
      const east = await world.party('east');
      const [mine, other] = [await customer(east), await customer(east)];
      const technician = await visit(world, await hire(world, 'technician', east));
      const end = () => world.sql(`UPDATE delegation SET status = 'revoked' WHERE tenant_id = $1`, mine.tenantId);
      expect(await outlived(technician.headers(), end)).toBeLessThan(1_500);
      const again = await read(technician.headers());
      for (const { tenantId } of [mine, other]) await publishStatus({ providerId: east.providerId, tenantId });
      await until('the other one', () => again.events.some(({ data }) => data.tenantId === other.tenantId));
      expect(again.events.filter(({ data }) => data.tenantId === mine.tenantId)).toEqual([]);
      // Who sees more than before need not come back for it.
      await world.sql(`UPDATE delegation SET status = 'active' WHERE tenant_id = $1`, mine.tenantId);
      await until('what is open again', async () => {
        await publishStatus({ providerId: east.providerId, tenantId: mine.tenantId });
        return again.events.some(({ data }) => data.tenantId === mine.tenantId);
      });
      expect(again.ended()).toBe(false);
    });

    it('after the role changed, the sessions of a person ended, or the acting for a customer', async () => {
      const mine = await customer(north);
      const ends: ((actor: Actor, browser: Visit) => Promise<unknown>)[] = [
        (actor) => world.sql(`UPDATE member SET role = 'billing' WHERE id = $1`, actor.memberId),
        (actor) => world.sql('DELETE FROM session WHERE person_id = $1', actor.personId),
        (_, { client }) => client.actFor({ body: { tenantId: mine.tenantId } }),
      ];
      for (const end of ends) {
        const actor = await hire(world, 'admin', north);
        const browser = await visit(world, actor);
        expect(await outlived(browser.headers(), () => end(actor, browser))).toBeLessThan(1_500);
      }
    });
  });

  it('tells only what the reader may see of what it is allowed to read', async () => {
    const [all, tunnels, neither] = [
      await machine(world, north.providerId, ['tunnels:read', 'requests:read', 'checks:read']),
      await machine(world, north.providerId, ['tunnels:read']),
      await machine(world, north.providerId, ['tenants:read']),
    ];
    const readers = [await read(all.headers), await read(tunnels.headers), await read(neither.headers)];
    const { tenantId } = await customer(north);
    await publishStatus({ providerId: north.providerId, tenantId });
    await world.queue.bus.publish({ type: 'request.changed', providerId: north.providerId, tenantId, requestId: randomUUID() });
    const checkId = randomUUID();
    await world.queue.bus.publish({ type: 'check.changed', providerId: north.providerId, tenantId, pbxId: null, checkId, status: 'fail' });
    await until('all', () => readers[0]?.events.length === 3);
    expect(readers.map(({ events }) => events.map(({ event }) => event))).toEqual([
      ['tunnel.status', 'request.changed', 'check.changed'],
      ['tunnel.status'],
      [],
    ]);
  });

  it('is refused without a credential, as a problem', async () => {
    const answer = await world.request('GET', '/api/v1/events');
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  });

  it('cuts off a reader that does not read, and only that one', async () => {
    const healthy = await read(bearer(north));
    const { port } = new URL(world.url);
    const lazy = connect({ host: '127.0.0.1', port: Number(port) });
    lazy.on('error', () => undefined);
    let gone = false;
    lazy.on('close', () => (gone = true));
    lazy.write(`GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${north.apiKey}\r\n\r\n`);
    await new Promise((resolve) => lazy.once('data', resolve));
    lazy.pause();
    const long: TunnelStatus = { ...up, worker: 'w'.repeat(60_000) };
    for (let i = 0; i < 200; i++)
      await world.queue.bus.publish({
        type: 'tunnel.status',
        providerId: north.providerId,
        tenantId: randomUUID(),
        pbxId: randomUUID(),
        tunnelId: randomUUID(),
        status: long,
      });
    await until('the healthy reader to have them all', () => healthy.events.length >= 200, 15_000);
    lazy.resume();
    await until('the lazy one to be cut off', () => gone);
    expect(healthy.ended()).toBe(false);
  }, 30_000);
});
