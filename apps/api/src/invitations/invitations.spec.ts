import { randomUUID } from 'node:crypto';
import { hashToken } from '@stellwerk/secrets';
import { Browser } from '../test/browser.js';
import { type Actor, hire, visit, type Visit } from '../test/cast.js';
import { customer, type Customer, PASSWORD, type Party, refusal, startWorld, type World } from '../test/world.js';

const NEW_PASSWORD = 'Wacholder-Kutsche-71-blau';

describe('invitations', () => {
  let world: World;
  let north: Party;
  let at: Customer;
  let owner: Actor;
  let asOwner: Visit;
  beforeAll(async () => {
    world = await startWorld();
    north = await world.party('north');
    at = await customer(north);
    owner = await hire(world, 'owner', north);
    asOwner = await visit(world, owner);
  }, 60_000);
  afterAll(() => world.stop());

  const someone = (): string => `neu-${randomUUID()}@example.org`;
  const invite = (email: string, values: object = {}, by: Visit = asOwner) =>
    by.client.invite({ body: { email, role: 'viewer', tenantId: at.tenantId, ...values } as never, query: {} });
  const codeOf = async (call: Promise<unknown>) => (await refusal(call)).code;

  /** The link's token as the mail job derives it: from the rows alone, under the key file. */
  async function tokenOf(id: string): Promise<string> {
    const row = await world.store.asSystem('test', (tx) => tx.invitations.find(id));
    const token = row && world.tokens.recover('invitation', `${id}.${row.round}`, row.tokenHash);
    if (!token) throw new Error('no token');
    return token;
  }

  it('asks for one mail to the invited address; neither rows nor jobs hold the token', async () => {
    const email = someone();
    const { id } = await invite(email.toUpperCase());
    const token = await tokenOf(id);
    const mails = await world.sql<{ kind: string; params: object }>('SELECT kind, params FROM notification WHERE email = $1', email);
    expect(mails).toEqual([{ kind: 'invitation', params: { invitationId: id } }]);
    const [row] = await world.sql<{ text: string; token_hash: Buffer }>(
      'SELECT i::text AS text, token_hash FROM invitation i WHERE id = $1',
      id,
    );
    expect(row?.text).not.toContain(token);
    expect(Buffer.from(hashToken(token)).equals(row?.token_hash ?? Buffer.alloc(0))).toBe(true);
  });

  it('shows the holder of the link what it is for', async () => {
    const email = someone();
    const { id } = await invite(email, { role: 'requester' });
    const offer = await world.request('POST', '/api/v1/invitation-offers', { body: { token: await tokenOf(id) } });
    expect(offer.body).toMatchObject({
      email,
      role: 'requester',
      provider: 'north',
      tenant: 'Hansen GmbH',
      invitedBy: 'Frau owner',
      hasAccount: false,
    });
    expect((await world.request('POST', '/api/v1/invitation-offers', { body: { token: 'x'.repeat(43) } })).body.code).toBe(
      'invitation-unusable',
    );
  });

  it('opens a new account in the invited role, signed in at once, and by its password from then on', async () => {
    const email = someone();
    const { id } = await invite(email);
    const newcomer = new Browser(world);
    const accepted = await newcomer.send('POST', '/invitation-acceptances', {
      token: await tokenOf(id),
      name: 'Frau Neu',
      password: NEW_PASSWORD,
    });
    expect([accepted.status, accepted.body]).toMatchObject([
      201,
      { email, name: 'Frau Neu', role: 'viewer', tenant: { id: at.tenantId }, stage: 'full' },
    ]);
    expect((await newcomer.send('GET', '/tunnels')).status).toBe(200);
    expect((await new Browser(world).signIn(email, NEW_PASSWORD)).status).toBe(201);
    expect((await asOwner.client.listInvitations({ query: { tenantId: at.tenantId } })).items.find((i) => i.id === id)?.state).toBe(
      'accepted',
    );
  });

  it('judges name and password of a new account, and is not used up by a bad one', async () => {
    const { id } = await invite(someone());
    const token = await tokenOf(id);
    const accept = (body: object) => world.request('POST', '/api/v1/invitation-acceptances', { body: { token, ...body } });
    expect((await accept({})).body.errors.map((e: { pointer: string }) => e.pointer)).toEqual(['/name', '/password']);
    expect((await accept({ name: 'Frau Neu', password: 'passwort' })).body.code).toBe('password-refused');
    expect((await accept({ name: 'Frau Neu', password: 'Hansen GmbH 2026!' })).body.code).toBe('password-refused');
    expect((await accept({ name: 'Frau Neu', password: NEW_PASSWORD })).status).toBe(201);
  });

  it('is accepted once, also when the link is opened twice at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const email = someone();
      const token = await tokenOf((await invite(email)).id);
      const accept = () =>
        world.request('POST', '/api/v1/invitation-acceptances', { body: { token, name: 'Frau Neu', password: NEW_PASSWORD } });
      const answers = await Promise.all([accept(), accept(), accept()]);
      expect(answers.filter(({ status }) => status === 201).length).toBe(1);
      const members = await world.sql('SELECT 1 FROM member m JOIN person p ON p.id = m.person_id WHERE p.email = $1', email);
      expect(members.length).toBe(1);
      expect(['invitation-unusable', 'unauthenticated']).toContain((await accept()).body.code);
    }
  }, 30_000);

  it('makes whoever is signed in under the invited address a member, and goes on under that', async () => {
    const south = await world.party('south');
    const { id } = await invite(south.email);
    const [token, browser] = [await tokenOf(id), new Browser(world)];
    await browser.signIn(south.email);
    const before = browser.cookie;
    const accepted = await browser.send('POST', '/invitation-acceptances', { token });
    expect([accepted.status, accepted.body]).toMatchObject([201, { email: south.email, role: 'viewer', tenant: { id: at.tenantId } }]);
    expect(accepted.body.memberships.length).toBe(2);
    expect(browser.cookie).not.toBe(before);
    expect((await browser.send('POST', '/invitation-acceptances', { token })).body.code).toBe('invitation-unusable');
  });

  it('is refused to somebody else’s session, and stays good for whom it is meant', async () => {
    const east = await world.party('east');
    const { id } = await invite(east.email);
    const token = await tokenOf(id);
    const [other, unfinished] = [await visit(world, owner), await visit(world, owner, { stage: 'second-factor' })];
    const accept = (headers: Record<string, string>) =>
      world.request('POST', '/api/v1/invitation-acceptances', { headers, body: { token, name: 'X', password: NEW_PASSWORD } });
    expect((await accept(other.headers())).body.code).toBe('invitation-for-someone-else');
    expect((await accept(unfinished.headers())).body.code).toBe('sign-in-unfinished');
    expect((await accept({ cookie: other.headers()['cookie'] ?? '' })).body.code).toBe('csrf-refused');
    // The address has an account: its link alone, in whatever hands, opens nothing and sets no other password.
    expect((await accept({})).body.code).toBe('unauthenticated');
    expect((await new Browser(world).signIn(east.email, PASSWORD)).status).toBe(201);
    const browser = new Browser(world);
    await browser.signIn(east.email);
    expect((await browser.send('POST', '/invitation-acceptances', { token })).status).toBe(201);
  });

  it('gets another link when it is sent again; the first one is void', async () => {
    const { id } = await invite(someone());
    const first = await tokenOf(id);
    await asOwner.client.resendInvitation({ params: { id }, query: {} });
    const second = await tokenOf(id);
    const offer = async (token: string) => (await world.request('POST', '/api/v1/invitation-offers', { body: { token } })).status;
    expect([first === second, await offer(first), await offer(second)]).toEqual([false, 410, 200]);
  });

  it('is good for seven days, and again when it is sent again', async () => {
    const { id, createdAt, expiresAt } = await invite(someone());
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(7 * 86_400_000);
    const token = await tokenOf(id);
    await world.sql(`UPDATE invitation SET expires_at = now() - interval '1 second' WHERE id = $1`, id);
    const accept = () => world.request('POST', '/api/v1/invitation-acceptances', { body: { token, name: 'X', password: NEW_PASSWORD } });
    expect((await accept()).body.code).toBe('invitation-unusable');
    expect(await asOwner.client.resendInvitation({ params: { id }, query: {} })).toMatchObject({ state: 'open' });
    expect((await accept()).body.code).toBe('invitation-unusable');
  });

  it('is void once taken back, and once whoever sent it is no member any more', async () => {
    const { id } = await invite(someone());
    await asOwner.client.revokeInvitation({ params: { id }, query: {} });
    expect((await world.request('POST', '/api/v1/invitation-offers', { body: { token: await tokenOf(id) } })).status).toBe(410);
    expect(await codeOf(asOwner.client.resendInvitation({ params: { id }, query: {} }))).toBe('invitation-unusable');
    const admin = await hire(world, 'admin', north);
    const planted = await invite(someone(), { role: 'admin', tenantId: null }, await visit(world, admin));
    await asOwner.client.removeMember({ params: { id: admin.memberId }, ifMatch: '*', query: {} });
    expect((await world.request('POST', '/api/v1/invitation-offers', { body: { token: await tokenOf(planted.id) } })).status).toBe(410);
  });

  it('goes only as far as the inviter’s own role, and only to customers in reach', async () => {
    const [admin, tenantAdmin] = [
      await hire(world, 'admin', north),
      await hire(world, 'tenant-admin', { ...north, tenantId: at.tenantId }),
    ];
    const [asAdmin, asTenantAdmin] = [await visit(world, admin), await visit(world, tenantAdmin)];
    const stranger = await customer(await world.party('stranger'));
    expect(await codeOf(invite(someone(), { role: 'owner', tenantId: null }, asAdmin))).toBe('above-own-role');
    expect(await codeOf(invite(someone(), { role: 'technician' }, asTenantAdmin))).toBe('validation-failed');
    expect(await codeOf(invite(someone(), { tenantId: stranger.tenantId }, asAdmin))).toBe('not-found');
    expect(await codeOf(invite(someone(), { tenantId: stranger.tenantId }, asTenantAdmin))).toBe('not-found');
    expect(await invite(someone(), { tenantId: null }, asTenantAdmin)).toMatchObject({ tenantId: at.tenantId });
    const own = await invite(someone(), { role: 'owner', tenantId: null });
    expect(await codeOf(asAdmin.client.resendInvitation({ params: { id: own.id }, query: {} }))).toBe('above-own-role');
    expect(await codeOf(asTenantAdmin.client.revokeInvitation({ params: { id: own.id }, query: {} }))).toBe('not-found');
  });

  it('is refused to whoever is a member or invited already; a rehearsal invites nobody', async () => {
    const email = someone();
    await asOwner.client.invite({ body: { email, role: 'viewer', tenantId: at.tenantId }, query: { validateOnly: 'true' } });
    expect((await world.sql('SELECT 1 FROM notification WHERE email = $1', email)).length).toBe(0);
    await invite(email);
    expect(await codeOf(invite(email))).toBe('conflict');
    expect(await codeOf(invite(owner.email, { role: 'technician', tenantId: null }))).toBe('conflict');
  });

  it('is written down without the address where it cannot be erased', async () => {
    const email = someone();
    const { id } = await invite(email);
    await world.request('POST', '/api/v1/invitation-acceptances', {
      body: { token: await tokenOf(id), name: 'Frau Neu', password: NEW_PASSWORD },
    });
    const told = await world.sql<{ action: string; record: string; personal: string; actor_kind: string }>(
      'SELECT action, record, personal, actor_kind FROM audit_event WHERE target_id = $1 ORDER BY seq',
      id,
    );
    expect(told.map(({ action, actor_kind }) => [action, actor_kind])).toEqual([
      ['invitation.created', 'member'],
      ['invitation.accepted', 'member'],
    ]);
    for (const { record, personal } of told) expect([record.includes(email), personal.includes(email)]).toEqual([false, true]);
  });
});
