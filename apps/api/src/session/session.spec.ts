import { createClient } from '@stellwerk/contracts';
import { until } from '@stellwerk/testing';
import { bearer, customer, PASSWORD, type Party, startWorld, type World } from '../test/world.js';

describe('signing in', () => {
  let world: World;
  let north: Party;
  beforeAll(async () => {
    world = await startWorld({
      limits: { signIn: { pair: { points: 3, seconds: 60 }, account: { points: 5, seconds: 60 }, address: { points: 400, seconds: 60 } } },
    });
    north = await world.party('north');
  }, 60_000);
  afterAll(() => world.stop());

  const signIn = (email: string, password = PASSWORD, headers: Record<string, string> = {}) =>
    world.request('POST', '/api/v1/session', { body: { email, password }, headers });
  const cookieOf = (answer: { headers: Headers }): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

  it('is not made with a password that was changed while it was being judged', async () => {
    const { email } = await world.party('racing');
    const { answer } = await world.store.asSystem('test', async (tx) => {
      const person = await tx.people.findByEmail(email);
      await tx.people.lock(person?.id ?? '');
      const answer = signIn(email);
      await until('the sign-in to wait for the person', async () => {
        const [row] = await world.sql<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
        return (row?.n ?? 0) > 0;
      });
      await tx.people.setPassword(person?.id ?? '', 'another');
      return { answer };
    });
    expect(await answer).toMatchObject({ status: 401, body: { code: 'sign-in-refused' } });
    expect(await world.sql('SELECT 1 FROM session s JOIN person p ON p.id = s.person_id WHERE p.email = $1', email)).toEqual([]);
  });

  it('sets a cookie that scripts cannot read, and answers who it is', async () => {
    const answer = await signIn(north.email.toUpperCase());
    expect(answer.status).toBe(201);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^stellwerk_session=[\w-]{43}; Max-Age=604800; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.body).toMatchObject({ email: north.email, kind: 'member', provider: { id: north.providerId, name: 'north' } });
    const me = await world.request('GET', '/api/v1/me', { headers: { cookie: cookieOf(answer) } });
    expect(me.body).toEqual(answer.body);
  });

  it('lets a page change something only with the CSRF token, and a key without', async () => {
    const answer = await signIn(north.email);
    const cookie = cookieOf(answer);
    const body = { name: 'Kunde' };
    const attempts: Record<string, string>[] = [{ cookie }, { cookie, 'x-csrf-token': 'x'.repeat(43) }];
    for (const headers of attempts) {
      const refused = await world.request('POST', '/api/v1/tenants', { headers, body });
      expect([refused.status, refused.body.code]).toEqual([403, 'csrf-refused']);
    }
    expect(
      (await world.request('POST', '/api/v1/tenants', { headers: { cookie, 'x-csrf-token': answer.body.csrfToken }, body })).status,
    ).toBe(201);
    expect((await world.request('POST', '/api/v1/tenants', { headers: bearer(north), body })).status).toBe(201);
    expect((await north.client.me()).csrfToken).toBeNull();
  });

  it('ends with sign-out, for the session and for nobody else', async () => {
    const [first, second] = [await signIn(north.email), await signIn(north.email)];
    const out = await world.request('DELETE', '/api/v1/session', {
      headers: { cookie: cookieOf(first), 'x-csrf-token': first.body.csrfToken },
    });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^stellwerk_session=;.*Expires=Thu, 01 Jan 1970/);
    expect((await world.request('GET', '/api/v1/me', { headers: { cookie: cookieOf(first) } })).status).toBe(401);
    expect((await world.request('GET', '/api/v1/me', { headers: { cookie: cookieOf(second) } })).status).toBe(200);
  });

  it('refuses a wrong password and an unknown account alike, in the language of the reader', async () => {
    const wrong = await signIn(north.email, 'wrong', { 'accept-language': 'de-DE' });
    const unknown = await signIn('nobody@example.org', 'wrong', { 'accept-language': 'de-DE' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body.detail).toMatch(/^Das stimmt nicht/);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect(wrong.headers.get('content-language')).toBe('de');
  });

  it('slows down guessing at one account, even with the right password then, and says for how long', async () => {
    const south = await world.party('south');
    for (let i = 0; i < 3; i++) expect((await signIn(south.email, 'wrong')).status).toBe(401);
    const slowed = await signIn(south.email);
    expect([slowed.status, slowed.body.code]).toEqual([429, 'rate-limited']);
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn(north.email)).status).toBe(201);
  });

  it('takes as long to refuse an account that exists as one that does not, nor tells either apart by the limits', async () => {
    const known = await world.party('timed');
    const took = async (email: string): Promise<{ ms: number; status: number }> => {
      const began = performance.now();
      const { status } = await signIn(email, 'wrong');
      return { ms: performance.now() - began, status };
    };
    for (const email of [known.email, 'nobody-timed@example.org']) {
      const met = [await took(email), await took(email), await took(email), await took(email)];
      expect(met.map(({ status }) => status)).toEqual([401, 401, 401, 429]);
      for (const { ms } of met.slice(0, 3)) expect(ms).toBeGreaterThan(395);
    }
  });

  it('counts guesses in all processes together', async () => {
    const west = await world.party('west');
    const second = await world.another();
    const guess = async (url: string, password = 'wrong') => {
      const body = JSON.stringify({ email: west.email, password });
      return (await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status;
    };
    try {
      expect([await guess(world.url), await guess(second.url), await guess(world.url)]).toEqual([401, 401, 401]);
      expect([await guess(world.url, PASSWORD), await guess(second.url, PASSWORD)]).toEqual([429, 429]);
    } finally {
      await second.stop();
    }
  });

  it('is written down, done or refused, with where it came from kept apart', async () => {
    const east = await world.party('east');
    await signIn(east.email, 'wrong');
    const done = await signIn(east.email);
    await world.request('DELETE', '/api/v1/session', { headers: { cookie: cookieOf(done), 'x-csrf-token': done.body.csrfToken } });
    const events = await world.sql<{ action: string; outcome: string; record: string; personal: string }>(
      'SELECT action, outcome, record, personal FROM audit_event WHERE provider_id = $1 ORDER BY seq',
      east.providerId,
    );
    expect(events.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['session.refused', 'refused'],
      ['session.started', 'done'],
      ['session.ended', 'done'],
    ]);
    for (const { record, personal } of events) {
      expect([record.includes('127.0.0.1'), record.includes(east.email), personal.includes('127.0.0.1')]).toEqual([false, false, true]);
      expect(record + personal).not.toContain(cookieOf(done).split('=')[1]);
    }
  });

  it('lets nobody in who is a member of nothing, or only where another way in is enforced', async () => {
    const lone = await world.party('lone');
    await world.sql(
      `INSERT INTO identity_provider (provider_id, name, issuer, client_id, client_secret, secret_key_id, secret_key_version, enforced)
       VALUES ($1, 'Entra', 'https://login.example', 'x', '\\x00', gen_random_uuid(), 1, true)`,
      lone.providerId,
    );
    await world.sql(`UPDATE member SET role = 'admin' WHERE provider_id = $1`, lone.providerId);
    expect((await signIn(lone.email)).status).toBe(401);
    await world.sql(`UPDATE member SET role = 'owner' WHERE provider_id = $1`, lone.providerId);
    expect((await signIn(lone.email)).body.stage).toBe('enrol-factor');
    await world.sql('DELETE FROM member WHERE provider_id = $1', lone.providerId);
    expect((await signIn(lone.email)).status).toBe(401);
  });

  it('takes no credential that is not exactly one of ours', async () => {
    const good = north.apiKey;
    const altered = good.slice(0, -1) + (good.endsWith('0') ? '1' : '0');
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      `Basic ${good}`,
      `Bearer ${altered}`,
      `Bearer ${good.slice(0, 20)}`,
      `Bearer ${'x'.repeat(5000)}`,
      `Bearer ${good} ${good}`,
    ]) {
      const answer = await world.request('GET', '/api/v1/me', { headers: { authorization } });
      expect([authorization.slice(0, 30), answer.status]).toEqual([authorization.slice(0, 30), 401]);
    }
    for (const cookie of [
      'stellwerk_session=',
      'stellwerk_session=x',
      `stellwerk_session=${'x'.repeat(4000)}`,
      'other=1; stellwerk_session',
    ]) {
      expect((await world.request('GET', '/api/v1/me', { headers: { cookie } })).status).toBe(401);
    }
  });

  it('gives a key for one customer only that customer', async () => {
    const [mine, other] = [await customer(north), await customer(north)];
    const narrow = await world.party('narrow', [mine.tenantId], north.providerId);
    const client = createClient({ baseUrl: world.url, headers: () => bearer(narrow) });
    expect((await client.listTenants({})).items.map(({ id }) => id)).toEqual([mine.tenantId]);
    expect((await client.listSshServers({ query: { tenantId: other.tenantId } })).items).toEqual([]);
    expect((await world.request('POST', '/api/v1/tenants', { headers: bearer(narrow), body: { name: 'X' } })).body.code).toBe('forbidden');
  });
});

describe('the cookie behind https', () => {
  it('is bound to the host', async () => {
    const world = await startWorld({ publicUrl: 'https://stellwerk.example' });
    const north = await world.party('north');
    const answer = await world.request('POST', '/api/v1/session', { body: { email: north.email, password: PASSWORD } });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-stellwerk_session=.*; HttpOnly; Secure; SameSite=Lax$/);
    await world.stop();
  }, 60_000);
});
