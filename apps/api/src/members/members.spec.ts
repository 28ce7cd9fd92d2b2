import { type Actor, hire, visit, type Visit } from '../test/cast.js';
import { bearer, customer, type Customer, type Party, refusal, startWorld, type World } from '../test/world.js';

describe('members', () => {
  let world: World;
  let north: Party;
  let south: Party;
  let at: Customer;
  let owner: Actor;
  let asOwner: Visit;
  beforeAll(async () => {
    world = await startWorld();
    [north, south] = [await world.party('north'), await world.party('south')];
    at = await customer(north);
    owner = await hire(world, 'owner', north);
    asOwner = await visit(world, owner);
  }, 60_000);
  afterAll(() => world.stop());

  const change = async (by: Visit, id: string, body: object, more: object = {}) => {
    const { version } = await asOwner.client.getMember({ params: { id } }).catch(() => ({ version: 1 }));
    return by.client.replaceMember({ params: { id }, body: body as never, ifMatch: version, ...more });
  };
  const remove = async (by: Visit, id: string) => by.client.removeMember({ params: { id }, ifMatch: '*' } as never);
  const codeOf = async (call: Promise<unknown>) => (await refusal(call)).code;

  it('shows the own side, or a customer in reach, page by page and by name or address', async () => {
    const viewer = await hire(world, 'viewer', { ...north, tenantId: at.tenantId });
    const own = await asOwner.client.listMembers({ query: {} });
    expect(own.items.map((m) => m.id)).toContain(owner.memberId);
    expect(own.items.every((m) => m.tenantId === null)).toBe(true);
    const theirs = await asOwner.client.listMembers({ query: { tenantId: at.tenantId } });
    expect(theirs.items).toMatchObject([{ id: viewer.memberId, role: 'viewer', person: { email: viewer.email }, secondFactor: false }]);
    const first = await asOwner.client.listMembers({ query: { limit: 1 } });
    const second = await asOwner.client.listMembers({ query: { limit: 1, cursor: first.nextCursor ?? '' } });
    expect([first, second].map((page) => page.items[0]?.id)).toEqual(own.items.slice(0, 2).map((m) => m.id));
    const found = await asOwner.client.listMembers({ query: { search: owner.email.toUpperCase() } });
    expect(found.items.map((m) => m.id)).toEqual([owner.memberId]);
  });

  it('hides members of other providers and of other customers, to read as to write', async () => {
    const [stranger, neighbour] = [await hire(world, 'owner', south), await customer(north, { name: 'Petersen' })];
    const theirs = await hire(world, 'viewer', { ...north, tenantId: neighbour.tenantId });
    const admin = await hire(world, 'tenant-admin', { ...north, tenantId: at.tenantId });
    const asAdmin = await visit(world, admin);
    expect(await codeOf(asOwner.client.getMember({ params: { id: stranger.memberId } }))).toBe('not-found');
    expect(await codeOf(remove(asOwner, stranger.memberId))).toBe('not-found');
    for (const id of [stranger.memberId, theirs.memberId, owner.memberId]) {
      expect(await codeOf(asAdmin.client.getMember({ params: { id } }))).toBe('not-found');
      expect(await codeOf(remove(asAdmin, id))).toBe('not-found');
    }
    expect(await codeOf(asAdmin.client.listMembers({ query: { tenantId: neighbour.tenantId } }))).toBe('not-found');
    expect((await asAdmin.client.listMembers({ query: {} })).items.every((m) => m.tenantId === at.tenantId)).toBe(true);
  });

  it('keeps owners from administrators, and customers’ members from nobody who manages them', async () => {
    const asAdmin = await visit(world, await hire(world, 'admin', north));
    const technician = await hire(world, 'technician', north);
    expect(await codeOf(change(asAdmin, owner.memberId, { role: 'technician' }))).toBe('above-own-role');
    expect(await codeOf(remove(asAdmin, owner.memberId))).toBe('above-own-role');
    expect(await codeOf(change(asAdmin, technician.memberId, { role: 'owner' }))).toBe('above-own-role');
    expect(await change(asAdmin, technician.memberId, { role: 'admin' })).toMatchObject({ role: 'admin' });
    const viewer = await hire(world, 'viewer', { ...north, tenantId: at.tenantId });
    expect(await codeOf(change(asAdmin, viewer.memberId, { role: 'technician' }))).toBe('validation-failed');
    expect(await change(asAdmin, viewer.memberId, { role: 'requester' })).toMatchObject({ role: 'requester' });
  });

  it('limits technicians to customers the provider has access to, from their next request on', async () => {
    const [technician, stranger] = [await hire(world, 'technician', north), await customer(south)];
    const working = await visit(world, technician);
    expect((await working.client.listTenants({ query: {} })).items.length).toBeGreaterThan(1);
    expect(await codeOf(change(asOwner, technician.memberId, { role: 'technician', tenantIds: [stranger.tenantId] }))).toBe('not-found');
    expect(await codeOf(change(asOwner, technician.memberId, { role: 'admin', tenantIds: [at.tenantId] }))).toBe('validation-failed');
    await change(asOwner, technician.memberId, { role: 'technician', tenantIds: [at.tenantId] });
    expect((await working.client.listTenants({ query: {} })).items.map((t) => t.id)).toEqual([at.tenantId]);
  });

  it('takes a role away from running sessions at once, and ends those of a removed member', async () => {
    const technician = await hire(world, 'technician', north);
    const working = await visit(world, technician);
    await change(asOwner, technician.memberId, { role: 'billing' });
    expect(await codeOf(working.client.createPbx({ body: {} as never }))).toBe('forbidden');
    await remove(asOwner, technician.memberId);
    expect(await codeOf(working.client.me())).toBe('unauthenticated');
    expect((await world.sql('SELECT 1 FROM person WHERE id = $1', technician.personId)).length).toBe(1);
  });

  it('changes only the version that was read, and nothing in a rehearsal', async () => {
    const viewer = await hire(world, 'viewer', { ...north, tenantId: at.tenantId });
    const path = `/api/v1/members/${viewer.memberId}`;
    const put = (headers: Record<string, string>, query = '') =>
      world.request('PUT', path + query, { headers: { ...asOwner.headers(), ...headers }, body: { role: 'requester' } });
    expect((await put({})).body.code).toBe('version-required');
    expect((await put({ 'if-match': '"7"' })).body.code).toBe('version-mismatch');
    expect((await put({ 'if-match': '"1"' }, '?validateOnly=true')).body).toMatchObject({ role: 'requester' });
    const read = await world.request('GET', path, { headers: asOwner.headers() });
    expect([read.headers.get('etag'), read.body.role]).toEqual(['"1"', 'viewer']);
  });

  it('asks for a fresh proof before anything is changed', async () => {
    const late = await visit(world, owner, { provedMinutesAgo: 16 });
    expect(await codeOf(remove(late, owner.memberId))).toBe('step-up-required');
  });

  it('never lets the last owner go, also when two owners demote each other at the same moment', async () => {
    const lonely = await world.party('lonely');
    const [row] = await world.sql<{ id: string; person_id: string }>(
      'SELECT id, person_id FROM member WHERE provider_id = $1',
      lonely.providerId,
    );
    const first: Actor = {
      memberId: row?.id ?? '',
      personId: row?.person_id ?? '',
      role: 'owner',
      providerId: lonely.providerId,
      tenantId: null,
      email: lonely.email,
    };
    const asFirst = await visit(world, first);
    const put = (by: Visit, id: string) =>
      world.request('PUT', `/api/v1/members/${id}`, { headers: { ...by.headers(), 'if-match': '*' }, body: { role: 'admin' } });
    expect((await put(asFirst, first.memberId)).body.code).toBe('last-owner');
    expect(await codeOf(remove(asFirst, first.memberId))).toBe('last-owner');
    for (let round = 0; round < 5; round += 1) {
      await world.sql(`UPDATE member SET role = 'owner' WHERE id = $1`, first.memberId);
      const second = await hire(world, 'owner', lonely);
      const asSecond = await visit(world, second);
      const answers = await Promise.all([put(asFirst, second.memberId), put(asSecond, first.memberId)]);
      const owners = await world.sql(`SELECT 1 FROM member WHERE provider_id = $1 AND role = 'owner'`, lonely.providerId);
      expect([owners.length, answers.filter(({ status }) => status === 200).length]).toEqual([1, 1]);
      await world.sql(`DELETE FROM member WHERE id = $1`, second.memberId);
    }
  }, 30_000);

  it('resets second factors and ends every session, unless the person is a member where the caller manages nobody', async () => {
    const admin = await hire(world, 'tenant-admin', { ...north, tenantId: at.tenantId });
    const asAdmin = await visit(world, admin);
    const viewer = await hire(world, 'viewer', { ...north, tenantId: at.tenantId });
    const working = await visit(world, viewer);
    await world.sql(
      `INSERT INTO passkey (person_id, credential_id, public_key, counter, transports, name, backed_up) VALUES ($1, $2, '\\x00', 0, '{}', 'X', false)`,
      viewer.personId,
      Buffer.from(viewer.personId),
    );
    expect(await asAdmin.client.getMember({ params: { id: viewer.memberId } })).toMatchObject({ secondFactor: true });
    const reset = await asAdmin.client.resetMemberFactors({ params: { id: viewer.memberId }, query: {} });
    expect(reset).toMatchObject({ secondFactor: false });
    const what = `SELECT params->>'what' AS what FROM notification WHERE person_id = $1 AND kind = 'sign-in-changed'`;
    expect(await world.sql(what, viewer.personId)).toEqual([{ what: 'factors-reset' }]);
    expect(await codeOf(working.client.me())).toBe('unauthenticated');
    await world.sql(`INSERT INTO member (person_id, provider_id, role) VALUES ($1, $2, 'technician')`, viewer.personId, south.providerId);
    expect(await codeOf(asAdmin.client.resetMemberFactors({ params: { id: viewer.memberId }, query: {} }))).toBe('member-elsewhere');
    expect(await codeOf(asOwner.client.resetMemberFactors({ params: { id: viewer.memberId }, query: {} }))).toBe('member-elsewhere');
  });

  it('is written down: who changed whom from what to what, with names where they can be erased', async () => {
    const technician = await hire(world, 'technician', north);
    await change(asOwner, technician.memberId, { role: 'auditor' });
    await remove(asOwner, technician.memberId);
    const told = await world.sql<{ action: string; record: string; personal: string }>(
      'SELECT action, record, personal FROM audit_event WHERE target_id = $1 ORDER BY seq',
      technician.memberId,
    );
    expect(told.map(({ action }) => action)).toEqual(['member.replaced', 'member.removed']);
    expect(told[0]?.record).toContain('"before":"technician"');
    expect(told[0]?.record).not.toContain('Frau technician');
    expect(told[0]?.personal).toContain('Frau technician');
  });

  it('shows members to a machine that may read them, and lets none change any', async () => {
    expect((await world.request('GET', '/api/v1/members', { headers: bearer(north) })).status).toBe(200);
    expect(
      (await world.request('DELETE', `/api/v1/members/${owner.memberId}`, { headers: { ...bearer(north), 'if-match': '*' } })).body.code,
    ).toBe('forbidden');
    const limited = await world.party('limited', [at.tenantId], north.providerId);
    expect((await world.request('GET', '/api/v1/members', { headers: bearer(limited) })).body.code).toBe('not-found');
  });
});
