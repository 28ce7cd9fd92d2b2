import { randomUUID } from 'node:crypto';
import { type Actor, hire, visit, type Visit } from '../test/cast.js';
import { CLIENT } from '../test/issuer-server.js';
import { type RealProvider, startRealProvider } from '../test/openid-provider.js';
import { Traveller } from '../test/traveller.js';
import { customer, type Customer, type Party, refusal, startWorld, type World } from '../test/world.js';

const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' };

/** Against `oidc-provider`, over TLS on a loopback port. */
describe('signing in through an OpenID provider', () => {
  let world: World;
  let north: Party;
  let at: Customer;
  let real: RealProvider;
  let asOwner: Visit;
  let ofNorth: string;
  let ofCustomer: string;
  beforeAll(async () => {
    real = await startRealProvider();
    world = await startWorld({ openid: { allowedNetworks: [], trusted: [real.cert] } });
    north = await world.party('north');
    at = await customer(north);
    asOwner = await visit(world, await hire(world, 'owner', north));
    ofNorth = await setUp({});
    ofCustomer = await setUp({ tenantId: at.tenantId });
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await real.stop();
  });

  const values = (more: object) => ({ name: 'Firma', issuer: real.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, ...more });
  async function setUp(more: object, by: Visit = asOwner): Promise<string> {
    const made = await by.client.createIdentityProvider({ body: values(more), query: {} });
    real.redirectUris.push(made.redirectUri);
    return made.id;
  }
  const fresh = () => new Traveller(world, [real.cert]);
  const somebody = (sub = randomUUID()) => (real.who = { sub, name: 'Frau Extern', email: `${sub}@example.org` });
  const link = (actor: Actor, sub: string) =>
    world.store.asSystem('test', (tx) => tx.externalIdentities.link(actor.personId, real.issuer, sub));
  const codeOf = async (call: Promise<unknown>) => (await refusal(call)).code;
  const wearing = (session: Visit): Traveller => {
    const traveller = fresh();
    traveller.wear(session.headers()['cookie'] ?? '');
    return traveller;
  };
  async function invitationTo(email: string, more: object = {}): Promise<string> {
    const { id } = await asOwner.client.invite({ body: { email, role: 'viewer', tenantId: at.tenantId, ...more }, query: {} });
    const row = await world.store.asSystem('test', (tx) => tx.invitations.find(id));
    return (row && world.tokens.recover('invitation', `${id}.${row.round}`, row.tokenHash)) ?? '';
  }

  it('lets in whose issuer and subject are linked, under the membership that it speaks for, back to where they wanted', async () => {
    const actor = await hire(world, 'technician', north);
    const { sub } = somebody();
    await link(actor, sub);
    const traveller = fresh();
    const home = await traveller.journey(ofNorth, '?returnTo=/tunnels%3Fq%3D1');
    expect([home.status, home.location]).toEqual([302, 'http://127.0.0.1/tunnels?q=1']);
    expect((await traveller.visit('/api/v1/me')).body).toMatchObject({
      email: actor.email,
      role: 'technician',
      stage: 'full',
      identityProvider: { id: ofNorth, name: 'Firma' },
    });
    const [row] = await world.sql<{ last_used_at: Date | null }>('SELECT last_used_at FROM external_identity WHERE subject = $1', sub);
    expect(row?.last_used_at).toBeInstanceOf(Date);
  });

  it('never takes an e-mail address for an identity, verified or not', async () => {
    const actor = await hire(world, 'owner', north);
    real.who = { sub: randomUUID(), name: 'Frau owner', email: actor.email };
    const traveller = fresh();
    const home = await traveller.journey(ofNorth);
    expect([home.status, home.body.code]).toEqual([403, 'identity-unknown']);
    expect((await traveller.visit('/api/v1/me')).status).toBe(401);
  });

  it('opens nothing on the other side: a customer’s provider not the MSP, and not the other way round', async () => {
    const actor = await hire(world, 'admin', north);
    const { sub } = somebody();
    await link(actor, sub);
    expect((await fresh().journey(ofCustomer)).body.code).toBe('identity-unknown');
    await world.sql(
      `INSERT INTO member (person_id, provider_id, tenant_id, role) VALUES ($1, $2, $3, 'viewer')`,
      actor.personId,
      north.providerId,
      at.tenantId,
    );
    const traveller = fresh();
    await traveller.journey(ofCustomer);
    const me = (await traveller.visit('/api/v1/me')).body;
    expect(me).toMatchObject({ role: 'viewer', tenant: { id: at.tenantId } });
    expect(me.memberships.map((m: { role: string }) => m.role)).toEqual(['viewer']);
    const switched = await world.request('PUT', '/api/v1/session/membership', {
      headers: { cookie: traveller.cookie, 'x-csrf-token': me.csrfToken },
      body: { membershipId: actor.memberId },
    });
    expect(switched.body.code).toBe('not-found');
  });

  it('links an account from a running session with a fresh proof, begun on our own pages, and nothing less', async () => {
    const actor = await hire(world, 'technician', north);
    const { sub } = somebody();
    const begin = async (session: Visit, headers: Record<string, string>) =>
      (await wearing(session).visit(`/api/v1/session/oidc/${ofNorth}?link=true`, headers)).body?.code;
    expect(await begin(await visit(world, actor, { provedMinutesAgo: 16 }), SAME_ORIGIN)).toBe('step-up-required');
    expect(await begin(await visit(world, actor), { 'sec-fetch-site': 'cross-site' })).toBe('csrf-refused');
    expect(await begin(await visit(world, actor), {})).toBe('csrf-refused');
    expect((await fresh().visit(`/api/v1/session/oidc/${ofNorth}?link=true`, SAME_ORIGIN)).body.code).toBe('unauthenticated');
    const traveller = wearing(await visit(world, actor));
    const before = traveller.cookie;
    expect((await traveller.journey(ofNorth, '?link=true', SAME_ORIGIN)).location).toBe('http://127.0.0.1/profile');
    expect(traveller.cookie).toContain(before);
    expect(await world.sql('SELECT person_id FROM external_identity WHERE subject = $1', sub)).toEqual([{ person_id: actor.personId }]);
    const [told] = await world.sql<{ action: string; record: string }>(
      'SELECT action, record FROM audit_event WHERE actor_id = $1 ORDER BY seq DESC LIMIT 1',
      actor.personId,
    );
    expect([told?.action, told?.record.includes(sub)]).toEqual(['person.identity-linked', false]);
    const what = `SELECT params->>'what' AS what FROM notification WHERE person_id = $1 AND kind = 'sign-in-changed'`;
    expect(await world.sql(what, actor.personId)).toEqual([{ what: 'identity-linked' }]);
  });

  it('links nothing that is somebody else’s, nothing in another session than began it, and nothing to a stranger’s provider', async () => {
    const [actor, other] = [await hire(world, 'technician', north), await hire(world, 'technician', north)];
    const { sub } = somebody();
    await link(other, sub);
    expect((await wearing(await visit(world, actor)).journey(ofNorth, '?link=true', SAME_ORIGIN)).body.code).toBe('identity-taken');
    somebody();
    const traveller = wearing(await visit(world, actor));
    const back = await traveller.signInThere(await traveller.depart(ofNorth, '?link=true', SAME_ORIGIN));
    traveller.wear((await visit(world, other)).headers()['cookie'] ?? '');
    expect((await traveller.visit(back)).body.code).toBe('unauthenticated');
    expect((await wearing(await visit(world, actor)).visit(`/api/v1/session/oidc/${ofCustomer}?link=true`, SAME_ORIGIN)).body.code).toBe(
      'forbidden',
    );
  });

  it('keeps whoever came in through a customer’s provider from changing how a person signs in that works elsewhere too', async () => {
    const actor = await hire(world, 'viewer', { ...north, tenantId: at.tenantId });
    const { sub } = somebody();
    await link(actor, sub);
    const traveller = fresh();
    await traveller.journey(ofCustomer);
    await world.sql(`INSERT INTO member (person_id, provider_id, role) VALUES ($1, $2, 'technician')`, actor.personId, north.providerId);
    expect((await traveller.visit(`/api/v1/session/oidc/${ofCustomer}?link=true`, SAME_ORIGIN)).body.code).toBe('forbidden');
    const me = (await traveller.visit('/api/v1/me')).body;
    const added = await world.request('POST', '/api/v1/me/totp', { headers: { cookie: traveller.cookie, 'x-csrf-token': me.csrfToken } });
    expect([added.body.code, added.body.errors[0].code]).toEqual(['factor-refused', 'signed-in-by-one-side']);
  });

  it('accepts an invitation with a new account under the invited address, linked from then on', async () => {
    const { sub } = somebody();
    const email = `eingeladen-${randomUUID()}@example.org`;
    const token = await invitationTo(email);
    const traveller = fresh();
    expect((await traveller.journey(ofCustomer, `?invitation=${token}`)).status).toBe(302);
    expect((await traveller.visit('/api/v1/me')).body).toMatchObject({
      email,
      name: 'Frau Extern',
      role: 'viewer',
      tenant: { id: at.tenantId },
    });
    const again = fresh();
    await again.journey(ofCustomer);
    expect((await again.visit('/api/v1/me')).body).toMatchObject({ email });
    expect((await world.sql('SELECT 1 FROM external_identity WHERE subject = $1', sub)).length).toBe(1);
    expect((await fresh().visit(`/api/v1/session/oidc/${ofCustomer}?invitation=${token}`)).body.code).toBe('invitation-unusable');
  });

  it('accepts an invitation for somebody with an account only from their session, and never for another', async () => {
    const actor = await hire(world, 'technician', north);
    const token = await invitationTo(actor.email);
    const [{ sub }, traveller] = [somebody(), fresh()];
    const answer = await traveller.journey(ofCustomer, `?invitation=${token}`);
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
    const other = wearing(await visit(world, await hire(world, 'technician', north)));
    expect((await other.journey(ofCustomer, `?invitation=${token}`)).body.code).toBe('invitation-for-someone-else');
    const own = wearing(await visit(world, actor));
    expect((await own.journey(ofCustomer, `?invitation=${token}`)).status).toBe(302);
    expect((await own.visit('/api/v1/me')).body).toMatchObject({ email: actor.email, role: 'viewer' });
    expect(await world.sql('SELECT person_id FROM external_identity WHERE subject = $1', sub)).toEqual([{ person_id: actor.personId }]);
  });

  it('accepts an invitation only through a provider of the side it invites to', async () => {
    const token = await invitationTo(`x-${randomUUID()}@example.org`);
    expect((await fresh().visit(`/api/v1/session/oidc/${ofNorth}?invitation=${token}`)).body.code).toBe('invitation-unusable');
  });

  it('asks whoever is signed in through it already to prove to be there, and believes no old proof', async () => {
    const actor = await hire(world, 'technician', north);
    const { sub } = somebody();
    await link(actor, sub);
    const traveller = fresh();
    await traveller.journey(ofNorth);
    const url = await traveller.depart(ofNorth);
    expect([url.searchParams.get('prompt'), url.searchParams.get('max_age')]).toEqual(['login', '0']);
    const first = traveller.cookie;
    expect((await traveller.journey(ofNorth)).status).toBe(302);
    expect(traveller.cookie).not.toBe(first);
    expect((await world.sql('SELECT 1 FROM session WHERE person_id = $1', actor.personId)).length).toBe(1);
    // Somebody takes the demand out of the address, and the provider still knows the person from an hour ago.
    const lazy = await traveller.depart(ofNorth);
    lazy.searchParams.delete('prompt');
    lazy.searchParams.delete('max_age');
    const back = await traveller.signInThere(lazy);
    expect((await traveller.visit(back)).body.code).toBe('openid-refused');
  });

  it('is the only way in where it is enforced, at once; owners keep theirs', async () => {
    const west = await world.party('west');
    const [owner, technician] = [await hire(world, 'owner', west), await hire(world, 'technician', west)];
    const [asWest, working] = [await visit(world, owner), await visit(world, technician)];
    const id = await setUp({}, asWest);
    const { sub } = somebody();
    await link(technician, sub);
    const through = fresh();
    await through.journey(id);
    await asWest.client.replaceIdentityProvider({ params: { id }, ifMatch: 1, query: {}, body: { ...values({}), enforced: true } });
    expect(await codeOf(working.client.me())).toBe('unauthenticated');
    expect((await through.visit('/api/v1/me')).status).toBe(200);
    expect(await asWest.client.me()).toMatchObject({ role: 'owner' });
    expect(await codeOf((await visit(world, technician)).client.me())).toBe('unauthenticated');
  });

  it('lets nobody but an owner shut the door behind which they have no key', async () => {
    const tenantAdmin = await hire(world, 'tenant-admin', { ...north, tenantId: at.tenantId });
    const asAdmin = await visit(world, tenantAdmin);
    const call = () =>
      asAdmin.client.replaceIdentityProvider({
        params: { id: ofCustomer },
        ifMatch: '*',
        query: { validateOnly: 'true' },
        body: { ...values({}), enforced: true },
      });
    expect((await refusal(call())).errors).toMatchObject([{ pointer: '/enforced', code: 'link-first' }]);
    await link(tenantAdmin, randomUUID());
    expect(await call()).toMatchObject({ enforced: true });
  });

  it('ends the sessions that began through it when it is removed', async () => {
    const actor = await hire(world, 'technician', north);
    const { sub } = somebody();
    await link(actor, sub);
    const id = await setUp({ name: 'Zweite' });
    const traveller = fresh();
    await traveller.journey(id);
    await asOwner.client.deleteIdentityProvider({ params: { id }, ifMatch: '*', query: {} });
    expect((await traveller.visit('/api/v1/me')).status).toBe(401);
    expect((await traveller.visit(`/api/v1/session/oidc/${id}`)).body.code).toBe('not-found');
  });
});
