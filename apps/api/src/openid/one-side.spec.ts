import { type Actor, hire, visit } from '../test/cast.js';
import { customer, type Customer, type Party, refusal, startWorld, type World } from '../test/world.js';

/** Whoever runs an identity provider can come in as each of its members. That must not be worth more than its own side. */
describe('a session that one side’s identity provider vouches for', () => {
  let world: World;
  let north: Party;
  let south: Party;
  let at: Customer;
  let other: Customer;
  let actor: Actor;
  let asViewer: Actor;
  let ofNorth: string;
  let ofCustomer: string;
  beforeAll(async () => {
    world = await startWorld();
    [north, south] = [await world.party('north'), await world.party('south')];
    [at, other] = [await customer(north), await customer(north)];
    actor = await hire(world, 'technician', north);
    asViewer = { ...actor, memberId: await alsoAt(north.providerId, at.tenantId, 'viewer'), role: 'viewer', tenantId: at.tenantId };
    await alsoAt(south.providerId, null, 'technician');
    [ofNorth, ofCustomer] = [await identityProvider(null), await identityProvider(at.tenantId)];
    for (const [providerId, tenantId, tenantName] of [
      [north.providerId, null, 'at-north'],
      [north.providerId, at.tenantId, 'at-customer'],
      [north.providerId, other.tenantId, 'at-neighbour'],
      [south.providerId, null, 'at-south'],
    ] as const)
      await world.sql(
        `INSERT INTO notification (person_id, provider_id, tenant_id, kind, params) VALUES ($1, $2, $3, 'tenant-resumed', jsonb_build_object('tenantName', $4::text))`,
        actor.personId,
        providerId,
        tenantId,
        tenantName,
      );
  }, 60_000);
  afterAll(() => world.stop());

  async function alsoAt(providerId: string, tenantId: string | null, role: string): Promise<string> {
    const [row] = await world.sql<{ id: string }>(
      `INSERT INTO member (person_id, provider_id, tenant_id, role) VALUES ($1, $2, $3, $4) RETURNING id`,
      actor.personId,
      providerId,
      tenantId,
      role,
    );
    return row?.id ?? '';
  }
  async function identityProvider(tenantId: string | null): Promise<string> {
    const [row] = await world.sql<{ id: string }>(
      `INSERT INTO identity_provider (provider_id, tenant_id, name, issuer, client_id, client_secret, secret_key_id, secret_key_version)
       VALUES ($1, $2, 'Entra', 'https://idp.example', 'x', '\\x00', gen_random_uuid(), 1) RETURNING id`,
      north.providerId,
      tenantId,
    );
    return row?.id ?? '';
  }
  const named = (text: string): string[] => [...new Set(text.match(/at-(north|customer|neighbour|south)/g) ?? [])].sort();

  it('is told what its side is told, and marks nothing else as read', async () => {
    const seen = async (as: Actor, through?: string) => {
      const { client } = await visit(world, as, through === undefined ? {} : { through });
      const { items, unread } = await client.listNotifications({ query: {} });
      return { names: named(items.map(({ text }) => text).join()), unread, items };
    };
    expect(await seen(asViewer)).toMatchObject({ names: ['at-customer', 'at-neighbour', 'at-north', 'at-south'], unread: 4 });
    expect(await seen(asViewer, ofCustomer)).toMatchObject({ names: ['at-customer'], unread: 1 });
    expect(await seen(actor, ofNorth)).toMatchObject({ names: ['at-customer', 'at-neighbour', 'at-north'], unread: 3 });
    const { items } = await seen(actor);
    const foreign = items.find(({ text }) => text.includes('at-south'))?.id ?? '';
    const through = await visit(world, asViewer, { through: ofCustomer });
    expect((await refusal(through.client.readNotification({ params: { id: foreign }, query: {} }))).code).toBe('not-found');
    await through.client.readAllNotifications({ query: {} });
    expect(await seen(actor)).toMatchObject({ unread: 3 });
  });

  it('takes along what its side keeps, while a password or a passkey opens all of it', async () => {
    const all = JSON.stringify(await (await visit(world, actor)).client.exportMe({}));
    expect(named(all)).toEqual(['at-customer', 'at-neighbour', 'at-north', 'at-south']);
    const some = await (await visit(world, asViewer, { through: ofCustomer })).client.exportMe({});
    expect(named(JSON.stringify(some))).toEqual(['at-customer']);
    expect(some).toMatchObject({ memberships: [{ role: 'viewer' }] });
    expect(JSON.stringify(some)).not.toContain(south.providerId);
  });

  it('neither sees nor ends sessions that began another way', async () => {
    const working = await visit(world, actor);
    const { client } = await visit(world, asViewer, { through: ofCustomer });
    const { items } = await client.listSessions({});
    expect(new Set(items.map(({ method }) => method))).toEqual(new Set(['oidc']));
    const own = (await working.client.listSessions({})).items.find(({ current }) => current)?.id ?? '';
    expect((await refusal(client.endSession({ params: { id: own }, query: {} }))).code).toBe('not-found');
    await client.endOtherSessions({ query: {} });
    expect((await working.client.me()).id).toBe(actor.personId);
  });
});
