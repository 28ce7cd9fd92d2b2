import { randomUUID } from 'node:crypto';
import { type Endpoint, EVENTS_PATH, routes } from '@stellwerk/contracts';
import { bearer, createTunnel, type Customer, customer, type Party, startWorld, type World } from './world.js';

const entries = Object.entries(routes) as [string, Endpoint][];
const signedIn = entries.filter(([, e]) => e.needs !== 'public');
const withId = signedIn.filter(([, e]) => e.path.includes(':id'));

const fill = (path: string, id: string): string => path.replace(':id', id).replace(':module', 'monitoring');

/** What lets a request through to the question whose object it is. */
const credentials = (party: Party, e: Endpoint) => ({ ...bearer(party), ...(e.ifMatch ? { 'if-match': '*' } : {}) });

/** A body that the route would take, so that only the id can be at fault. */
function bodyFor(name: string, at: Customer): unknown {
  switch (name) {
    case 'replaceTenant':
      return { name: 'X' };
    case 'replacePbx':
      return { tenantId: at.tenantId, name: 'X', product: 'starface', address: '10.1.1.1' };
    case 'putModule':
      return {};
    case 'replaceSshServer':
      return { tenantId: at.tenantId, name: 'X', host: '10.1.1.1', username: 'x', credential: { kind: 'password', password: 'x' } };
    case 'replaceTunnel':
      return {
        pbxId: at.pbxId,
        sshServerId: at.sshServerId,
        name: 'X',
        mappings: [{ name: 'a', direction: 'outbound', localPort: 4000, remotePort: 4000 }],
      };
    case 'acceptHostKey':
      return { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` };
    default:
      return undefined;
  }
}

describe('every route of the contract', () => {
  let world: World;
  let north: Party;
  let south: Party;
  let foreign: Customer & { tunnelId: string };
  let own: Customer;

  beforeAll(async () => {
    world = await startWorld();
    [north, south] = [await world.party('north'), await world.party('south')];
    own = await customer(north);
    const theirs = await customer(south);
    foreign = { ...theirs, tunnelId: (await createTunnel(south, theirs)).id };
  }, 60_000);
  afterAll(() => world.stop());

  const foreignId = (path: string): string =>
    path.includes('/tenants/')
      ? foreign.tenantId
      : path.includes('/pbxs/')
        ? foreign.pbxId
        : path.includes('/ssh-servers/')
          ? foreign.sshServerId
          : foreign.tunnelId;

  it.each(signedIn)('%s asks for a credential before it looks at anything', async (name, e) => {
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

  it.each(withId)("%s does not find another provider's object, and changes nothing", async (name, e) => {
    const answer = await world.request(e.method, fill(e.path, foreignId(e.path)), {
      headers: credentials(north, e),
      body: bodyFor(name, own),
    });
    expect([name, answer.status, answer.body?.code]).toEqual([name, 404, 'not-found']);
    await expect(south.client.getTunnel({ params: { id: foreign.tunnelId } })).resolves.toMatchObject({ generation: 1, enabled: true });
    await expect(south.client.getSshServer({ params: { id: foreign.sshServerId } })).resolves.toMatchObject({
      hostKeys: [],
      name: 'Gateway',
    });
  });

  it.each(withId)("%s does not find another customer's object with a key for one customer", async (name, e) => {
    const narrow = await world.party('narrow', [own.tenantId], north.providerId);
    const other = await customer(north);
    const id = e.path.includes('/tenants/')
      ? other.tenantId
      : e.path.includes('/pbxs/')
        ? other.pbxId
        : e.path.includes('/ssh-servers/')
          ? other.sshServerId
          : randomUUID();
    const answer = await world.request(e.method, fill(e.path, id), { headers: credentials(narrow, e), body: bodyFor(name, own) });
    expect([name, answer.status]).toEqual([name, 404]);
  });

  it.each(withId)('%s says not found for an id that never was, or is none', async (name, e) => {
    for (const id of [randomUUID(), '1', "'; DROP TABLE tunnel", '%2e%2e']) {
      const answer = await world.request(e.method, fill(e.path, encodeURIComponent(id)), {
        headers: credentials(north, e),
        body: bodyFor(name, own),
      });
      expect([id, answer.status, answer.body?.code]).toEqual([id, 404, 'not-found']);
    }
  });

  it.each(entries.filter(([, e]) => e.body.type !== 'undefined'))(
    '%s refuses a body that is too large, broken, or no JSON',
    async (name, e) => {
      const at = foreign.tunnelId;
      const path = fill(e.path, at);
      const large = await world.request(e.method, path, { headers: bearer(north), raw: JSON.stringify({ name: 'x'.repeat(300_000) }) });
      expect([large.status, large.body.code, large.body.detail]).toEqual([413, 'body-too-large', 'The body may be 256 KiB at most.']);
      const broken = await world.request(e.method, path, { headers: bearer(north), raw: '{"name": ' });
      expect([broken.status, broken.body.code]).toEqual([400, 'malformed-json']);
      const form = await world.request(e.method, path, {
        headers: { ...bearer(north), 'content-type': 'application/x-www-form-urlencoded' },
        raw: 'name=x',
      });
      expect([form.status, form.body.code]).toEqual([415, 'unsupported-media-type']);
      const list = await world.request(e.method, path, { headers: bearer(north), raw: '[]' });
      expect([list.status, list.body.code, list.body.errors[0].pointer]).toEqual([422, 'validation-failed', '']);
    },
  );

  it('is served, and stands in the document under its name', async () => {
    const { body: document } = await world.request('GET', '/api/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    for (const [name, e] of entries) {
      expect(document.paths[e.path.replace(/:(\w+)/g, '{$1}')][e.method.toLowerCase()].operationId).toBe(name);
      const answer = await world.request(e.method, fill(e.path, randomUUID()), {
        headers: bearer(north),
        body: e.method === 'GET' ? undefined : {},
      });
      // Served routes may refuse, but never as unknown address or method.
      if (answer.status === 404) expect(e.path).toContain(':id');
      expect([name, answer.status]).not.toEqual([name, 405]);
    }
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
