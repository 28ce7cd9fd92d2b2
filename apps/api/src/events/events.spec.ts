import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import type { TunnelStatus } from '@stellwerk/domain';
import { until } from '@stellwerk/testing';
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
  const open: Reader[] = [];
  beforeAll(async () => {
    world = await startWorld({ pace: { beatMs: 50, recheckMs: 100 } });
    north = await world.party('north');
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
    const [mine, south] = [await customer(north), await world.party('south')];
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
