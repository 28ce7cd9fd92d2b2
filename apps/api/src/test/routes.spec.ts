import { randomUUID } from 'node:crypto';
import { type Endpoint, EVENTS_PATH, routes } from '@stellwerk/contracts';
import { visit } from './cast.js';
import { buildHouse, type House } from './house.js';
import { ROUTE_CALLS } from './route-calls.js';
import { startWorld, type World } from './world.js';

type Name = keyof typeof routes;
const entries = Object.entries(routes) as [Name, Endpoint][];
const signedIn = entries.filter(([, e]) => e.needs !== 'public');
const withId = signedIn.filter(([, e]) => e.path.includes('/:'));
const withBody = entries.filter(([, e]) => e.body.type !== 'undefined');

const fill = (path: string, id: string): string =>
  path.replace(':module', 'monitoring').replace(':item', 'licence').replace(/:\w+/g, encodeURIComponent(id));

// Who may call what is the business of authorisation.spec.
describe('every route of the contract', () => {
  let world: World;
  let house: House;

  beforeAll(async () => {
    world = await startWorld();
    house = await buildHouse(world, await world.party('north'), await world.party('south'));
  }, 60_000);
  afterAll(() => world.stop());

  /** Somebody whom the route lets in. */
  const headersFor = async (e: Endpoint): Promise<Record<string, string>> => {
    if (e.needs === 'public') return {};
    const who = await visit(world, house.cast[e.needs === 'delegations:write' ? 'tenant-admin' : 'owner']);
    return { ...who.headers(), ...(e.ifMatch ? { 'if-match': '*' } : {}) };
  };

  it.each(signedIn)('%s asks for a credential before it looks at anything', async (_, e) => {
    const answer = await world.request(e.method, fill(e.path, 'not-even-an-id'), {
      raw: e.method === 'GET' || e.method === 'DELETE' ? undefined : '{"half": true}',
    });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({
      code: 'unauthenticated',
      type: 'urn:stellwerk:problem:unauthenticated',
      status: 401,
      requestId: answer.headers.get('x-request-id'),
    });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it.each(withId)('%s says not found for an id that never was, or is none', async (name, e) => {
    const { body } = await ROUTE_CALLS[name].ask(house, house.cast.owner);
    for (const id of [randomUUID(), '1', "'; DROP TABLE tunnel", '%2e%2e']) {
      const answer = await world.request(e.method, fill(e.path, id), { headers: await headersFor(e), body });
      expect([id, answer.status, answer.body?.code]).toEqual([id, 404, 'not-found']);
    }
  });

  it.each(withBody)('%s refuses a body that is too large, broken, or no JSON', async (_, e) => {
    const path = fill(e.path, randomUUID());
    const send = async (raw: string, type = 'application/json') =>
      world.request(e.method, path, { headers: { ...(await headersFor(e)), 'content-type': type }, raw });
    const large = await send(JSON.stringify({ name: 'x'.repeat(300_000) }));
    expect([large.status, large.body.code, large.body.detail]).toEqual([413, 'body-too-large', 'The body may be 256 KiB at most.']);
    const broken = await send('{"name": ');
    expect([broken.status, broken.body.code]).toEqual([400, 'malformed-json']);
    const form = await send('name=x', 'application/x-www-form-urlencoded');
    expect([form.status, form.body.code]).toEqual([415, 'unsupported-media-type']);
    const list = await send('[]');
    expect([list.status, list.body.code, list.body.errors[0].pointer]).toEqual([422, 'validation-failed', '']);
  });

  it('stands in the document under its name', async () => {
    const { body: document } = await world.request('GET', '/api/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    for (const [name, e] of entries)
      expect(document.paths[e.path.replace(/:(\w+)/g, '{$1}')][e.method.toLowerCase()].operationId).toBe(name);
    expect(document.paths[EVENTS_PATH].get.operationId).toBe('events');
  });

  it('is browsable without the internet', async () => {
    const page = await world.request('GET', '/api/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      expect(source).not.toMatch(/^(https?:)?\/\//);
      const file = await world.request('GET', new URL(source, `${world.url}/api/docs/`).pathname);
      expect([source, file.status]).toEqual([source, 200]);
    }
  });
});
