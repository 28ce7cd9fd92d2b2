import { hashPassword } from '@stellwerk/secrets';
import { addApp, appCode, Browser } from '../test/browser.js';
import { PASSWORD, startWorld, type World } from '../test/world.js';

const NEXT = 'vier Katzen auf dem Dach';

describe('one’s own account', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  }, 60_000);
  afterAll(() => world.stop());

  const owner = async (name = 'north') => {
    const { email, providerId } = await world.party(name);
    const browser = new Browser(world);
    await browser.signIn(email);
    return { email, providerId, browser };
  };
  const change = (browser: Browser, next: string, current: string | undefined = PASSWORD, query = '') =>
    browser.send('PUT', `/me/password${query}`, { current, next });

  it('gets another name and language, and the audit keeps the name apart', async () => {
    const { browser, providerId } = await owner();
    const rehearsed = await browser.send('PATCH', '/me?validateOnly=true', { name: 'Anna Probe' });
    expect([rehearsed.status, rehearsed.body.name, (await browser.send('GET', '/me')).body.name]).toEqual([200, 'Anna Probe', 'north']);
    const changed = await browser.send('PATCH', '/me', { name: 'Anna Schmidt', locale: 'en' });
    expect(changed.body).toMatchObject({ name: 'Anna Schmidt', locale: 'en' });
    const [event] = await world.sql<{ record: string; personal: string }>(
      `SELECT record, personal FROM audit_event WHERE provider_id = $1 AND action = 'person.changed'`,
      providerId,
    );
    expect([event?.record.includes('Anna'), event?.personal.includes('Anna Schmidt')]).toEqual([false, true]);
  });

  it('gets another password: every other session ends, this one goes on under another token', async () => {
    const { email, browser } = await owner();
    const elsewhere = new Browser(world);
    await elsewhere.signIn(email);
    const seen = browser.copy();
    expect((await change(browser, NEXT, PASSWORD, '?validateOnly=true')).status).toBe(200);
    expect((await elsewhere.send('GET', '/me')).status).toBe(200);
    expect((await change(browser, NEXT)).status).toBe(200);
    expect([
      (await elsewhere.send('GET', '/me')).status,
      (await seen.send('GET', '/me')).status,
      (await browser.send('GET', '/me')).status,
    ]).toEqual([401, 401, 200]);
    expect([(await new Browser(world).signIn(email, PASSWORD)).status, (await new Browser(world).signIn(email, NEXT)).status]).toEqual([
      401, 201,
    ]);
  });

  it('keeps its password where the one so far is wrong, and slows down whoever tries', async () => {
    const { email, browser } = await owner();
    for (let i = 0; i < 10; i++) {
      const refused = await change(browser, NEXT, 'wrong');
      expect([refused.status, refused.body.code, refused.body.errors[0]]).toMatchObject([
        401,
        'sign-in-refused',
        { pointer: '/current', code: 'password-wrong' },
      ]);
    }
    expect((await change(browser, NEXT)).body.code).toBe('rate-limited');
    expect((await new Browser(world).signIn(email)).status).toBe(201);
  });

  it.each([
    ['kurz', 'password-too-short'],
    ['qwertzuiop123456', 'password-pattern'],
    ['Stellwerk2026!', 'password-personal'],
    ['Weihnachten2025', 'password-common'],
    ['P@ssw0rt!2024', 'password-common'],
    [PASSWORD, 'password-same'],
  ])('takes no password like %s', async (next, code) => {
    const { browser } = await owner();
    const refused = await change(browser, next);
    expect([refused.status, refused.body.code, refused.body.errors[0]]).toMatchObject([
      422,
      'password-refused',
      { pointer: '/next', code },
    ]);
    expect(refused.body.errors[0].detail.length).toBeGreaterThan(20);
  });

  it('whose password somebody else made opens only the page to choose another', async () => {
    const { email } = await owner();
    await world.sql(
      'UPDATE person SET password_hash = $2, password_one_time = true WHERE email = $1',
      email,
      await hashPassword('einmal-7Kq2'),
    );
    const browser = new Browser(world);
    expect((await browser.signIn(email, 'einmal-7Kq2')).body.stage).toBe('change-password');
    for (const [method, path] of [
      ['GET', '/tenants'],
      ['POST', '/me/totp'],
      ['POST', '/me/passkey-challenges'],
      ['DELETE', '/me/sessions'],
    ] as const)
      expect([path, (await browser.send(method, path)).body.code]).toEqual([path, 'sign-in-unfinished']);
    expect((await change(browser, 'einmal-7Kq2', 'einmal-7Kq2')).body.code).toBe('password-refused');
    const seen = browser.copy();
    const changed = await browser.send('PUT', '/me/password', { next: NEXT });
    expect([changed.status, changed.body.stage]).toEqual([200, 'full']);
    expect((await seen.send('GET', '/me')).status).toBe(401);
    expect((await new Browser(world).signIn(email, NEXT)).body.stage).toBe('full');
  });

  it('without a password gets one only by whoever has just proved to be there', async () => {
    const { email, browser } = await owner();
    await world.sql('UPDATE person SET password_hash = NULL WHERE email = $1', email);
    await world.sql(`UPDATE session SET proved_at = now() - interval '16 minutes'`);
    expect((await browser.send('PUT', '/me/password', { next: NEXT })).body.code).toBe('step-up-required');
    await world.sql('UPDATE session SET proved_at = now()');
    expect((await browser.send('PUT', '/me/password', { next: NEXT })).status).toBe(200);
  });

  it('is changed through a customer’s identity provider only where that one is in charge of all of it', async () => {
    const { email, providerId, browser } = await owner();
    const other = await world.party('south');
    const { secret } = await addApp(browser);
    const [idp] = await world.sql<{ id: string }>(
      `INSERT INTO identity_provider (provider_id, name, issuer, client_id, client_secret, secret_key_id, secret_key_version)
       VALUES ($1, 'Entra', 'https://login.example', 'x', '\\x00', gen_random_uuid(), 1) RETURNING id`,
      providerId,
    );
    await world.sql(
      `UPDATE session SET method = 'oidc', identity_provider_id = $1 WHERE person_id = (SELECT id FROM person WHERE email = $2)`,
      idp?.id,
      email,
    );
    expect((await browser.send('POST', '/me/recovery-codes')).status).toBe(201);
    await world.sql(
      `INSERT INTO member (person_id, provider_id, role, tenant_ids) SELECT id, $1, 'owner', '{}' FROM person WHERE email = $2`,
      other.providerId,
      email,
    );
    for (const [method, path, body] of [
      ['PUT', '/me/password', { current: PASSWORD, next: NEXT }],
      ['POST', '/me/passkey-challenges'],
      ['POST', '/me/recovery-codes'],
      ['DELETE', '/me/totp'],
    ] as const) {
      const refused = await browser.send(method, path, body);
      expect([path, refused.status, refused.body.errors[0].code]).toEqual([path, 422, 'signed-in-by-one-side']);
    }
    const byPassword = new Browser(world);
    await byPassword.signIn(email);
    await byPassword.send('POST', '/session/second-factor', { kind: 'totp', code: appCode(secret) });
    expect((await change(byPassword, NEXT)).status).toBe(200);
  });

  it('keeps passwords, secrets and codes out of the audit', async () => {
    const { providerId, browser } = await owner();
    const { secret, recoveryCodes } = await addApp(browser);
    await change(browser, NEXT);
    const rows = await world.sql('SELECT action, record, personal FROM audit_event WHERE provider_id = $1', providerId);
    const text = JSON.stringify(rows);
    expect(text).toContain('person.password-changed');
    for (const told of [PASSWORD, NEXT, secret, recoveryCodes?.[0] ?? '', browser.cookie.split('=')[1] ?? '', 'argon2'])
      expect(text).not.toContain(told);
  });

  it('tells its owner of every change of how they sign in, in the portal and by mail', async () => {
    const { email, browser } = await owner();
    await addApp(browser);
    await browser.send('POST', '/me/recovery-codes');
    await browser.send('DELETE', '/me/totp?validateOnly=true');
    await browser.send('DELETE', '/me/totp');
    await change(browser, NEXT);
    const told = await world.sql<{ kind: string; params: { what: string }; due: boolean }>(
      'SELECT n.kind, n.params, n.mail_due_at IS NOT NULL AS due FROM notification n JOIN person p ON p.id = n.person_id WHERE p.email = $1 ORDER BY n.created_at',
      email,
    );
    expect(told.map(({ kind, params, due }) => [kind, params.what, due])).toEqual(
      ['totp-added', 'recovery-codes', 'totp-removed', 'password'].map((what) => ['sign-in-changed', what, true]),
    );
  });

  it('is no machine’s', async () => {
    const { apiKey } = await world.party('machine');
    for (const path of ['/me/sessions', '/me/factors']) {
      const refused = await world.request('GET', `/api/v1${path}`, { headers: { authorization: `Bearer ${apiKey}` } });
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    }
  });
});
