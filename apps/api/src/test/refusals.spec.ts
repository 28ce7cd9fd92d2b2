import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { until } from '@stellwerk/testing';
import { bearer, type Party, startWorld, type World } from './world.js';

describe('every answer', () => {
  let world: World;
  let north: Party;
  beforeAll(async () => {
    world = await startWorld();
    north = await world.party('north');
  }, 60_000);
  afterAll(() => world.stop());

  it('carries a request id, a caller’s own when it looks like one', async () => {
    const own = await world.request('GET', '/api/v1/me', { headers: { ...bearer(north), 'x-request-id': 'trace-0001' } });
    expect(own.headers.get('x-request-id')).toBe('trace-0001');
    const made = await world.request('GET', '/api/v1/me', { headers: { ...bearer(north), 'x-request-id': '<script>alert(1)</script>' } });
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect((await world.request('GET', '/api/v1/nothing', { headers: { 'x-request-id': 'trace-0002' } })).body.requestId).toBe(
      'trace-0002',
    );
  });

  it('keeps browsers from guessing, framing and caching', async () => {
    const { headers } = await world.request('GET', '/api/v1/me', { headers: bearer(north) });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('etag')).toBeNull();
  });

  it.each([
    ['GET', '/api/v1/nothing', 404, 'not-found'],
    ['GET', '/api/v1/tunnels/%E0%A4%A', 404, 'not-found'],
    ['GET', '/nothing', 404, 'not-found'],
    ['PATCH', '/api/v1/tenants', 405, 'method-not-allowed'],
    ['POST', '/api/v1/me', 405, 'method-not-allowed'],
    ['DELETE', '/api/v1/events', 404, 'not-found'],
  ])('is a problem for %s %s', async (method, path, status, code) => {
    const answer = await world.request(method, path, { headers: bearer(north) });
    expect([answer.status, answer.body.code, answer.body.title !== '', answer.body.instance]).toEqual([status, code, true, path]);
    if (status === 405) expect(answer.headers.get('allow')).toMatch(/GET|POST/);
  });

  it('is JSON or nothing', async () => {
    const answer = await world.request('GET', '/api/v1/me', { headers: { ...bearer(north), accept: 'text/csv' } });
    expect([answer.status, answer.body.code]).toEqual([406, 'not-acceptable']);
  });

  it('is given to a body that lies about its length, its compression and its character set', async () => {
    const gzip = await world.request('POST', '/api/v1/tenants', {
      headers: { ...bearer(north), 'content-encoding': 'gzip' },
      raw: 'not gzip',
    });
    expect([gzip.status, gzip.body.code]).toEqual([400, 'malformed-json']);
    const charset = await world.request('POST', '/api/v1/tenants', {
      headers: { ...bearer(north), 'content-type': 'application/json; charset=ebcdic' },
      raw: '{}',
    });
    expect([charset.status, charset.body.code]).toEqual([415, 'unsupported-media-type']);
    const nothing = await world.request('POST', '/api/v1/tenants', { headers: bearer(north) });
    expect([nothing.status, nothing.body.code]).toEqual([422, 'validation-failed']);
  });

  it('comes before a body over the limit was read to its end', async () => {
    const { hostname, port } = new URL(world.url);
    const status = await new Promise<number>((resolve, reject) => {
      const upload = request(
        {
          hostname,
          port,
          method: 'POST',
          path: '/api/v1/tenants',
          headers: { ...bearer(north), 'content-type': 'application/json', 'content-length': 50_000_000 },
        },
        (response) => {
          resolve(response.statusCode ?? 0);
          upload.destroy();
        },
      );
      upload.on('error', reject);
      upload.write('{"name":"');
    });
    expect(status).toBe(413);
  });

  it('says unavailable, and when to come again, while the database does not answer; /livez goes on', async () => {
    // SIGSTOP would let each request wait for its timeout; cutting every connection and refusing new ones is the quick form of away.
    const { pid } = world.postgres;
    const children = execFileSync('ps', ['--ppid', String(pid), '-o', 'pid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => /stellwerk_(app|system)/.test(line))
      .map((line) => Number(line.trim().split(' ')[0]));
    process.kill(pid, 'SIGSTOP');
    for (const child of children) process.kill(child, 'SIGTERM');
    try {
      expect((await world.request('GET', '/livez')).body).toEqual({ status: 'ok' });
      const ready = await world.request('GET', '/readyz');
      expect([ready.status, ready.body.postgres, ready.body.status]).toEqual([503, 'away', 'unavailable']);
      const answer = await world.request('GET', '/api/v1/me', { headers: { ...bearer(north), 'accept-language': 'de' } });
      expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([503, 'unavailable', '5']);
      expect(answer.body.detail).toContain('Tunnel laufen weiter');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await until('the database to be back', async () => (await world.request('GET', '/readyz')).status === 200, 15_000);
  }, 45_000);
});
