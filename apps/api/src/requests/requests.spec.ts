import type { Client, TunnelRequest } from '@stellwerk/contracts';
import { until } from '@stellwerk/testing';
import type { BusMessage } from '@stellwerk/queue';
import { type Actor, hire, visit } from '../test/cast.js';
import { createTunnel, customer, type Customer, mapping, type Party, refusal, startWorld, type World } from '../test/world.js';

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const console22 = {
  name: 'Console',
  direction: 'inbound' as const,
  localPort: 22,
  remotePort: 2222,
  targetHost: null,
  protocol: 'ssh' as const,
};

describe('requests', () => {
  let world: World;
  let north: Party;
  let at: Customer;
  let requester: Actor;
  /** The customer's requester, and three people of the provider. */
  let asking: Client;
  let decider: Client;
  let second: Client;
  let colleague: Client;
  const heard: BusMessage[] = [];

  const enter = async (actor: Actor): Promise<Client> => (await visit(world, actor)).client;
  beforeAll(async () => {
    world = await startWorld();
    north = await world.party('north');
    world.queue.bus.subscribe(['request.changed', 'tunnel.changed'], (m) => heard.push(m));
    decider = await enter(await hire(world, 'technician', north));
    second = await enter(await hire(world, 'admin', north));
  }, 60_000);
  beforeEach(async () => {
    at = await customer(north);
    const there = { ...north, tenantId: at.tenantId };
    requester = await hire(world, 'requester', there);
    asking = await enter(requester);
    colleague = await enter(await hire(world, 'requester', there));
  });
  afterAll(() => world.stop());

  const wish = (values: object = {}, more: object = {}) => ({
    tunnel: { pbxId: at.pbxId, sshServerId: at.sshServerId, name: 'AD', mappings: [mapping()], ...values },
    reason: 'Windows-Anmeldung',
    ...more,
  });
  const ask = (values: object = {}, more: object = {}, client = asking): Promise<TunnelRequest> =>
    client.createRequest({ body: wish(values, more) });
  const approve = (client: Client, request: { id: string; version: number }, body: object = {}) =>
    client.approveRequest({ params: { id: request.id }, ifMatch: request.version, body });
  const read = (id: string, client = asking) => client.getRequest({ params: { id } });
  const tunnelsHere = async () => (await decider.listTunnels({ query: { tenantId: at.tenantId } })).items;
  const setPolicy = (body: object) =>
    second.replaceRequestPolicy({
      params: { id: at.tenantId },
      ifMatch: '*',
      body: { autoApprove: [], approversRequired: 1, longestDays: null, ...body } as never,
    });
  const told = async (personId: string) =>
    (await world.sql<{ kind: string }>('SELECT kind FROM notification WHERE person_id = $1 ORDER BY created_at, id', personId)).map(
      (n) => n.kind,
    );
  const audited = async (id: string) =>
    (await world.sql<{ action: string }>('SELECT action FROM audit_event WHERE target_id = $1 ORDER BY seq', id)).map((e) => e.action);

  it('become, once approved, exactly that tunnel, told and audited on the way', async () => {
    const endsAt = inHours(8);
    const made = await ask({ mappings: [mapping({ protocol: 'mssql', localPort: 1433, remotePort: 1433 })] }, { endsAt });
    expect(made).toMatchObject({
      state: 'pending',
      own: true,
      mayDecide: false,
      tenantId: at.tenantId,
      pbxName: 'Zentrale',
      approversRequired: 1,
      approved: null,
      tunnelId: null,
    });
    expect(made.risks.map((r) => r.code)).toEqual(['database']);
    expect(made.differences.map((d) => d.path)).toEqual(['/name', '/module', '/sshServerId', '/mappings/0', '/endsAt']);
    expect(await tunnelsHere()).toEqual([]);

    const inbox = (await decider.listRequests({ query: { state: 'pending', tenantId: at.tenantId } })).items;
    expect(inbox).toMatchObject([{ id: made.id, mayDecide: true, own: false }]);
    await decider.commentRequest({ params: { id: made.id }, body: { text: 'Mit welchem Konto?' } });
    const approved = await approve(decider, await read(made.id, decider), { comment: 'Nur lesend.' });
    expect(approved).toMatchObject({
      state: 'approved',
      approvedEndsAt: endsAt,
      approved: approved.asked,
      differences: [],
      approvals: [{ by: 'Frau technician' }],
    });
    const [tunnel] = await tunnelsHere();
    expect(tunnel).toMatchObject({
      id: approved.tunnelId,
      name: 'AD',
      enabled: true,
      endsAt,
      requestId: made.id,
      mappings: [approved.approved!.mappings[0]!],
    });
    expect(approved.events.map((e) => [e.kind, e.side, e.text])).toEqual([
      ['submitted', 'tenant', null],
      ['commented', 'provider', 'Mit welchem Konto?'],
      ['approved', 'provider', 'Nur lesend.'],
    ]);
    expect(await audited(made.id)).toEqual(['request.created', 'request.commented', 'request.approved']);
    expect(await audited(tunnel!.id)).toEqual(['tunnel.created']);
    expect(await told(requester.personId)).toEqual(['request-commented', 'request-approved']);
    await until('readers to be told', () => heard.some((m) => m.type === 'request.changed' && m.requestId === made.id));
    await until('the workers’ nudge', () => heard.some((m) => m.type === 'tunnel.changed' && m.tunnelId === tunnel!.id));
  });

  it('reach the deciders of every provider with access, and nobody else', async () => {
    const auditor = await hire(world, 'auditor', north);
    const elsewhere = await hire(world, 'technician', { ...north, tenantIds: [] });
    const here = await hire(world, 'technician', { ...north, tenantIds: [at.tenantId] });
    await ask();
    expect(await told(here.personId)).toEqual(['request-submitted']);
    expect([await told(auditor.personId), await told(elsewhere.personId), await told(requester.personId)]).toEqual([[], [], []]);
  });

  it('are not there for another customer, nor for another provider', async () => {
    const { id } = await ask();
    const other = await customer(north);
    const stranger = await enter(await hire(world, 'tenant-admin', { ...north, tenantId: other.tenantId }));
    const foreign = await enter(await hire(world, 'owner', await world.party('south')));
    for (const client of [stranger, foreign]) {
      expect((await refusal(read(id, client))).code).toBe('not-found');
      expect((await refusal(client.commentRequest({ params: { id }, body: { text: 'hallo' } }))).code).toBe('not-found');
      expect((await client.listRequests()).items).toEqual([]);
    }
    expect((await refusal(ask({}, {}, stranger))).errors[0]).toMatchObject({ pointer: '/tunnel/pbxId' });
  });

  describe('are decided by somebody else:', () => {
    it('nobody approves or declines their own, not through another membership either', async () => {
      const both = await hire(world, 'requester', { ...north, tenantId: at.tenantId });
      const [{ id: staffMembership } = { id: '' }] = await world.sql<{ id: string }>(
        `INSERT INTO member (person_id, provider_id, role) VALUES ($1, $2, 'owner') RETURNING id`,
        both.personId,
        north.providerId,
      );
      const made = await ask({}, {}, await enter(both));
      const hat = await enter({ ...both, memberId: staffMembership, role: 'owner', tenantId: null });
      const seen = await read(made.id, hat);
      expect([seen.own, seen.mayDecide]).toEqual([true, false]);
      expect((await refusal(approve(hat, seen))).code).toBe('own-request');
      expect((await refusal(hat.declineRequest({ params: { id: made.id }, ifMatch: seen.version, body: { text: 'nein' } }))).code).toBe(
        'own-request',
      );
      const byStaff = await ask({}, {}, decider);
      expect((await refusal(approve(decider, byStaff))).code).toBe('own-request');
      expect(await tunnelsHere()).toEqual([]);
    });

    it('neither the customer nor a machine decides', async () => {
      const made = await ask();
      expect((await refusal(approve(colleague, made))).code).toBe('forbidden');
      expect((await refusal(approve(north.client, made))).code).toBe('forbidden');
    });

    it('two people where the policy says two, each for the same content', async () => {
      await setPolicy({ approversRequired: 2 });
      const made = await ask();
      expect(made.approversRequired).toBe(2);
      const first = await approve(decider, made);
      expect([first.state, first.approvals.length, first.mayDecide]).toEqual(['pending', 1, false]);
      expect(await tunnelsHere()).toEqual([]);
      expect((await refusal(approve(decider, made))).code).toBe('already-approved');
      const other = { tunnel: { ...made.asked, name: 'Anders' } };
      expect((await refusal(approve(second, made, other))).code).toBe('request-changed');
      expect((await refusal(approve(second, made, { endsAt: inHours(1) }))).code).toBe('request-changed');
      expect(await approve(second, made)).toMatchObject({
        state: 'approved',
        approvals: [{ by: 'Frau technician' }, { by: 'Frau admin' }],
      });
      expect(await tunnelsHere()).toHaveLength(1);
      expect(await audited(made.id)).toEqual(['request.created', 'request.approval-given', 'request.approved']);
    });

    it('a stricter policy also holds for what is pending', async () => {
      const made = await ask();
      await setPolicy({ approversRequired: 2, longestDays: 1 });
      expect((await refusal(approve(decider, made))).errors).toMatchObject([{ pointer: '/endsAt', code: 'end-too-late' }]);
      expect(await approve(decider, made, { endsAt: inHours(2) })).toMatchObject({ state: 'pending', approversRequired: 2 });
    });

    it('never for something that changed meanwhile: approvals given are void, and late ones hear of it', async () => {
      await setPolicy({ approversRequired: 2 });
      const made = await ask();
      await approve(decider, made);
      const changed = await asking.replaceRequest({
        params: { id: made.id },
        ifMatch: made.version,
        body: wish({ mappings: [mapping({ remotePort: 3389 })] }),
      });
      expect([changed.approvals, changed.state]).toEqual([[], 'pending']);
      expect(changed.events.map((e) => e.kind)).toEqual(['submitted', 'approval-given', 'changed']);
      expect((await refusal(approve(second, made))).code).toBe('request-changed');
      await approve(second, changed);
      expect(await tunnelsHere()).toEqual([]);
      await approve(decider, changed);
      expect((await tunnelsHere())[0]?.mappings[0]).toMatchObject({ remotePort: 3389 });
    });

    it('by many at the same moment: one approval counts, and there is one tunnel', async () => {
      const made = await ask();
      const deciders = await Promise.all(Array.from({ length: 6 }, async () => enter(await hire(world, 'technician', north))));
      const outcomes = await Promise.allSettled(deciders.map((client) => approve(client, made)));
      expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1);
      for (const o of outcomes)
        if (o.status === 'rejected') expect((o.reason as { problem: { code: string } }).problem.code).toBe('request-closed');
      expect(await tunnelsHere()).toHaveLength(1);
    });

    it('only by who has just proved to be there', async () => {
      const made = await ask();
      const stale = await visit(world, await hire(world, 'technician', north), { provedMinutesAgo: 20 });
      expect((await refusal(approve(stale.client, made))).code).toBe('step-up-required');
    });
  });

  it('are approved with changes and a shorter time, which is what the tunnel becomes; what was approved stands', async () => {
    const made = await ask({}, { endsAt: inHours(48) });
    const endsAt = inHours(2);
    const tunnel = { ...made.asked, mappings: [mapping({ localPort: 2389, targetHost: '10.0.0.5' })] };
    expect((await refusal(approve(decider, made, { endsAt: inHours(49) }))).errors).toMatchObject([
      { pointer: '/endsAt', code: 'end-later-than-asked' },
    ]);
    expect((await refusal(approve(decider, made, { endsAt: null }))).errors).toMatchObject([{ code: 'end-later-than-asked' }]);
    expect(
      (await refusal(approve(decider, made, { tunnel: { ...tunnel, mappings: [mapping({ localPort: 389 })] } }))).errors,
    ).toMatchObject([{ pointer: '/tunnel/mappings/0/localPort' }]);
    const rehearsed = await decider.approveRequest({
      params: { id: made.id },
      query: { validateOnly: 'true' },
      ifMatch: made.version,
      body: { tunnel, endsAt },
    });
    expect(rehearsed.state).toBe('approved');
    expect([(await read(made.id)).state, await tunnelsHere()]).toEqual(['pending', []]);
    const approved = await approve(decider, made, { tunnel, endsAt });
    expect(approved.differences.map((d) => d.path)).toEqual(['/mappings/0', '/endsAt']);
    expect((await tunnelsHere())[0]).toMatchObject({ endsAt, mappings: [{ localPort: 2389, targetHost: '10.0.0.5' }] });
    for (const column of [`approved = '{}'`, `approved_ends_at = now()`, `status = 'pending'`, `reason = 'x'`, `tunnel_id = NULL`])
      await expect(world.sql(`UPDATE request SET ${column} WHERE id = $1`, made.id)).rejects.toThrow(/request|approved|asked/);
  });

  it('that cannot be any more are not approved: somebody else took the port', async () => {
    const made = await ask();
    const other = await createTunnel(north, at);
    const problem = await refusal(approve(decider, made));
    expect([problem.code, problem.errors[0]?.pointer]).toEqual(['mapping-refused', '/tunnel/mappings/0/localPort']);
    expect((await read(made.id)).state).toBe('pending');
    await north.client.deleteTunnel({ params: { id: other.id }, ifMatch: '*' });
    expect((await approve(decider, made)).state).toBe('approved');
  });

  it('are changed and taken back by who made them, and by nobody else', async () => {
    const made = await ask();
    for (const client of [colleague, decider]) {
      expect((await refusal(client.withdrawRequest({ params: { id: made.id } }))).code).toBe('not-your-request');
      expect((await refusal(client.replaceRequest({ params: { id: made.id }, ifMatch: '*', body: wish() }))).code).toBe('not-your-request');
    }
    expect((await refusal(asking.replaceRequest({ params: { id: made.id }, ifMatch: made.version + 1, body: wish() }))).code).toBe(
      'version-mismatch',
    );
    const withdrawn = await asking.withdrawRequest({ params: { id: made.id } });
    expect([withdrawn.state, withdrawn.decidedAt !== null]).toEqual(['withdrawn', true]);
    for (const late of [
      approve(decider, made),
      decider.declineRequest({ params: { id: made.id }, ifMatch: '*', body: { text: 'nein danke' } }),
      asking.withdrawRequest({ params: { id: made.id } }),
      asking.replaceRequest({ params: { id: made.id }, ifMatch: '*', body: wish() }),
      asking.revokeRequest({ params: { id: made.id }, body: { text: '' } }),
    ])
      expect((await refusal(late)).code).toBe('request-closed');
  });

  it('are declined with a reason, which reaches who asked', async () => {
    const made = await ask();
    const declined = await decider.declineRequest({ params: { id: made.id }, ifMatch: made.version, body: { text: 'Bitte über VPN.' } });
    expect(declined.state).toBe('declined');
    expect(declined.events.at(-1)).toMatchObject({ kind: 'declined', text: 'Bitte über VPN.', by: 'Frau technician' });
    expect(await told(requester.personId)).toEqual(['request-declined']);
  });

  describe('for a time', () => {
    const granted = async (over: object = {}) => {
      const made = await ask({}, { endsAt: inHours(4), ...over });
      const approved = await approve(decider, made);
      return { id: made.id, tunnelId: approved.tunnelId! };
    };

    it('end early by a decider or by anybody of the customer’s side, and the tunnel with them', async () => {
      for (const client of [colleague, second]) {
        const { id, tunnelId } = await granted();
        const revoked = await client.revokeRequest({ params: { id }, body: { text: 'Fertig.' } });
        expect(revoked).toMatchObject({
          state: 'revoked',
          events: expect.arrayContaining([expect.objectContaining({ kind: 'revoked', text: 'Fertig. The tunnel is switched off.' })]),
        });
        const tunnel = await decider.getTunnel({ params: { id: tunnelId } });
        expect([tunnel.enabled, Date.parse(tunnel.endsAt!) <= Date.now(), tunnel.status.state, tunnel.status.reason?.code]).toEqual([
          false,
          true,
          'stopped',
          'access-ended',
        ]);
        expect(await told(requester.personId)).toContain('access-revoked');
        await decider.deleteTunnel({ params: { id: tunnelId }, ifMatch: '*' });
      }
      const viewer = await enter(await hire(world, 'viewer', { ...north, tenantId: at.tenantId }));
      const { id } = await granted();
      expect((await refusal(viewer.revokeRequest({ params: { id }, body: { text: '' } }))).code).toBe('forbidden');
      expect((await refusal(north.client.revokeRequest({ params: { id }, body: { text: '' } }))).code).toBe('forbidden');
    });

    it('are not stretched by hand: an edit keeps the end, and what is over is not switched on again', async () => {
      const { id, tunnelId } = await granted();
      const tunnel = await decider.getTunnel({ params: { id: tunnelId } });
      const body = { pbxId: at.pbxId, sshServerId: at.sshServerId, name: 'AD neu', mappings: [mapping({ localPort: 2000 })] };
      const edited = await decider.replaceTunnel({ params: { id: tunnelId }, ifMatch: tunnel.version, body });
      expect([edited.endsAt, edited.requestId, edited.name]).toEqual([tunnel.endsAt, id, 'AD neu']);
      await colleague.revokeRequest({ params: { id }, body: { text: '' } });
      expect((await refusal(decider.enableTunnel({ params: { id: tunnelId } }))).code).toBe('access-ended');
      expect((await refusal(decider.replaceTunnel({ params: { id: tunnelId }, ifMatch: '*', body }))).code).toBe('access-ended');
      await expect(
        decider.replaceTunnel({ params: { id: tunnelId }, ifMatch: '*', body: { ...body, enabled: false } }),
      ).resolves.toMatchObject({ enabled: false });
      // Another approval is the way.
      const again = await ask({ mappings: [mapping()] }, { kind: 'change', tunnelId, endsAt: inHours(1) });
      expect((await approve(decider, again)).tunnelId).toBe(tunnelId);
      expect(await decider.getTunnel({ params: { id: tunnelId } })).toMatchObject({
        enabled: true,
        requestId: again.id,
        endsAt: again.askedEndsAt,
      });
    });

    it('end when somebody deletes their tunnel', async () => {
      const { id, tunnelId } = await granted();
      await decider.deleteTunnel({ params: { id: tunnelId }, ifMatch: '*' });
      expect(await read(id)).toMatchObject({ state: 'ended', tunnelId });
      expect(await audited(id)).toContain('request.ended');
    });

    it('give a changed tunnel back as it was', async () => {
      const before = await createTunnel(north, at, {
        name: 'Dauerhaft',
        mappings: [mapping({ localPort: 3001 }), mapping({ localPort: 3002 })],
      });
      const change = { name: 'Umbau', mappings: [mapping({ localPort: 3001 }), mapping({ localPort: 3003, targetHost: '10.0.0.9' })] };
      const made = await ask(change, { kind: 'change', tunnelId: before.id, endsAt: inHours(1) });
      expect(made.differences.map((d) => [d.path, d.before !== null, d.after !== null])).toEqual([
        ['/name', true, true],
        ['/mappings/1', true, true],
        ['/endsAt', true, true],
      ]);
      await approve(decider, made);
      const changed = await decider.getTunnel({ params: { id: before.id } });
      expect(changed).toMatchObject({ name: 'Umbau', requestId: made.id });
      // What did not change keeps flowing.
      expect(changed.mappings[0]!.id).toBe(before.mappings[0]!.id);
      const revoked = await colleague.revokeRequest({ params: { id: made.id }, body: { text: '' } });
      expect(revoked.events.at(-1)?.text).toBe('The tunnel is again what it was before the change.');
      const { mappings, ...after } = await decider.getTunnel({ params: { id: before.id } });
      expect(after).toMatchObject({ name: 'Dauerhaft', enabled: true, endsAt: null, requestId: null });
      expect(mappings.map((m) => m.localPort)).toEqual([3001, 3002]);
    });

    it('switch a changed tunnel off and say so when it cannot be what it was', async () => {
      const before = await createTunnel(north, at, { mappings: [mapping({ localPort: 3001 })] });
      const made = await ask({ mappings: [mapping({ localPort: 3005 })] }, { kind: 'change', tunnelId: before.id, endsAt: inHours(1) });
      await approve(decider, made);
      await createTunnel(north, at, { name: 'Inzwischen', mappings: [mapping({ localPort: 3001 })] });
      const revoked = await colleague.revokeRequest({ params: { id: made.id }, body: { text: '' } });
      expect(revoked.events.at(-1)?.text).toMatch(/could not be restored: a port .* switched off/);
      expect(await decider.getTunnel({ params: { id: before.id } })).toMatchObject({ enabled: false, mappings: [{ localPort: 3005 }] });
    });

    it('are cut by revoking the first approval, whatever was changed later', async () => {
      const { id, tunnelId } = await granted();
      const change = await ask({ mappings: [mapping({ localPort: 4000 })] }, { kind: 'change', tunnelId, endsAt: inHours(20) });
      await approve(decider, change);
      await colleague.revokeRequest({ params: { id }, body: { text: '' } });
      expect((await decider.getTunnel({ params: { id: tunnelId } })).enabled).toBe(false);
      await colleague.revokeRequest({ params: { id: change.id }, body: { text: '' } });
      expect((await decider.getTunnel({ params: { id: tunnelId } })).enabled).toBe(false);
    });
  });

  describe('while typing', () => {
    const validate = (values: object = {}, more: object = {}) =>
      asking.validateRequest({ body: { ...wish(values, more), reason: undefined } as never });

    it('are judged like the real thing, by the same rules at the same fields, and leave nothing behind', async () => {
      await createTunnel(north, at);
      const { findings, explanations, risks, differences, approversRequired } = await validate();
      expect(findings).toMatchObject([
        { code: 'listener-collision', severity: 'error', path: '/tunnel/mappings/0/localPort', text: expect.stringMatching(/1390/) },
      ]);
      const refused = await refusal(ask());
      expect([refused.code, refused.errors[0]?.pointer, refused.errors[0]?.code]).toEqual([
        'mapping-refused',
        findings[0]?.path,
        findings[0]?.code,
      ]);
      expect(explanations[0]).toMatch(/389/);
      expect([risks.map((r) => r.code), differences.length, approversRequired]).toEqual([['no-end'], 5, 1]);
      expect((await asking.listRequests()).items).toEqual([]);
    });

    it('say what is wrong with the module, the end, the template and the target of a change', async () => {
      expect((await validate({ module: 'monitoring' })).findings[0]).toMatchObject({ severity: 'error', path: '/tunnel/module' });
      expect((await validate({}, { endsAt: inHours(-1) })).findings).toMatchObject([{ code: 'end-past', path: '/endsAt' }]);
      expect((await refusal(validate({}, { template: 'nonsense' }))).errors).toMatchObject([{ pointer: '/template' }]);
      expect((await refusal(validate({}, { kind: 'change' }))).errors).toMatchObject([{ pointer: '/tunnelId', code: 'required' }]);
      const elsewhere = await customer(north);
      const foreign = await createTunnel(north, elsewhere);
      expect((await refusal(validate({}, { kind: 'change', tunnelId: foreign.id }))).errors).toMatchObject([
        { pointer: '/tunnelId', code: 'not-found' },
      ]);
    });
  });

  describe('for the console of a PBX', () => {
    it('need an end, remind of the SSH service, and never pass alone', async () => {
      const { items } = await asking.listServiceTemplates();
      const template = items.find((t) => t.key === 'ssh-console')!;
      expect(template).toMatchObject({
        timeLimited: true,
        autoApprovable: false,
        description: expect.stringMatching(/switch it off again/),
      });
      const body = { mappings: [console22] };
      expect((await refusal(ask(body, { template: 'ssh-console' }))).errors).toMatchObject([{ pointer: '/endsAt', code: 'end-missing' }]);
      const made = await ask(body, { template: 'ssh-console', endsAt: inHours(1) });
      expect(made.risks).toMatchObject([{ code: 'ssh-console', severity: 'high', text: expect.stringMatching(/switched off again/) }]);
      expect(made.approversRequired).toBe(1);
    });

    it('are not needed by technicians, whose own access closes by itself all the same', async () => {
      const tunnel = await createTunnel(north, at, { mappings: [console22] });
      const hours = (Date.parse(tunnel.endsAt!) - Date.now()) / 3_600_000;
      expect([Math.round(hours), tunnel.requestId]).toEqual([8, null]);
      const edited = await decider.replaceTunnel({
        params: { id: tunnel.id },
        ifMatch: tunnel.version,
        body: { pbxId: at.pbxId, sshServerId: at.sshServerId, name: 'x', mappings: [{ ...console22, remotePort: 2223 }] },
      });
      expect(edited.endsAt).toBe(tunnel.endsAt);
    });
  });

  describe('and their policy', () => {
    it('starts careful, is written under its version, and holds only what is harmless', async () => {
      const read = () => second.getRequestPolicy({ params: { id: at.tenantId } });
      expect(await read()).toEqual({ autoApprove: [], approversRequired: 1, longestDays: null, version: 0 });
      const body = { autoApprove: ['ldap'], approversRequired: 2 as const, longestDays: 30 };
      const put = (ifMatch: number) => second.replaceRequestPolicy({ params: { id: at.tenantId }, ifMatch, body });
      expect(await put(0)).toEqual({ ...body, version: 1 });
      expect((await refusal(put(0))).code).toBe('version-mismatch');
      expect((await put(1)).version).toBe(2);
      for (const key of ['mssql', 'ssh-console', 'prometheus', 'nonsense'])
        expect((await refusal(setPolicy({ autoApprove: ['ldap', key] }))).errors).toMatchObject([{ pointer: '/autoApprove/1' }]);
      expect((await refusal(decider.replaceRequestPolicy({ params: { id: at.tenantId }, ifMatch: '*', body }))).code).toBe('forbidden');
      expect(await audited(at.tenantId)).toContain('request-policy.replaced');
    });

    it('lets a harmless template pass at once, and nothing that only looks like it', async () => {
      await setPolicy({ autoApprove: ['ldap'], approversRequired: 2, longestDays: 30 });
      const row = mapping({ protocol: 'ldap' });
      const template = { template: 'ldap', endsAt: inHours(24) };
      const typed = await asking.validateRequest({ body: wish({ mappings: [row] }, template) });
      expect(typed.approversRequired).toBe(0);
      const made = await ask({ mappings: [row] }, template);
      expect(made).toMatchObject({ state: 'approved', approversRequired: 0, approvals: [] });
      expect(made.events).toMatchObject([{ kind: 'submitted' }, { kind: 'approved', by: null, side: null }]);
      expect((await tunnelsHere())[0]).toMatchObject({ requestId: made.id, endsAt: template.endsAt });
      expect(await audited(made.id)).toEqual(['request.created', 'request.auto-approved']);
      const disguised = await ask({ mappings: [{ ...row, localPort: 3390, remotePort: 3389 }] }, template);
      expect([disguised.state, disguised.approversRequired]).toEqual(['pending', 2]);
      expect((await refusal(ask({ mappings: [{ ...row, localPort: 2389 }] }, { ...template, endsAt: null }))).errors).toMatchObject([
        { code: 'end-too-late' },
      ]);
    });
  });
});
