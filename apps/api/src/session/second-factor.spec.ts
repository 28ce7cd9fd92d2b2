import { addApp, appCode, Browser } from '../test/browser.js';
import { PASSWORD, startWorld, type World } from '../test/world.js';

describe('a second factor', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  }, 60_000);
  afterAll(() => world.stop());

  const owner = async () => {
    const { email, providerId } = await world.party('north');
    const browser = new Browser(world);
    await browser.signIn(email);
    return { email, providerId, browser };
  };
  const withApp = async () => {
    const { email, providerId, browser } = await owner();
    const app = await addApp(browser);
    return { email, providerId, browser, ...app, recoveryCodes: app.recoveryCodes ?? [] };
  };
  const actions = (personEmail: string) =>
    world
      .sql<{ action: string }>(
        'SELECT action FROM audit_event WHERE actor_id = (SELECT id FROM person WHERE email = $1) ORDER BY at, seq',
        personEmail,
      )
      .then((rows) => rows.map(({ action }) => action));

  it('is asked after the password, and nothing works before it but signing out', async () => {
    const { email, secret } = await withApp();
    const browser = new Browser(world);
    const half = await browser.signIn(email);
    expect([half.status, half.body.stage, half.body.secondFactors]).toEqual([201, 'second-factor', ['totp', 'recovery-code']]);
    expect([half.body.permissions, half.body.memberships]).toEqual([[], []]);
    for (const [method, path, body] of [
      ['GET', '/tenants'],
      ['GET', '/me/sessions'],
      ['GET', '/me/factors'],
      ['POST', '/me/totp'],
      ['POST', '/me/passkey-challenges'],
      ['PUT', '/me/password', { current: PASSWORD, next: 'vier Katzen auf dem Dach' }],
      ['PATCH', '/me', { name: 'X' }],
      ['POST', '/session/proof', { kind: 'password', password: PASSWORD }],
      ['DELETE', '/me/sessions'],
    ] as const) {
      const refused = await browser.send(method, path, body);
      expect([path, refused.status, refused.body.code]).toEqual([path, 403, 'sign-in-unfinished']);
    }
    const whole = await browser.send('POST', '/session/second-factor', { kind: 'totp', code: appCode(secret) });
    expect([whole.status, whole.body.stage]).toEqual([200, 'full']);
    expect((await browser.send('GET', '/tenants')).status).toBe(200);
    expect((await actions(email)).slice(-2)).toEqual(['session.started', 'session.second-factor-given']);
  });

  it('gives the session another token: whoever planted or saw the first one stays outside', async () => {
    const { email, secret } = await withApp();
    const browser = new Browser(world);
    await browser.signIn(email);
    const thief = browser.copy();
    await browser.send('POST', '/session/second-factor', { kind: 'totp', code: appCode(secret) });
    expect(thief.cookie).not.toBe(browser.cookie);
    expect((await thief.send('GET', '/me')).status).toBe(401);
    expect((await browser.send('GET', '/me')).body.stage).toBe('full');
  });

  it('takes no code twice, and none that is older than the last one taken', async () => {
    const { email, secret } = await withApp();
    const [first, second] = [new Browser(world), new Browser(world)];
    await first.signIn(email);
    await second.signIn(email);
    const at = Date.now();
    const give = (browser: Browser, steps: number) =>
      browser.send('POST', '/session/second-factor', { kind: 'totp', code: appCode(secret, steps, at) });
    expect((await give(first, 1)).status).toBe(200);
    for (const steps of [1, 0, -1]) expect([steps, (await give(second, steps)).body.code]).toEqual([steps, 'sign-in-refused']);
    expect((await second.send('GET', '/me')).body.stage).toBe('second-factor');
  });

  it('takes one code only once when two send it at the same moment', async () => {
    const { email, secret } = await withApp();
    const browsers = Array.from({ length: 4 }, () => new Browser(world));
    for (const browser of browsers) await browser.signIn(email);
    const code = appCode(secret);
    const answers = await Promise.all(browsers.map((browser) => browser.send('POST', '/session/second-factor', { kind: 'totp', code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  });

  it('is not the password once more', async () => {
    const { email } = await withApp();
    const browser = new Browser(world);
    await browser.signIn(email);
    const refused = await browser.send('POST', '/session/second-factor', { kind: 'password', password: PASSWORD });
    expect([refused.status, refused.body.code]).toEqual([401, 'sign-in-refused']);
  });

  it('can be a recovery code, each good once, until new ones are made', async () => {
    const { email, browser, recoveryCodes } = await withApp();
    expect(recoveryCodes).toHaveLength(10);
    const [code = '', other = ''] = recoveryCodes;
    const enter = async (typed: string) => {
      const fresh = new Browser(world);
      await fresh.signIn(email);
      return (await fresh.send('POST', '/session/second-factor', { kind: 'recovery-code', code: typed })).status;
    };
    expect([await enter(code.toUpperCase().replaceAll('-', ' ')), await enter(code)]).toEqual([200, 401]);
    expect((await browser.send('GET', '/me/factors')).body.recoveryCodesLeft).toBe(9);
    const renewed = await browser.send('POST', '/me/recovery-codes');
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect([await enter(other), await enter(renewed.body.recoveryCodes[0])]).toEqual([401, 200]);
    expect(await actions(email)).toContain('person.recovery-code-used');
    const kept = await world.sql('SELECT hash FROM recovery_code WHERE used_at IS NOT NULL');
    expect(JSON.stringify(kept)).not.toContain(code);
  });

  it('is guessed at slowly, from wherever', async () => {
    const { email, secret } = await withApp();
    const browser = new Browser(world);
    await browser.signIn(email);
    const give = (code: string) => browser.send('POST', '/session/second-factor', { kind: 'totp', code });
    for (let i = 0; i < 10; i++) expect((await give('000000')).status).toBe(401);
    const slowed = await give(appCode(secret));
    expect([slowed.status, slowed.body.code]).toEqual([429, 'rate-limited']);
  });

  it('that the provider demands has to be set up before anything else', async () => {
    const { email, providerId } = await world.party('strict');
    await world.sql('UPDATE provider SET mfa_required = true WHERE id = $1', providerId);
    const browser = new Browser(world);
    expect((await browser.signIn(email)).body.stage).toBe('enrol-factor');
    const before = browser.copy();
    expect((await browser.send('GET', '/tenants')).body.code).toBe('sign-in-unfinished');
    expect((await browser.send('GET', '/me/factors')).body).toMatchObject({ required: true, totp: null, passkeys: [] });
    const { recoveryCodes } = await addApp(browser);
    expect(recoveryCodes).toHaveLength(10);
    expect((await browser.send('GET', '/me')).body.stage).toBe('full');
    expect((await before.send('GET', '/me')).status).toBe(401);
    const refused = await browser.send('DELETE', '/me/totp');
    expect([refused.status, refused.body.code, refused.body.errors[0].code]).toEqual([422, 'factor-refused', 'last-factor']);
    expect((await browser.send('GET', '/me/factors')).body.totp).not.toBeNull();
  });

  it('that was set up meanwhile is asked for: a sign-in that was told to set one up does not put another beside it', async () => {
    const { email, providerId } = await world.party('strict');
    await world.sql('UPDATE provider SET mfa_required = true WHERE id = $1', providerId);
    const [thief, own] = [new Browser(world), new Browser(world)];
    expect((await thief.signIn(email)).body.stage).toBe('enrol-factor');
    await own.signIn(email);
    await addApp(own);
    for (const path of ['/me/passkey-challenges', '/me/totp']) {
      const refused = await thief.send('POST', path);
      expect([path, refused.status, refused.body.code]).toEqual([path, 401, 'unauthenticated']);
    }
  });

  it('is kept sealed, belongs to one person only, and is not in force before it was confirmed', async () => {
    const { email, browser } = await owner();
    const { secret } = (await browser.send('POST', '/me/totp')).body;
    const wrong = await browser.send('POST', '/me/totp/confirmation', { code: '000000' });
    expect([wrong.status, wrong.body.errors[0]]).toMatchObject([422, { pointer: '/code', code: 'code-wrong' }]);
    expect((await new Browser(world).signIn(email)).body.stage).toBe('full');
    await browser.send('POST', '/me/totp/confirmation', { code: appCode(secret) });
    const [row] = await world.sql<{ totp_secret: Buffer }>('SELECT totp_secret FROM person WHERE email = $1', email);
    expect(row?.totp_secret.includes(secret)).toBe(false);

    // The same bytes in another person's row open nothing.
    const other = await owner();
    await world.sql(
      'UPDATE person SET (totp_secret, totp_key_id, totp_key_version, totp_confirmed_at) = (SELECT totp_secret, totp_key_id, totp_key_version, now() FROM person WHERE email = $1) WHERE email = $2',
      email,
      other.email,
    );
    const browserOfOther = new Browser(world);
    await browserOfOther.signIn(other.email);
    expect((await browserOfOther.send('POST', '/session/second-factor', { kind: 'totp', code: appCode(secret, 1) })).status).toBe(401);
  });

  it('can be taken away again by whoever proves to be there, and its recovery codes with it', async () => {
    const { email, browser } = await withApp();
    await world.sql(
      `UPDATE session SET proved_at = now() - interval '16 minutes' WHERE person_id = (SELECT id FROM person WHERE email = $1)`,
      email,
    );
    for (const [method, path] of [
      ['DELETE', '/me/totp'],
      ['POST', '/me/totp'],
      ['POST', '/me/passkey-challenges'],
      ['POST', '/me/recovery-codes'],
    ] as const)
      expect([path, (await browser.send(method, path)).body.code]).toEqual([path, 'step-up-required']);
    await browser.send('POST', '/session/proof', { kind: 'password', password: PASSWORD });
    expect((await browser.send('DELETE', '/me/totp?validateOnly=true')).status).toBe(204);
    expect((await browser.send('GET', '/me')).body.secondFactors).toEqual(['totp', 'recovery-code']);
    expect((await browser.send('DELETE', '/me/totp')).status).toBe(204);
    expect((await browser.send('GET', '/me')).body.secondFactors).toEqual([]);
    expect((await new Browser(world).signIn(email)).body.stage).toBe('full');
  });
});

describe('proving to be there', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  }, 60_000);
  afterAll(() => world.stop());

  it('takes password, app and recovery code, gives another token, and counts for what asks for it', async () => {
    const { email } = await world.party('north');
    const browser = new Browser(world);
    await browser.signIn(email);
    const { secret, recoveryCodes } = await addApp(browser);
    for (const proof of [
      { kind: 'password', password: PASSWORD },
      { kind: 'totp', code: appCode(secret) },
      { kind: 'recovery-code', code: recoveryCodes?.[0] },
    ]) {
      await world.sql(`UPDATE session SET proved_at = now() - interval '1 hour'`);
      const seen = browser.copy();
      const proved = await browser.send('POST', '/session/proof', proof);
      expect([proof.kind, proved.status, Date.now() - Date.parse(proved.body.provedAt) < 60_000]).toEqual([proof.kind, 200, true]);
      expect((await seen.send('GET', '/me')).status).toBe(401);
      expect((await browser.send('DELETE', '/me/totp?validateOnly=true')).status).toBe(204);
    }
  });

  it('refuses what is wrong, writes that down, and leaves the session as it was', async () => {
    const { email, providerId } = await world.party('south');
    const browser = new Browser(world);
    const { body: me } = await browser.signIn(email);
    for (const proof of [
      { kind: 'password', password: 'wrong' },
      { kind: 'totp', code: '123456' },
      { kind: 'recovery-code', code: 'aaaa-aaaa-aaaa-aaaa' },
      { kind: 'passkey', flow: 'x', response: {} },
    ])
      expect([proof.kind, (await browser.send('POST', '/session/proof', proof)).body.code]).toEqual([proof.kind, 'sign-in-refused']);
    expect((await browser.send('GET', '/me')).body.provedAt).toBe(me.provedAt);
    const [refusals] = await world.sql<{ n: string }>(
      `SELECT count(*) AS n FROM audit_event WHERE provider_id = $1 AND action = 'session.refused' AND outcome = 'refused' AND actor_id = $2`,
      providerId,
      me.id,
    );
    expect(Number(refusals?.n)).toBe(4);
  });
});
