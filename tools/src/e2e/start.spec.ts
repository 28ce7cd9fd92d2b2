import { existsSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describeWith, until } from '@stellwerk/testing';
import { clientOf, lives, Stack, type Ready, type Run } from './stack.js';

describeWith(['redis-server'], 'npm start', () => {
  let stack: Stack;
  let run: Run;
  let ready: Ready;

  beforeAll(async () => {
    stack = await Stack.make();
    run = stack.start();
    ready = await run.ready();
  }, 120_000);
  afterAll(() => stack.remove(), 30_000);

  it('tells address and sign-in on the screen and in ready.json, which only its owner may read', () => {
    expect(ready).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      apiUrl: `${ready.url}/api/v1`,
      email: expect.stringContaining('@'),
      password: expect.any(String),
      apiKey: expect.stringMatching(/^sw_live_/),
    });
    for (const fact of [ready.url, ready.email, ready.password, ready.apiKey]) expect(run.output).toContain(fact);
    expect(statSync(join(stack.data, 'ready.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(stack.data, 'key')).mode & 0o777).toBe(0o600);
  });

  it('serves API and portal behind one origin, and both ways of signing in work', async () => {
    const [live, readyz, portal] = await Promise.all(['/livez', '/readyz', '/'].map((path) => fetch(ready.url + path)));
    expect([live?.status, readyz?.status, portal?.status]).toEqual([200, 200, 200]);
    expect((await clientOf(ready).me()).kind).toBe('service-account');
    const session = await fetch(`${ready.apiUrl}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: ready.email, password: ready.password }),
    });
    expect(session.ok).toBe(true);
    expect(session.headers.getSetCookie().join()).toContain('stellwerk_session=');
  });

  it('refuses a taken port with a sentence that says what to do, and touches nothing', async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) =>
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as AddressInfo).port)),
    );
    const other = await Stack.make();
    const second = other.start({ PORT: String(port) });
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(`Port ${port} on 127.0.0.1 is taken`);
    expect(existsSync(join(other.data, 'postgres'))).toBe(false);
    await other.remove();
    holder.close();
  });

  it('refuses a second start on the same data folder and leaves the first alone', async () => {
    const second = stack.start();
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(`process ${run.pid}`);
    expect((await fetch(`${ready.url}/readyz`)).status).toBe(200);
  });

  it('on SIGTERM ends with 0 within 12 s, takes ready.json away and leaves no process', async () => {
    const family = await run.family();
    expect(family.length).toBeGreaterThan(6);
    const began = performance.now();
    expect(await run.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(12_000);
    expect(existsSync(join(stack.data, 'ready.json'))).toBe(false);
    await until('every process to be gone', () => !family.some(lives), 3_000);
  }, 30_000);

  it('killed without warning leaves no process either, and the next start finds data and sign-in again', async () => {
    const first = stack.start();
    const before = await first.ready();
    expect([before.email, before.password, before.apiKey]).toEqual([ready.email, ready.password, ready.apiKey]);
    await clientOf(before).createTenant({ query: {}, body: { name: 'Überlebt' } });
    const family = await first.family();
    first.process.kill('SIGKILL');
    await until('every process to be gone', () => !family.some(lives), 20_000);
    const second = stack.start();
    const after = await second.ready();
    expect((await clientOf(after).listTenants({ query: {} })).items.map((tenant) => tenant.name)).toContain('Überlebt');
    expect(await second.stop()).toBe(0);
  }, 120_000);
});
