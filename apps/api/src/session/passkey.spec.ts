import { Authenticator, type Behaviour } from '../test/authenticator.js';
import { addApp, Browser } from '../test/browser.js';
import { PASSWORD, startWorld, type World } from '../test/world.js';
import { relyingPartyOf } from './passkeys.js';

describe('the page that passkeys belong to', () => {
  it.each([
    ['https://stellwerk.example', 'stellwerk.example', 'https://stellwerk.example'],
    ['https://stellwerk.example:8443/', 'stellwerk.example', 'https://stellwerk.example:8443'],
    ['http://127.0.0.1:8080', 'localhost', 'http://localhost:8080'],
    ['http://[::1]:8080', 'localhost', 'http://localhost:8080'],
  ])('at %s is %s', (publicUrl, id, origin) => {
    expect(relyingPartyOf(publicUrl)).toMatchObject({ id, origin });
  });
});

const ORIGIN = 'http://stellwerk.test:8080';

describe('passkeys', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ publicUrl: ORIGIN });
  }, 60_000);
  afterAll(() => world.stop());

  const owner = async () => {
    const { email, providerId } = await world.party('north');
    const browser = new Browser(world);
    await browser.signIn(email);
    return { email, providerId, browser };
  };
  const add = async (browser: Browser, authenticator: Authenticator, behaviour?: Behaviour) => {
    const { flow, options } = (await browser.send('POST', '/me/passkey-challenges')).body;
    return browser.send('POST', '/me/passkeys', { flow, name: 'Laptop', response: authenticator.create(options, behaviour) });
  };
  const withPasskey = async () => {
    const person = await owner();
    const authenticator = new Authenticator(ORIGIN);
    const added = await add(person.browser, authenticator);
    expect(added.status).toBe(201);
    return { ...person, authenticator, added: added.body };
  };
  const enter = async (authenticator: Authenticator, behaviour?: Behaviour) => {
    const browser = new Browser(world);
    const { flow, options } = (await browser.send('POST', '/session/passkey-challenges')).body;
    return browser.send('POST', '/session/passkey', { flow, response: authenticator.get(options, behaviour) });
  };

  it('sign in without a name and a password, and need nothing more', async () => {
    const { email, providerId, authenticator, added } = await withPasskey();
    expect(added.recoveryCodes).toHaveLength(10);
    await world.sql('UPDATE provider SET mfa_required = true WHERE id = $1', providerId);
    const entered = await enter(authenticator);
    expect([entered.status, entered.body.email, entered.body.stage]).toEqual([201, email, 'full']);
    expect(entered.body.secondFactors).toEqual(['passkey', 'recovery-code']);
    const [session] = await world.sql<{ method: string }>(
      'SELECT s.method FROM session s JOIN person p ON p.id = s.person_id WHERE p.email = $1 ORDER BY s.created_at DESC',
      email,
    );
    expect(session?.method).toBe('passkey');
  });

  it('are a second factor behind the password, and a proof to be there', async () => {
    const { email, authenticator } = await withPasskey();
    const browser = new Browser(world);
    expect((await browser.signIn(email)).body.stage).toBe('second-factor');
    for (const path of ['/session/second-factor', '/session/proof']) {
      const { flow, options } = (await browser.send('POST', '/session/proof-challenges')).body;
      expect(options.allowCredentials).toHaveLength(1);
      const proved = await browser.send('POST', path, { kind: 'passkey', flow, response: authenticator.get(options) });
      expect([path, proved.status, proved.body.stage]).toEqual([path, 200, 'full']);
    }
  });

  it.each<[string, Behaviour]>([
    ['another key', { forged: true }],
    ['another page', { origin: 'https://stellwerk.test.evil.example' }],
    ['another port of the host', { origin: 'http://stellwerk.test:9090' }],
    ['another host', { rpId: 'evil.example' }],
    ['an authenticator that did not verify its user', { verified: false }],
    ['a copy that counts from an earlier moment', { counter: 1 }],
  ])('refuse the signature of %s', async (_, behaviour) => {
    const { authenticator } = await withPasskey();
    expect((await enter(authenticator)).status).toBe(201);
    const refused = await enter(authenticator, behaviour);
    expect([refused.status, refused.body.code]).toEqual([401, 'sign-in-refused']);
  });

  it('answer a challenge once, within five minutes, and only what it was made for', async () => {
    const { browser, authenticator } = await withPasskey();
    const visitor = new Browser(world);
    const challenge = async (by = visitor, path = '/session/passkey-challenges') => (await by.send('POST', path)).body;
    const answer = (flow: string, response: unknown) => new Browser(world).send('POST', '/session/passkey', { flow, response });

    const first = await challenge();
    const response = authenticator.get(first.options);
    expect((await answer(first.flow, response)).status).toBe(201);
    expect((await answer(first.flow, response)).status).toBe(401);
    expect((await answer((await challenge()).flow, response)).status).toBe(401);

    const spoilt = await challenge();
    expect((await answer(spoilt.flow, authenticator.get(spoilt.options, { forged: true }))).status).toBe(401);
    expect((await answer(spoilt.flow, authenticator.get(spoilt.options))).status).toBe(401);

    const late = await challenge();
    await world.sql(`UPDATE sign_in_flow SET expires_at = expires_at - interval '5 minutes'`);
    expect((await answer(late.flow, authenticator.get(late.options))).status).toBe(401);

    const forProof = await challenge(browser, '/session/proof-challenges');
    expect((await answer(forProof.flow, authenticator.get(forProof.options))).status).toBe(401);
    const forNew = await challenge(browser, '/me/passkey-challenges');
    expect((await answer(forNew.flow, authenticator.get({ ...forNew.options, rpId: 'stellwerk.test' }))).status).toBe(401);
  });

  it('of one person prove nothing for another', async () => {
    const [anna, ben] = [await withPasskey(), await withPasskey()];
    const { flow, options } = (await ben.browser.send('POST', '/session/proof-challenges')).body;
    const refused = await ben.browser.send('POST', '/session/proof', { kind: 'passkey', flow, response: anna.authenticator.get(options) });
    expect(refused.status).toBe(401);
    const hers = (await anna.browser.send('POST', '/session/proof-challenges')).body;
    const borrowed = await ben.browser.send('POST', '/session/proof', {
      kind: 'passkey',
      flow: hers.flow,
      response: ben.authenticator.get(hers.options),
    });
    expect(borrowed.status).toBe(401);
    expect((await ben.browser.send('DELETE', `/me/passkeys/${anna.added.id}`)).status).toBe(404);
  });

  it('can be registered once, by their verified user, on our page only', async () => {
    const { browser, authenticator } = await withPasskey();
    expect((await add(browser, authenticator)).body.errors[0].code).toBe('passkey-known');
    for (const behaviour of [{ verified: false }, { origin: 'https://evil.example' }, { rpId: 'evil.example' }]) {
      const refused = await add(browser, new Authenticator(ORIGIN), behaviour);
      expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'passkey-unusable']);
    }
    expect((await browser.send('GET', '/me/factors')).body.passkeys).toHaveLength(1);
  });

  it('answer in whichever process of the API', async () => {
    const { authenticator } = await withPasskey();
    const second = await world.another();
    try {
      const { flow, options } = (await new Browser(world).send('POST', '/session/passkey-challenges')).body;
      const entered = await fetch(`${second.url}/api/v1/session/passkey`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ flow, response: authenticator.get(options) }),
      });
      expect(entered.status).toBe(201);
    } finally {
      await second.stop();
    }
  });

  it('can be taken away, but never the last way in, nor the last factor where one is demanded', async () => {
    const { email, providerId, browser, added } = await withPasskey();
    await world.sql('UPDATE provider SET mfa_required = true WHERE id = $1', providerId);
    const remove = () => browser.send('DELETE', `/me/passkeys/${added.id}`);
    expect((await remove()).body.errors[0].code).toBe('last-factor');
    await world.sql('UPDATE person SET password_hash = NULL WHERE email = $1', email);
    await addApp(browser);
    expect((await remove()).body.errors[0].code).toBe('last-way-in');
    expect((await browser.send('PUT', '/me/password', { next: 'vier Katzen auf dem Dach' })).status).toBe(200);
    expect((await remove()).status).toBe(204);
    expect((await browser.send('GET', '/me')).body.secondFactors).toEqual(['totp', 'recovery-code']);
    expect((await new Browser(world).signIn(email, PASSWORD)).status).toBe(401);
  });
});
