import { type Actor, hire, visit } from '../test/cast.js';
import { CLIENT } from '../test/issuer-server.js';
import { type RogueIssuer, startRogueIssuer, type Told } from '../test/rogue-issuer.js';
import { Traveller } from '../test/traveller.js';
import { type Party, startWorld, type World } from '../test/world.js';

/** What an attacker sends instead of what was asked for. The issuer is real enough to be set up; everything else is a lie. */
describe('what comes back from an OpenID provider', () => {
  let world: World;
  let north: Party;
  let rogue: RogueIssuer;
  let anna: Actor;
  let id: string;
  let nonce = '';
  const now = () => Math.floor(Date.now() / 1000);
  beforeAll(async () => {
    rogue = await startRogueIssuer(() => nonce);
    world = await startWorld({
      openid: { allowedNetworks: [], trusted: [rogue.cert] },
      limits: { openid: { points: 10_000, seconds: 60 } },
    });
    north = await world.party('north');
    anna = await hire(world, 'technician', north);
    const asOwner = await visit(world, await hire(world, 'owner', north));
    const provider = await asOwner.client.createIdentityProvider({
      body: { name: 'Anmeldung', issuer: rogue.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret },
      query: {},
    });
    id = provider.id;
    await world.store.asSystem('test', (tx) => tx.externalIdentities.link(anna.personId, rogue.issuer, 'anna'));
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await rogue.stop();
  });
  beforeEach(() => Object.assign(rogue, { told: {}, answer: null, discovery: {} }));

  /** The address to come back to, as the issuer would write it. */
  async function there(traveller: Traveller, query: Record<string, string> = {}): Promise<string> {
    const url = await traveller.depart(id);
    nonce = url.searchParams.get('nonce') ?? '';
    const back = new URLSearchParams({ code: 'c', state: url.searchParams.get('state') ?? '', ...query });
    return `/api/v1/session/oidc/${id}/callback?${back.toString()}`;
  }
  const fresh = () => new Traveller(world, [rogue.cert]);
  const signedIn = async (traveller: Traveller) => (await traveller.visit('/api/v1/me')).status === 200;

  it('is asked for with PKCE, nonce and state, and with the address of this provider alone', async () => {
    const url = await fresh().depart(id);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: `http://127.0.0.1/api/v1/session/oidc/${id}/callback`,
      scope: 'openid profile',
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(url.searchParams.get(name)).toMatch(/^[\w-]{43}$/);
  });

  it('lets somebody in when everything is right', async () => {
    const traveller = fresh();
    const home = await traveller.visit(await there(traveller));
    expect([home.status, home.location]).toEqual([302, 'http://127.0.0.1/']);
    expect((await traveller.visit('/api/v1/me')).body).toMatchObject({ email: anna.email, role: 'technician', stage: 'full' });
  });

  it.each<[string, () => Told]>([
    ['signed by somebody else under the issuer’s key id', () => ({ key: rogue.strangersKey })],
    ['not signed', () => ({ key: null, header: { alg: 'none' } })],
    ['not signed, with the algorithm still named', () => ({ key: null })],
    ['signed with the client secret', () => ({ key: CLIENT.secret, header: { alg: 'HS256' } })],
    ['signed with a key the issuer does not publish', () => ({ header: { kid: 'two' }, key: rogue.strangersKey })],
    ['run out', () => ({ claims: { iat: now() - 900, exp: now() - 300 } })],
    ['without an end', () => ({ claims: { exp: undefined } })],
    ['not valid yet', () => ({ claims: { nbf: now() + 3_600 } })],
    ['for another client', () => ({ claims: { aud: 'other' } })],
    ['for several clients, and used by another', () => ({ claims: { aud: [CLIENT.id, 'other'], azp: 'other' } })],
    ['of another issuer', () => ({ claims: { iss: 'https://login.example' } })],
    ['for another flow', () => ({ claims: { nonce: 'x'.repeat(43) } })],
    ['for no flow in particular', () => ({ claims: { nonce: undefined } })],
    ['of nobody', () => ({ claims: { sub: '' } })],
    ['of no subject', () => ({ claims: { sub: undefined } })],
    ['with a number for a subject', () => ({ claims: { sub: 7 } })],
  ])('refuses a token %s', async (_, told) => {
    const traveller = fresh();
    const path = await there(traveller);
    rogue.told = told();
    const answer = await traveller.visit(path);
    expect([answer.status, answer.body.code, await signedIn(traveller)]).toEqual([401, 'openid-refused', false]);
  });

  it.each<[string, number, unknown]>([
    ['no ID token', 200, { access_token: 'x', token_type: 'Bearer' }],
    ['an ID token that is none', 200, { access_token: 'x', token_type: 'Bearer', id_token: 'x.y.z' }],
    ['an error', 400, { error: 'invalid_grant' }],
    ['a redirect', 302, {}],
    ['a failure', 500, 'Internal Server Error'],
    ['nonsense', 200, ['x']],
  ])('refuses %s from the token endpoint', async (_, status, body) => {
    const traveller = fresh();
    const path = await there(traveller);
    rogue.answer = { status, body };
    const answer = await traveller.visit(path);
    expect([answer.status, answer.body.code, await signedIn(traveller)]).toEqual([401, 'openid-refused', false]);
  });

  it('takes a state once, also when it comes back twice at the same moment', async () => {
    const traveller = fresh();
    const path = await there(traveller);
    const before = rogue.asked.length;
    const answers = await Promise.all([traveller.visit(path), traveller.visit(path), traveller.visit(path)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 401, 401]);
    expect([(await traveller.visit(path)).status, rogue.asked.length - before]).toEqual([401, 1]);
  });

  it('takes a state only in the browser it was made for, at the provider it was made for, and in time', async () => {
    const [traveller, victim] = [fresh(), fresh()];
    await there(victim);
    const before = rogue.asked.length;
    expect((await victim.visit(await there(traveller))).body.code).toBe('openid-refused');
    expect(await signedIn(victim)).toBe(false);
    const elsewhere = (await there(traveller)).replace(id, 'b4f2a5f0-5a60-4c1e-9d0e-0d2f0f0f0f0f');
    expect((await traveller.visit(elsewhere)).body.code).toBe('openid-refused');
    const late = await there(traveller);
    await world.sql('UPDATE sign_in_flow SET expires_at = now()');
    expect((await traveller.visit(late)).body.code).toBe('openid-refused');
    expect(rogue.asked.length).toBe(before);
  });

  it('refuses a code in the name of another issuer (RFC 9207), and an error', async () => {
    const traveller = fresh();
    const before = rogue.asked.length;
    expect((await traveller.visit(await there(traveller, { iss: 'https://login.example' }))).body.code).toBe('openid-refused');
    const path = (await there(traveller, { error: 'access_denied' })).replace('code=c&', '');
    expect((await traveller.visit(path)).body.code).toBe('openid-refused');
    expect(rogue.asked.length).toBe(before);
  });

  it('is fetched from no address inside the house that the issuer names', async () => {
    rogue.discovery = { token_endpoint: 'https://10.0.0.1/token' };
    const owner = await visit(world, await hire(world, 'owner', north));
    const { id: second } = await owner.client.createIdentityProvider({
      body: { name: 'Innen', issuer: rogue.issuer, clientId: 'innen', clientSecret: CLIENT.secret },
      query: {},
    });
    const traveller = fresh();
    const url = await traveller.depart(second);
    const answer = await traveller.visit(`/api/v1/session/oidc/${second}/callback?code=c&state=${url.searchParams.get('state')}`);
    expect([answer.status, answer.body.code]).toEqual([422, 'host-forbidden']);
  });

  it('is told to a person by the portal, and to a program as a problem', async () => {
    const traveller = fresh();
    const answer = await traveller.visit(`/api/v1/session/oidc/${id}/callback?state=x&code=x`, {
      accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    });
    expect([answer.status, answer.location]).toEqual([302, 'http://127.0.0.1/sign-in?problem=openid-refused']);
  });

  it('redeems a code with the secret that was entered and the verifier of the challenge', async () => {
    const traveller = fresh();
    await traveller.visit(await there(traveller));
    expect(rogue.asked.at(-1)).toMatch(/code_verifier=[\w-]{43}/);
    const [row] = await world.sql<{ text: string }>('SELECT i::text AS text FROM identity_provider i WHERE id = $1', id);
    expect(row?.text).not.toContain(CLIENT.secret);
  });

  it('is written down where it was refused', async () => {
    const traveller = fresh();
    const path = await there(traveller);
    rogue.told = { claims: { aud: 'other' } };
    await traveller.visit(path);
    const [last] = await world.sql<{ action: string; outcome: string; target_id: string }>(
      'SELECT action, outcome, target_id FROM audit_event WHERE provider_id = $1 ORDER BY seq DESC LIMIT 1',
      north.providerId,
    );
    expect(last).toEqual({ action: 'session.refused', outcome: 'refused', target_id: id });
  });
});
