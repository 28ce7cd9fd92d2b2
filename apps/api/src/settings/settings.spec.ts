import { type Actor, hire, visit, type Visit } from '../test/cast.js';
import { CLIENT } from '../test/issuer-server.js';
import { type RogueIssuer, startRogueIssuer } from '../test/rogue-issuer.js';
import { customer, type Customer, type Party, refusal, startWorld, type World } from '../test/world.js';

describe('settings', () => {
  let world: World;
  let north: Party;
  let at: Customer;
  let issuer: RogueIssuer;
  let owner: Actor;
  let asOwner: Visit;
  beforeAll(async () => {
    issuer = await startRogueIssuer(() => '');
    world = await startWorld({ openid: { allowedNetworks: [], trusted: [issuer.cert] } });
    north = await world.party('north');
    at = await customer(north);
    owner = await hire(world, 'owner', north);
    asOwner = await visit(world, owner);
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await issuer.stop();
  });
  beforeEach(() => Object.assign(issuer, { discovery: {} }));

  const codeOf = async (call: Promise<unknown>) => (await refusal(call)).code;
  const errorsOf = async (call: Promise<unknown>) => (await refusal(call)).errors.map(({ pointer, code }) => [pointer, code]);
  const values = (more: object = {}) => ({
    name: 'Firma',
    issuer: issuer.issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    ...more,
  });
  const create = (more: object = {}, by: Visit = asOwner) => by.client.createIdentityProvider({ body: values(more), query: {} });
  const addFactor = (actor: Actor) =>
    world.sql(
      `INSERT INTO passkey (person_id, credential_id, public_key, counter, transports, name, backed_up) VALUES ($1, $2, '\\x00', 0, '{}', 'X', false)`,
      actor.personId,
      Buffer.from(actor.personId),
    );

  it('of the provider are changed by its own administrators alone, in the version they read', async () => {
    const before = await asOwner.client.getSettings();
    const put = (by: Visit, ifMatch: number) =>
      by.client.replaceSettings({ body: { name: 'Nord IT', mfaRequired: false }, ifMatch, query: {} });
    expect(await put(asOwner, before.version)).toMatchObject({ name: 'Nord IT', version: before.version + 1 });
    expect(await codeOf(put(asOwner, before.version))).toBe('version-mismatch');
    const tenantAdmin = await visit(world, await hire(world, 'tenant-admin', { ...north, tenantId: at.tenantId }));
    expect(await codeOf(put(tenantAdmin, before.version + 1))).toBe('forbidden');
    expect(await codeOf(put(await visit(world, await hire(world, 'technician', north)), before.version + 1))).toBe('forbidden');
  });

  it('demand a second factor of everybody only by somebody who has one; who signed in without must add one at once', async () => {
    const west = await world.party('west');
    const [boss, technician] = [await hire(world, 'owner', west), await hire(world, 'technician', west)];
    const [asBoss, working] = [await visit(world, boss), await visit(world, technician)];
    await world.sql(`UPDATE session SET method = 'password' WHERE person_id = $1`, technician.personId);
    const demand = async () =>
      asBoss.client.replaceSettings({
        body: { name: 'west', mfaRequired: true },
        ifMatch: (await asBoss.client.getSettings()).version,
        query: {},
      });
    expect(await errorsOf(demand())).toEqual([['/mfaRequired', 'own-factor-required']]);
    await addFactor(boss);
    expect(await demand()).toMatchObject({ mfaRequired: true });
    expect(await working.client.me()).toMatchObject({ stage: 'enrol-factor' });
    expect(await codeOf(working.client.listTenants({ query: {} }))).toBe('sign-in-unfinished');
    expect(await asBoss.client.me()).toMatchObject({ stage: 'full' });
  });

  it('keep a client secret sealed and to themselves', async () => {
    const made = await create();
    expect(JSON.stringify(made)).not.toContain(CLIENT.secret);
    expect(made.redirectUri).toBe(`http://127.0.0.1/api/v1/session/oidc/${made.id}/callback`);
    const [row] = await world.sql<{ text: string }>('SELECT i::text AS text FROM identity_provider i WHERE id = $1', made.id);
    const [told] = await world.sql<{ record: string }>('SELECT record FROM audit_event WHERE target_id = $1', made.id);
    for (const text of [row?.text, told?.record]) expect(text).not.toContain(CLIENT.secret);
    expect(told?.record).toContain('"/clientSecret"');
  });

  it('send a stored secret to no other issuer than the one it was entered for', async () => {
    const made = await create();
    const elsewhere = await startRogueIssuer(() => '');
    const { clientSecret: _, ...without } = values({ name: 'Neu' });
    const put = (more: object) =>
      asOwner.client.replaceIdentityProvider({ params: { id: made.id }, ifMatch: '*', query: {}, body: { ...without, ...more } });
    expect(await put({})).toMatchObject({ name: 'Neu', version: 2 });
    expect(await codeOf(put({ issuer: elsewhere.issuer }))).toBe('identity-provider-unusable');
    await elsewhere.stop();
    const [row] = await world.sql<{ issuer: string }>('SELECT issuer FROM identity_provider WHERE id = $1', made.id);
    expect(row?.issuer).toBe(issuer.issuer);
    await world.sql(`UPDATE identity_provider SET issuer = 'https://before.example' WHERE id = $1`, made.id);
    expect(await errorsOf(put({}))).toEqual([['/clientSecret', 'credential-for-new-host']]);
  });

  it.each<[string, object, object]>([
    ['issuer-mismatch', {}, { issuer: 'https://login.example' }],
    ['issuer-no-code-flow', {}, { token_endpoint: undefined }],
    ['issuer-no-code-flow', {}, { authorization_endpoint: 'http://login.example/authorize' }],
    ['issuer-malformed', { issuer: 'http://login.example' }, {}],
    ['issuer-malformed', { issuer: 'https://login.example/?x=1' }, {}],
    ['issuer-malformed', { issuer: 'https://login.example/.well-known/openid-configuration' }, {}],
    ['issuer-unreachable', { issuer: 'https://localhost:1' }, {}],
  ])('refuse an issuer with %s (%j, %j)', async (code, more, discovery) => {
    Object.assign(issuer, { discovery });
    expect(await errorsOf(create(more))).toEqual([['/issuer', code]]);
  });

  it('ask no issuer whose certificate is not good for its name', async () => {
    const other = await startRogueIssuer(() => '');
    expect(await errorsOf(create({ issuer: other.issuer }))).toEqual([['/issuer', 'issuer-certificate']]);
    await other.stop();
  });

  it('ask no issuer, and no address an issuer names, inside the house', async () => {
    const strict = await startWorld({ allowLoopback: false, openid: { allowedNetworks: [], trusted: [issuer.cert] } });
    try {
      const boss = await visit(strict, await hire(strict, 'owner', await strict.party('strict')));
      for (const at of [issuer.issuer, 'https://10.0.0.1', 'https://169.254.169.254', 'https://[::1]', 'https://192.168.1.1:8443/realms/x'])
        expect([at, await codeOf(create({ issuer: at }, boss))]).toEqual([at, 'host-forbidden']);
    } finally {
      await strict.stop();
    }
  }, 60_000);

  it('of a customer are in the hands of its own administrator, and of nobody else’s', async () => {
    const neighbour = await customer(north, { name: 'Petersen' });
    const [own, theirs] = [
      await hire(world, 'tenant-admin', { ...north, tenantId: at.tenantId }),
      await hire(world, 'tenant-admin', { ...north, tenantId: neighbour.tenantId }),
    ];
    const [asOwn, asTheirs] = [await visit(world, own), await visit(world, theirs)];
    const made = await create({}, asOwn);
    expect(made.tenantId).toBe(at.tenantId);
    expect((await asOwn.client.listIdentityProviders({ query: {} })).items.map((i) => i.id)).toEqual([made.id]);
    expect((await asTheirs.client.listIdentityProviders({ query: {} })).items).toEqual([]);
    expect(await codeOf(asTheirs.client.deleteIdentityProvider({ params: { id: made.id }, ifMatch: '*', query: {} }))).toBe('not-found');
    expect(await codeOf(create({ tenantId: at.tenantId }, asTheirs))).toBe('not-found');
    const ofProvider = await create();
    expect(await codeOf(asOwn.client.deleteIdentityProvider({ params: { id: ofProvider.id }, ifMatch: '*', query: {} }))).toBe('not-found');
  });

  it('offer identity providers to whoever names the company, and show nobody a list', async () => {
    await create({ name: 'Zugang Hansen', tenantId: at.tenantId });
    const search = async (text: string) =>
      (await world.request('GET', `/api/v1/session/options?search=${encodeURIComponent(text)}`)).body.items.map(
        (i: { owner: string }) => i.owner,
      );
    for (const named of ['hansen', 'HANSEN GmbH', ' hansen ']) expect(await search(named)).toContain('Hansen GmbH');
    // Whole words from the beginning: what many are called, and what they call their provider, is nobody's name.
    for (const guess of ['', 'ha', 'han', 'hansen g', '%%%', 'gmbh', 'zugang', 'nobody'])
      expect([guess, await search(guess)]).toEqual([guess, []]);
  });
});
