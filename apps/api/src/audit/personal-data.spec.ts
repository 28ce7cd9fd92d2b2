import { verifyAudit } from '@stellwerk/store';
import { type Actor, hire, visit } from '../test/cast.js';
import { createTunnel, type Customer, customer, type Party, refusal, startWorld, type World } from '../test/world.js';

describe('personal data', () => {
  let world: World;
  let north: Party;
  let south: Party;
  let at: Customer;
  beforeAll(async () => {
    world = await startWorld();
    [north, south] = [await world.party('north'), await world.party('south')];
    at = await customer(north, { name: 'Bäckerei' });
  }, 60_000);
  afterAll(() => world.stop());

  const staff = (role: 'owner' | 'admin' | 'technician' = 'admin') => hire(world, role, { providerId: north.providerId });
  const atCustomer = (role: 'tenant-admin' | 'requester' = 'requester') =>
    hire(world, role, { providerId: north.providerId, tenantId: at.tenantId });
  /** Adds a membership for somebody who has one already. */
  const alsoAt = async (actor: Actor, providerId: string, tenantId: string | null, role: string): Promise<string> => {
    const [row] = await world.sql<{ id: string }>(
      `INSERT INTO member (person_id, provider_id, tenant_id, role, tenant_ids, all_tenants) VALUES ($1, $2, $3, $4, '{}', true) RETURNING id`,
      actor.personId,
      providerId,
      tenantId,
      role,
    );
    return row?.id ?? '';
  };
  /** Leaves traces: an act in the audit, a line in a timeline, notifications, a passkey, an identity. */
  const work = async (actor: Actor): Promise<void> => {
    const by = await visit(world, actor);
    if (actor.tenantId === null) {
      const { id } = await createTunnel(north, await customer(north));
      await world.request('POST', `/api/v1/tunnels/${id}/disable`, {
        headers: { ...by.headers(), 'user-agent': `Browser of ${actor.email}` },
      });
    } else await by.client.changeMe({ body: { name: 'Frau Neu' } });
    await world.sql(
      `INSERT INTO notification (person_id, provider_id, tenant_id, kind, params) VALUES ($1, $2, $3, 'x', '{}')`,
      actor.personId,
      actor.providerId,
      actor.tenantId,
    );
    await world.sql(
      `INSERT INTO passkey (person_id, credential_id, public_key, counter, transports, name, backed_up) VALUES ($1::uuid, sha256(convert_to($1::text, 'UTF8')), '\\x00', 0, '{}', 'Stick', false)`,
      actor.personId,
    );
    await world.sql(
      `INSERT INTO external_identity (person_id, issuer, subject) VALUES ($1::uuid, 'https://idp.example', $1::text)`,
      actor.personId,
    );
  };
  /** Every row of every table in which this text stands. */
  const traces = async (text: string): Promise<string[]> => {
    const tables = await world.sql<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`);
    const found: string[] = [];
    for (const { name } of tables) {
      const [row] = await world.sql<{ n: number }>(
        `SELECT count(*)::int AS n FROM "${name}" t WHERE strpos(to_jsonb(t)::text, $1) > 0`,
        text,
      );
      if ((row?.n ?? 0) > 0) found.push(name);
    }
    return found.sort();
  };

  it('is handed out whole to the person, without anything that opens an account', async () => {
    const actor = await staff('technician');
    await work(actor);
    const all = await (await visit(world, actor)).client.exportMe({});
    expect(all).toMatchObject({
      person: { id: actor.personId, email: actor.email, name: 'Frau technician' },
      memberships: [{ role: 'technician', provider: 'north' }],
      passkeys: [{ name: 'Stick' }],
      identities: [{ issuer: 'https://idp.example' }],
      notifications: [{ kind: 'x' }],
      timeline: [{ kind: 'disabled' }],
    });
    expect((all['audit'] as { action: string }[]).map(({ action }) => action)).toContain('tunnel.disabled');
    expect((all['sessions'] as unknown[]).length).toBeGreaterThan(0);
    expect(JSON.stringify(all)).not.toMatch(/token_hash|password_hash|public_key|credential_id|totp_secret|\\\\x/);
  });

  it('tells nobody from where, with what and under which address somebody else acted on them', async () => {
    const actor = await atCustomer();
    const boss = await staff();
    const by = await visit(world, boss);
    const changed = await world.request('PUT', `/api/v1/members/${actor.memberId}`, {
      headers: { ...by.headers(), 'if-match': '*', 'user-agent': 'Browser of the boss' },
      body: { role: 'viewer' },
    });
    expect(changed.status).toBe(200);
    const own = await (await visit(world, actor)).client.exportMe({});
    const given = await (
      await visit(world, await atCustomer('tenant-admin'))
    ).client.exportPersonalData({ params: { id: actor.memberId } });
    for (const records of [own, given]) {
      const acts = records['audit'] as { action: string; personal: unknown }[];
      expect(acts).toContainEqual(
        expect.objectContaining({ action: 'member.replaced', personal: expect.objectContaining({ target: 'Frau requester' }) }),
      );
      expect(JSON.stringify(records)).not.toMatch(/Browser of the boss/);
      expect(JSON.stringify(records)).not.toContain(boss.email);
    }
  });

  it('is handed out to an administrator of the own side only, and only what that side keeps', async () => {
    const actor = await atCustomer();
    const elsewhere = await alsoAt(actor, south.providerId, null, 'technician');
    await work(actor);
    await world.sql(
      `INSERT INTO notification (person_id, provider_id, kind, params) VALUES ($1, $2, 'of-south', '{}')`,
      actor.personId,
      south.providerId,
    );
    const given = await (
      await visit(world, await atCustomer('tenant-admin'))
    ).client.exportPersonalData({ params: { id: actor.memberId } });
    expect(given).toMatchObject({ person: { email: actor.email }, memberships: [{ role: 'requester' }] });
    expect(JSON.stringify(given)).not.toMatch(/of-south|passkeys|identities/);
    const admin = await visit(world, await staff());
    expect((await refusal(admin.client.exportPersonalData({ params: { id: elsewhere } }))).code).toBe('not-found');
    const stranger = await visit(world, await hire(world, 'admin', { providerId: south.providerId }));
    expect((await refusal(stranger.client.exportPersonalData({ params: { id: actor.memberId } }))).code).toBe('not-found');
  });

  it('is erased to the last trace when no other membership is left, and the chain stays valid', async () => {
    const actor = await staff('technician');
    await work(actor);
    const boss = await staff();
    const admin = await visit(world, boss);
    await admin.client.replaceMember({ params: { id: actor.memberId }, body: { role: 'auditor' }, ifMatch: '*' });
    expect(await traces(actor.email)).toEqual(expect.arrayContaining(['audit_event', 'person', 'tunnel_event']));

    await admin.client.erasePersonalData({ params: { id: actor.memberId } });
    expect(await traces(actor.email)).toEqual([]);
    expect(await traces(`Browser of ${actor.email}`)).toEqual([]);
    // The number stays, so that its acts are still somebody's; nothing leads from it to the person.
    expect(await traces(actor.personId)).toEqual(['audit_event', 'person']);
    const [person] = await world.sql<Record<string, unknown>>('SELECT * FROM person WHERE id = $1', actor.personId);
    expect(person).toMatchObject({
      email: `erased-${actor.personId}@erased.invalid`,
      name: '–',
      password_hash: null,
      totp_secret: null,
      erased_at: expect.any(Date),
    });

    const { items } = await admin.client.listAuditEvents({ query: { actorId: actor.personId } });
    expect(items[0]).toMatchObject({
      action: 'tunnel.disabled',
      actor: { id: actor.personId, name: null, address: null },
      target: { kind: 'tunnel' },
    });
    const [erasure] = (await admin.client.listAuditEvents({ query: { action: 'person.erased' } })).items;
    expect(erasure).toMatchObject({
      actor: { id: boss.personId, name: 'Frau admin' },
      target: { kind: 'person', id: actor.personId, name: null },
    });
    expect(await verifyAudit(world.store, north.providerId)).toMatchObject({ fault: null, erased: expect.any(Number) });
  });

  it('of somebody who belongs elsewhere too is erased on this side, and the account lives on', async () => {
    const actor = await atCustomer();
    const elsewhere = await alsoAt(actor, south.providerId, null, 'technician');
    await work(actor);
    await (await visit(world, await atCustomer('tenant-admin'))).client.erasePersonalData({ params: { id: actor.memberId } });
    const [person] = await world.sql<{ email: string; erased_at: null }>(
      'SELECT email, erased_at FROM person WHERE id = $1',
      actor.personId,
    );
    expect(person).toEqual({ email: actor.email, erased_at: null });
    expect(await world.sql<{ id: string }>('SELECT id FROM member WHERE person_id = $1', actor.personId)).toEqual([{ id: elsewhere }]);
    const kept = await world.sql(
      'SELECT 1 FROM audit_event WHERE actor_id = $1 AND tenant_id = $2 AND personal IS NOT NULL',
      actor.personId,
      at.tenantId,
    );
    expect(kept).toEqual([]);
    expect((await verifyAudit(world.store, north.providerId)).fault).toBeNull();
  });

  it('erases nobody whose e-mail address only ends the same way', async () => {
    const [short, long] = [`x-${Date.now()}@example.org`, `ax-${Date.now()}@example.org`];
    const people = [];
    for (const email of [short, long]) {
      const member = await world.store.asSystem('test', (tx) =>
        tx.access.createMember({ providerId: north.providerId, role: 'technician', email, name: 'X', passwordHash: null }),
      );
      if (!member) throw new Error('taken');
      people.push({
        personId: member.personId,
        memberId: member.id,
        role: 'technician',
        providerId: north.providerId,
        tenantId: null,
        email,
      } as const);
    }
    for (const person of people) await work(person);
    await (await visit(world, await staff())).client.erasePersonalData({ params: { id: people[0]?.memberId ?? '' } });
    expect(await traces(`"${short}"`)).toEqual([]);
    const audit = await world.sql('SELECT 1 FROM audit_event WHERE actor_id = $1 AND personal IS NOT NULL', people[1]?.personId);
    expect(audit.length).toBeGreaterThan(0);
  });

  it('of the last owner, of oneself and of somebody above is not erased, and a rehearsal erases nothing', async () => {
    const party = await world.party('small');
    const [boss] = await world.sql<{ id: string; person_id: string }>(
      'SELECT id, person_id FROM member WHERE provider_id = $1',
      party.providerId,
    );
    const owner = {
      personId: boss?.person_id ?? '',
      memberId: boss?.id ?? '',
      role: 'owner',
      providerId: party.providerId,
      tenantId: null,
      email: party.email,
    } as const;
    const second = await hire(world, 'owner', { providerId: party.providerId });
    const admin = await visit(world, await hire(world, 'admin', { providerId: party.providerId }));
    expect((await refusal(admin.client.erasePersonalData({ params: { id: owner.memberId } }))).code).toBe('above-own-role');
    expect((await refusal((await visit(world, owner)).client.erasePersonalData({ params: { id: owner.memberId } }))).code).toBe(
      'forbidden',
    );
    await (await visit(world, second)).client.erasePersonalData({ params: { id: owner.memberId }, query: { validateOnly: 'true' } });
    expect(await traces(owner.email)).toContain('person');
    await (await visit(world, second)).client.erasePersonalData({ params: { id: owner.memberId } });
    expect(await traces(owner.email)).toEqual([]);
    // The other way round at the same time: somebody stays.
    const third = await hire(world, 'owner', { providerId: party.providerId });
    const [one, other] = [await visit(world, second), await visit(world, third)];
    const results = await Promise.allSettled([
      one.client.erasePersonalData({ params: { id: third.memberId } }),
      other.client.erasePersonalData({ params: { id: second.memberId } }),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await world.sql(`SELECT 1 FROM member WHERE provider_id = $1 AND role = 'owner'`, party.providerId)).toHaveLength(1);
  });
});
