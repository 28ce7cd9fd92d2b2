import { auditEvent, systemDoer } from '@stellwerk/domain';
import { verifyAudit } from '@stellwerk/store';
import { SystemWrites } from '../core/system-writes.js';
import { TenantWrites } from '../core/tenant-writes.js';
import { hire, machine, visit, type Visit } from '../test/cast.js';
import { bearer, createTunnel, type Customer, customer, type Party, refusal, startWorld, type World } from '../test/world.js';

describe('the audit', () => {
  let world: World;
  let north: Party;
  let south: Party;
  let at: Customer;
  let tunnelId: string;
  beforeAll(async () => {
    world = await startWorld();
    [north, south] = [await world.party('north'), await world.party('south')];
    at = await customer(north, { name: 'Bäckerei' });
    tunnelId = (await createTunnel(north, at, { name: 'AD Sync' })).id;
  }, 60_000);
  afterAll(() => world.stop());

  const admin = async () => visit(world, await hire(world, 'admin', { providerId: north.providerId }));
  const latest = async (by: Visit, query: Record<string, string> = {}) => (await by.client.listAuditEvents({ query })).items;

  it('tells who did what, where from, and what differs, in the language of the reader', async () => {
    const actor = await hire(world, 'technician', { providerId: north.providerId });
    const technician = await visit(world, actor);
    const done = await world.request('POST', `/api/v1/tunnels/${tunnelId}/disable`, {
      headers: { ...technician.headers(), 'user-agent': 'Spec/1.0', 'x-request-id': 'request-4711' },
    });
    expect(done.status).toBe(200);
    const reader = await admin();
    const [event] = await latest(reader, { limit: '1' });
    expect(event).toMatchObject({
      action: 'tunnel.disabled',
      text: 'The tunnel “AD Sync” was disabled.',
      outcome: 'done',
      actor: {
        kind: 'member',
        id: actor.personId,
        name: 'Frau technician',
        role: 'technician',
        provider: { id: north.providerId, name: 'north' },
        address: expect.stringMatching(/127\.0\.0\.1/),
      },
      tenantId: at.tenantId,
      tenantName: 'Bäckerei',
      target: { kind: 'tunnel', id: tunnelId, name: 'AD Sync' },
      changes: [{ path: '/enabled', before: true, after: false }],
      requestId: 'request-4711',
    });
    const german = await world.request('GET', '/api/v1/audit-events?limit=1', {
      headers: { ...reader.headers(), 'accept-language': 'de' },
    });
    expect(german.body.items[0].text).toBe('Der Tunnel „AD Sync“ wurde ausgeschaltet.');
  });

  it('knows that a credential was changed, and nothing of the credential', async () => {
    const body = {
      tenantId: at.tenantId,
      name: 'Gateway',
      host: '10.9.9.9',
      username: 'tunnel',
      credential: { kind: 'password', password: 'streng geheim 4711' },
    };
    const made = await world.request('POST', '/api/v1/ssh-servers', { headers: bearer(north), body });
    const replaced = { ...body, name: 'Gateway 2', credential: { kind: 'password', password: 'neues Geheimnis 4712' } };
    await world.request('PUT', `/api/v1/ssh-servers/${made.body.id}`, { headers: { ...bearer(north), 'if-match': '*' }, body: replaced });
    const [event] = await latest(await admin(), { targetId: made.body.id, limit: '1' });
    expect(event?.changes).toEqual([
      { path: '/name', before: 'Gateway', after: 'Gateway 2' },
      { path: '/credential', before: null, after: 'changed' },
    ]);
    const rows = await world.sql<{ text: string }>('SELECT record || COALESCE(personal, $1) AS text FROM audit_event', '');
    expect(rows.filter(({ text }) => /geheim|Geheimnis/.test(text))).toEqual([]);
  });

  it('gets nothing from a rehearsal and nothing from what was refused', async () => {
    const reader = await admin();
    const before = await latest(reader, { limit: '1' });
    const owner = await visit(world, await hire(world, 'owner', { providerId: north.providerId }));
    await owner.client.createTenant({ body: { name: 'Probe' }, query: { validateOnly: 'true' } });
    expect((await refusal(owner.client.deleteSshServer({ params: { id: at.sshServerId }, ifMatch: '*' }))).code).toBe('in-use');
    expect(await latest(reader, { limit: '1' })).toEqual(before);
  });

  it('undoes a change that it was told nothing of', async () => {
    // Only the database can be asked whether anything was kept.
    const who = {
      kind: 'service-account',
      id: tunnelId,
      name: 'x',
      email: null,
      locale: null,
      provider: { id: north.providerId, name: 'north' },
      tenant: null,
      membershipId: null,
      sessionId: null,
      role: null,
      permissions: [],
      stage: 'full',
      actingFor: null,
      provedAt: null,
      scope: { providerId: north.providerId, tenantIds: 'all' },
      wholeProvider: true,
      csrfToken: null,
      request: { id: 'r', address: null, userAgent: null },
    } as const;
    const values = { name: 'unbemerkt', customerNumber: null, allowedNetworks: [] };
    const work = new TenantWrites(world.store, world.queue).run(who, { dryRun: false }, (tx) => tx.tenants.create(values));
    await expect(work).rejects.toThrow(/the audit knows nothing of/);
    const system = new SystemWrites(world.store).run(who, { dryRun: false, reason: 'test' }, (tx) =>
      tx.access.createProvider({ name: 'unbemerkt' }),
    );
    await expect(system).rejects.toThrow(/the audit knows nothing of/);
    expect(
      await world.sql(`SELECT 1 FROM tenant WHERE name = 'unbemerkt' UNION ALL SELECT 1 FROM provider WHERE name = 'unbemerkt'`),
    ).toEqual([]);
    await expect(new TenantWrites(world.store, world.queue).run(who, { dryRun: true }, async () => 'rehearsed')).rejects.toThrow();
    await expect(
      new TenantWrites(world.store, world.queue).run(who, { dryRun: false }, async (_, after) => after.unchanged('a test')),
    ).resolves.toBeUndefined();
  });

  it('is found by customer, act, resource, actor, target, outcome, time and words, and page by page without gaps', async () => {
    const reader = await admin();
    const other = await customer(north, { name: 'Metzgerei' });
    const { id } = await createTunnel(north, other, { name: 'Suchwort-Tunnel' });
    const all = await latest(reader, { limit: '200' });
    const pages: string[] = [];
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await reader.client.listAuditEvents({ query: { limit: '3', ...(cursor ? { cursor } : {}) } });
      pages.push(...page.items.map(({ seq }) => seq));
      cursor = page.nextCursor ?? undefined;
    }
    expect(pages).toEqual(all.map(({ seq }) => seq));
    expect(new Set((await latest(reader, { tenantId: other.tenantId })).map(({ tenantName }) => tenantName))).toEqual(
      new Set(['Metzgerei']),
    );
    expect(new Set((await latest(reader, { action: 'tunnel.created' })).map(({ action }) => action))).toEqual(new Set(['tunnel.created']));
    expect(new Set((await latest(reader, { action: 'tunnel' })).map(({ action }) => action.split('.')[0]))).toEqual(new Set(['tunnel']));
    expect(await latest(reader, { action: 'tun' })).toEqual([]);
    expect((await latest(reader, { targetId: id })).map(({ action }) => action)).toEqual(['tunnel.created']);
    expect((await latest(reader, { search: 'suchwort-TUNNEL' })).map(({ action }) => action)).toEqual(['tunnel.created']);
    expect(await latest(reader, { search: '100%' })).toEqual([]);
    const middle = all[2];
    if (!middle) throw new Error('there are too few events');
    expect((await latest(reader, { actorId: middle.actor.id ?? '' })).map(({ seq }) => seq)).toContain(middle.seq);
    expect((await latest(reader, { from: middle.at })).every(({ at: when }) => when >= middle.at)).toBe(true);
    expect((await latest(reader, { to: middle.at })).every(({ at: when }) => when < middle.at)).toBe(true);
    expect(await latest(reader, { outcome: 'refused' })).toEqual([]);
  });

  it('shows a customer what concerns it, its provider’s acts included, but not from where the provider’s people work', async () => {
    const other = await customer(north, { name: 'Nachbar' });
    const customerAdmin = await visit(world, await hire(world, 'tenant-admin', { providerId: north.providerId, tenantId: at.tenantId }));
    await (await admin()).client.restartTunnel({ params: { id: tunnelId } });
    const events = await latest(customerAdmin, { limit: '200' });
    expect(events.map(({ action }) => action)).toContain('tunnel.restarted');
    expect(new Set(events.map(({ tenantId }) => tenantId))).toEqual(new Set([at.tenantId]));
    expect(events.filter(({ actor }) => actor.address !== null)).toEqual([]);
    expect(await latest(customerAdmin, { tenantId: other.tenantId })).toEqual([]);
  });

  it('lets a customer search what it is shown, and not find out by searching what it is not', async () => {
    const colleague = await hire(world, 'admin', { providerId: north.providerId });
    await world.request('POST', `/api/v1/tunnels/${tunnelId}/restart`, {
      headers: { ...(await visit(world, colleague)).headers(), 'user-agent': 'Werkstatt/9' },
    });
    const customerAdmin = await visit(world, await hire(world, 'tenant-admin', { providerId: north.providerId, tenantId: at.tenantId }));
    const found = async (by: Visit, search: string) => (await latest(by, { search })).length;
    for (const hidden of ['Werkstatt/9', colleague.email, '127.0.0.1']) {
      expect([hidden, await found(customerAdmin, hidden)]).toEqual([hidden, 0]);
      expect([hidden, (await found(await admin(), hidden)) > 0]).toEqual([hidden, true]);
    }
    expect(await found(customerAdmin, 'Frau admin')).toBeGreaterThan(0);
  });

  it('shows another provider nothing, and somebody limited to a customer only that one', async () => {
    const stranger = await visit(world, await hire(world, 'auditor', { providerId: south.providerId }));
    expect((await latest(stranger)).filter(({ tenantId }) => tenantId === at.tenantId)).toEqual([]);
    expect(await latest(stranger, { targetId: tunnelId })).toEqual([]);
    const limited = await visit(world, await hire(world, 'admin', { providerId: north.providerId, tenantIds: [at.tenantId] }));
    expect(new Set((await latest(limited, { limit: '200' })).map(({ tenantId }) => tenantId))).toEqual(new Set([at.tenantId]));
  });

  it('keeps a provider’s own acts in its sight when a customer takes its access back, and hides that customer’s', async () => {
    const gone = await customer(north, { name: 'Abgewandert' });
    await world.sql(`UPDATE delegation SET status = 'revoked' WHERE tenant_id = $1`, gone.tenantId);
    const reader = await admin();
    const events = await latest(reader, { limit: '200' });
    expect(events.filter(({ tenantId }) => tenantId === gone.tenantId)).toEqual([]);
    await reader.client.createServiceAccount({ body: { name: 'Abgleich', scopes: ['tenants:read'] } });
    expect((await latest(reader, { limit: '1' }))[0]).toMatchObject({ action: 'service-account.created', tenantId: null });
  });

  it('tells that a key was used from where it may not be, once for each address and hour', async () => {
    const reader = await admin();
    const { headers, accountId } = await machine(world, north.providerId, ['tenants:read']);
    await world.sql(`UPDATE service_account SET addresses = '{10.0.0.0/8}' WHERE id = $1`, accountId);
    for (let i = 0; i < 3; i += 1) expect((await world.request('GET', '/api/v1/tenants', { headers })).status).toBe(403);
    expect(await latest(reader, { outcome: 'refused' })).toMatchObject([
      {
        action: 'api-key.refused',
        actor: { kind: 'service-account', id: accountId, address: expect.any(String) },
        target: { id: accountId, name: 'Abgleich' },
      },
    ]);
  });

  describe('taken along', () => {
    const take = async (reader: Visit) => {
      const response = await fetch(`${world.url}/api/v1/audit-events/export`, { headers: reader.headers() });
      return { status: response.status, headers: response.headers, text: await response.text() };
    };

    it('is one JSON text per line with the exact record, and knows that it was taken', async () => {
      const reader = await admin();
      const answer = await take(reader);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
      expect(answer.headers.get('content-disposition')).toContain('audit.jsonl');
      const lines = answer.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { seq: string; action: string; record: string });
      expect(lines[0]?.action).toBe('audit.exported');
      expect(lines.map(({ seq }) => Number(seq))).toEqual([...lines.map(({ seq }) => Number(seq))].sort((a, b) => b - a));
      const [row] = await world.sql<{ record: string }>(
        'SELECT record FROM audit_event WHERE provider_id = $1 AND seq = $2',
        north.providerId,
        lines[1]?.seq,
      );
      expect(lines[1]?.record).toBe(row?.record);
    });

    it('is a table that no spreadsheet takes for a formula', async () => {
      await customer(north, { name: '=HYPERLINK("http://evil.example")' });
      const answer = await world.request('GET', '/api/v1/audit-events/export?format=csv&action=tenant.created', {
        headers: (await admin()).headers(),
      });
      expect(answer.headers.get('content-type')).toContain('text/csv');
      const [header, first] = answer.text.split('\r\n');
      expect(header).toBe(
        'seq,at,action,text,outcome,actorKind,actorId,actorName,actorRole,actorProvider,address,tenantId,tenantName,targetKind,targetId,targetName,changes,requestId,hash',
      );
      expect(first).toContain(`,"'=HYPERLINK(""http://evil.example"")",`);
      expect(answer.text.split('\r\n').filter((line) => line.includes(',=HYPERLINK'))).toEqual([]);
    });

    it('is whole, however long', async () => {
      const big = await world.party('big');
      for (let i = 0; i < 4; i += 1)
        await world.store.asSystem('test', async (tx) => {
          for (let n = 0; n < 400; n += 1)
            tx.audit.append(auditEvent(systemDoer('test'), { action: 'secrets.rotated', providerId: big.providerId }));
        });
      const reader = await visit(world, await hire(world, 'auditor', { providerId: big.providerId }));
      const answer = await take(reader);
      const seqs = answer.text
        .trimEnd()
        .split('\n')
        .map((line) => Number((JSON.parse(line) as { seq: string }).seq));
      expect(seqs).toEqual(Array.from({ length: 1_601 }, (_, i) => 1_601 - i));
    });
  });

  it('leaves chains behind that verify', async () => {
    for (const { providerId } of [north, south]) expect((await verifyAudit(world.store, providerId)).fault).toBeNull();
  });
});
