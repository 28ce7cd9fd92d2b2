import { randomUUID } from 'node:crypto';
import { type Actor, hire, type Visit, visit } from '../test/cast.js';
import { customer, type Customer, type Party, refusal, startWorld, type World } from '../test/world.js';

describe('what a session stands on', () => {
  let world: World;
  let north: Party;
  let south: Party;
  let at: Customer;
  let person: Actor;
  let browser: Visit;
  beforeAll(async () => {
    world = await startWorld();
    [north, south] = [await world.party('north'), await world.party('south')];
    at = await customer(north);
  }, 60_000);
  beforeEach(async () => {
    person = await hire(world, 'technician', north);
    browser = await visit(world, person);
  });
  afterAll(() => world.stop());

  /** One more membership of the same person. */
  const join = async (providerId: string, role: string, tenantId: string | null = null): Promise<string> => {
    const [row] = await world.sql<{ id: string }>(
      `INSERT INTO member (person_id, provider_id, tenant_id, role, tenant_ids) VALUES ($1, $2, $3, $4, '{}') RETURNING id`,
      person.personId,
      providerId,
      tenantId,
      role,
    );
    return row?.id ?? '';
  };
  const switchTo = (membershipId: string) => browser.client.switchMembership({ body: { membershipId } });
  const use = async (headers: Record<string, string>) => (await world.request('GET', '/api/v1/me', { headers })).status;

  it('is another of the own memberships, with its role and its customers, and nothing of the one before', async () => {
    const admin = await join(north.providerId, 'viewer', at.tenantId);
    const there = await join(south.providerId, 'owner');
    const theirs = await customer(south);
    expect((await browser.client.me()).memberships.map(({ id }) => id).sort()).toEqual([person.memberId, admin, there].sort());
    expect(await switchTo(there)).toMatchObject({
      membershipId: there,
      role: 'owner',
      provider: { id: south.providerId },
      tenantIds: 'all',
    });
    expect((await refusal(browser.client.getPbx({ params: { id: at.pbxId } }))).code).toBe('not-found');
    await expect(browser.client.getPbx({ params: { id: theirs.pbxId } })).resolves.toMatchObject({ id: theirs.pbxId });
    expect(await switchTo(admin)).toMatchObject({ role: 'viewer', tenant: { id: at.tenantId }, tenantIds: [at.tenantId] });
    expect((await refusal(browser.client.disableTunnel({ params: { id: randomUUID() } }))).code).toBe('forbidden');
  });

  it('is never a membership of somebody else, or one that was taken away', async () => {
    const stranger = await hire(world, 'owner', south);
    for (const id of [stranger.memberId, randomUUID()]) expect((await refusal(switchTo(id))).code).toBe('not-found');
    const gone = await join(south.providerId, 'owner');
    await world.sql('DELETE FROM member WHERE id = $1', gone);
    expect((await refusal(switchTo(gone))).code).toBe('not-found');
    await world.sql('DELETE FROM member WHERE id = $1', person.memberId);
    expect(await use(browser.headers())).toBe(401);
  });

  it('comes with another token each time: the one before opens nothing', async () => {
    const there = await join(south.providerId, 'auditor');
    const before = browser.headers();
    await switchTo(there);
    expect([await use(before), await use(browser.headers())]).toEqual([401, 200]);
    const between = browser.headers();
    await switchTo(person.memberId);
    await browser.client.actFor({ body: { tenantId: at.tenantId } });
    expect([await use(between), await use(browser.headers())]).toEqual([401, 200]);
  });

  it('keeps nobody who is acted for', async () => {
    const there = await join(south.providerId, 'owner');
    expect((await browser.client.actFor({ body: { tenantId: at.tenantId } })).actingFor?.tenant.id).toBe(at.tenantId);
    expect((await switchTo(there)).actingFor).toBeNull();
    expect((await switchTo(person.memberId)).actingFor).toBeNull();
  });

  it('asks for a second factor where the other provider demands one', async () => {
    const strict = await world.party('strict');
    await world.sql('UPDATE provider SET mfa_required = true WHERE id = $1', strict.providerId);
    const there = await join(strict.providerId, 'technician');
    await world.sql(`UPDATE session SET method = 'password' WHERE person_id = $1`, person.personId);
    expect((await switchTo(there)).stage).toBe('enrol-factor');
    expect((await refusal(browser.client.listPbxs())).code).toBe('sign-in-unfinished');
  });

  it('opens only to whom the identity provider of the other side vouches for, from the moment it is enforced', async () => {
    const there = await join(south.providerId, 'technician');
    await switchTo(there);
    await world.sql(
      `INSERT INTO identity_provider (provider_id, name, issuer, client_id, client_secret, secret_key_id, secret_key_version, enforced)
       VALUES ($1, 'Entra', 'https://idp.example', 'x', '\\x00', gen_random_uuid(), 1, true)`,
      south.providerId,
    );
    expect(await use(browser.headers())).toBe(401);
    browser = await visit(world, person);
    expect((await refusal(switchTo(there))).code).toBe('not-found');
    expect((await browser.client.me()).memberships.map(({ id }) => id)).toEqual([person.memberId]);
  });

  it('narrows to one customer while it is acted for, own ones too, and widens again', async () => {
    const other = await customer(north);
    await browser.client.actFor({ body: { tenantId: at.tenantId } });
    expect((await browser.client.listTenants()).items.map(({ id }) => id)).toEqual([at.tenantId]);
    expect((await refusal(browser.client.getPbx({ params: { id: other.pbxId } }))).code).toBe('not-found');
    for (const tenantId of [randomUUID(), (await customer(south)).tenantId])
      expect((await refusal(browser.client.actFor({ body: { tenantId } }))).code).toBe('not-found');
    expect((await browser.client.me()).actingFor?.tenant.id).toBe(at.tenantId);
    await browser.client.actFor({ body: { tenantId: null } });
    await expect(browser.client.getPbx({ params: { id: other.pbxId } })).resolves.toMatchObject({ id: other.pbxId });
  });

  it('is audited', async () => {
    const there = await join(south.providerId, 'owner');
    await switchTo(there);
    await browser.client.actFor({ body: { tenantId: null } });
    const rows = await world.sql(`SELECT provider_id, action FROM audit_event WHERE actor_id = $1 ORDER BY at`, person.personId);
    expect(rows).toEqual(
      expect.arrayContaining([
        { provider_id: south.providerId, action: 'session.membership-switched' },
        { provider_id: north.providerId, action: 'session.membership-switched' },
      ]),
    );
    expect(rows).toHaveLength(2);
  });
});
