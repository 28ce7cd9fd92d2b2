import type { Client } from '@stellwerk/contracts';
import { until } from '@stellwerk/testing';
import { type Actor, hire, visit } from '../test/cast.js';
import { inHours, Stage } from '../test/stage.js';
import { createTunnel, customer, type Customer, mapping, type Party, refusal, type World } from '../test/world.js';

describe('requests', () => {
  let stage: Stage;
  let world: World;
  let north: Party;
  let at: Customer;
  let requester: Actor;
  let asking: Client;
  let decider: Client;
  let second: Client;
  let colleague: Client;
  beforeAll(async () => {
    stage = await Stage.open();
    ({ world, north, decider, second } = stage);
  }, 60_000);
  beforeEach(async () => {
    await stage.nextCustomer();
    ({ at, asking, colleague } = stage);
    requester = stage.requester!;
  });
  afterAll(() => world.stop());

  it('become, once approved, exactly that tunnel, told and audited on the way', async () => {
    const endsAt = inHours(8);
    const made = await stage.ask({ mappings: [mapping({ protocol: 'mssql', localPort: 1433, remotePort: 1433 })] }, { endsAt });
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
    expect(await stage.tunnelsHere()).toEqual([]);

    const inbox = (await decider.listRequests({ query: { state: 'pending', tenantId: at.tenantId } })).items;
    expect(inbox).toMatchObject([{ id: made.id, mayDecide: true, own: false }]);
    await decider.commentRequest({ params: { id: made.id }, body: { text: 'Mit welchem Konto?' } });
    const approved = await stage.approve(decider, await stage.read(made.id, decider), { comment: 'Nur lesend.' });
    expect(approved).toMatchObject({
      state: 'approved',
      approvedEndsAt: endsAt,
      approved: approved.asked,
      differences: [],
      approvals: [{ by: 'Frau technician' }],
    });
    const [tunnel] = await stage.tunnelsHere();
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
    expect(await stage.audited(made.id)).toEqual(['request.created', 'request.commented', 'request.approved']);
    expect(await stage.audited(tunnel!.id)).toEqual(['tunnel.created']);
    expect(await stage.told(requester.personId)).toEqual(['request-commented', 'request-approved']);
    await until('readers to be told', () => stage.heard.some((m) => m.type === 'request.changed' && m.requestId === made.id));
    await until('the workers’ nudge', () => stage.heard.some((m) => m.type === 'tunnel.changed' && m.tunnelId === tunnel!.id));
  });

  it('reach the deciders of every provider with access, and nobody else', async () => {
    const auditor = await hire(world, 'auditor', north);
    const elsewhere = await hire(world, 'technician', { ...north, tenantIds: [] });
    const here = await hire(world, 'technician', { ...north, tenantIds: [at.tenantId] });
    await stage.ask();
    expect(await stage.told(here.personId)).toEqual(['request-submitted']);
    expect([await stage.told(auditor.personId), await stage.told(elsewhere.personId), await stage.told(requester.personId)]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it('are not there for another customer, nor for another provider', async () => {
    const { id } = await stage.ask();
    const other = await customer(north);
    const stranger = await stage.enter(await hire(world, 'tenant-admin', { ...north, tenantId: other.tenantId }));
    const foreign = await stage.enter(await hire(world, 'owner', await world.party('south')));
    for (const client of [stranger, foreign]) {
      expect((await refusal(stage.read(id, client))).code).toBe('not-found');
      expect((await refusal(client.commentRequest({ params: { id }, body: { text: 'hallo' } }))).code).toBe('not-found');
      expect((await client.listRequests()).items).toEqual([]);
    }
    expect((await refusal(stage.ask({}, {}, stranger))).errors[0]).toMatchObject({ pointer: '/tunnel/pbxId' });
  });

  describe('are decided by somebody else:', () => {
    it('nobody approves or declines their own, not through another membership either', async () => {
      const both = await hire(world, 'requester', { ...north, tenantId: at.tenantId });
      const [{ id: staffMembership } = { id: '' }] = await world.sql<{ id: string }>(
        `INSERT INTO member (person_id, provider_id, role) VALUES ($1, $2, 'owner') RETURNING id`,
        both.personId,
        north.providerId,
      );
      const made = await stage.ask({}, {}, await stage.enter(both));
      const hat = await stage.enter({ ...both, memberId: staffMembership, role: 'owner', tenantId: null });
      const seen = await stage.read(made.id, hat);
      expect([seen.own, seen.mayDecide]).toEqual([true, false]);
      expect((await refusal(stage.approve(hat, seen))).code).toBe('own-request');
      expect((await refusal(hat.declineRequest({ params: { id: made.id }, ifMatch: seen.version, body: { text: 'nein' } }))).code).toBe(
        'own-request',
      );
      const byStaff = await stage.ask({}, {}, decider);
      expect((await refusal(stage.approve(decider, byStaff))).code).toBe('own-request');
      expect(await stage.tunnelsHere()).toEqual([]);
    });

    it('neither the customer nor a machine decides', async () => {
      const made = await stage.ask();
      expect((await refusal(stage.approve(colleague, made))).code).toBe('forbidden');
      expect((await refusal(stage.approve(north.client, made))).code).toBe('forbidden');
    });

    it('two people where the policy says two, each for the same content', async () => {
      await stage.setPolicy({ approversRequired: 2 });
      const made = await stage.ask();
      expect(made.approversRequired).toBe(2);
      const first = await stage.approve(decider, made);
      expect([first.state, first.approvals.length, first.mayDecide]).toEqual(['pending', 1, false]);
      expect(await stage.tunnelsHere()).toEqual([]);
      expect((await refusal(stage.approve(decider, made))).code).toBe('already-approved');
      const other = { tunnel: { ...made.asked, name: 'Anders' } };
      expect((await refusal(stage.approve(second, made, other))).code).toBe('request-changed');
      expect((await refusal(stage.approve(second, made, { endsAt: inHours(1) }))).code).toBe('request-changed');
      expect(await stage.approve(second, made)).toMatchObject({
        state: 'approved',
        approvals: [{ by: 'Frau technician' }, { by: 'Frau admin' }],
      });
      expect(await stage.tunnelsHere()).toHaveLength(1);
      expect(await stage.audited(made.id)).toEqual(['request.created', 'request.approval-given', 'request.approved']);
    });

    it('a stricter policy also holds for what is pending', async () => {
      const made = await stage.ask();
      await stage.setPolicy({ approversRequired: 2, longestDays: 1 });
      expect((await refusal(stage.approve(decider, made))).errors).toMatchObject([{ pointer: '/endsAt', code: 'end-too-late' }]);
      expect(await stage.approve(decider, made, { endsAt: inHours(2) })).toMatchObject({ state: 'pending', approversRequired: 2 });
    });

    it('never for something that changed meanwhile: approvals given are void, and late ones hear of it', async () => {
      await stage.setPolicy({ approversRequired: 2 });
      const made = await stage.ask();
      await stage.approve(decider, made);
      const changed = await asking.replaceRequest({
        params: { id: made.id },
        ifMatch: made.version,
        body: stage.wish({ mappings: [mapping({ remotePort: 3389 })] }),
      });
      expect([changed.approvals, changed.state]).toEqual([[], 'pending']);
      expect(changed.events.map((e) => e.kind)).toEqual(['submitted', 'approval-given', 'changed']);
      expect((await refusal(stage.approve(second, made))).code).toBe('request-changed');
      await stage.approve(second, changed);
      expect(await stage.tunnelsHere()).toEqual([]);
      await stage.approve(decider, changed);
      expect((await stage.tunnelsHere())[0]?.mappings[0]).toMatchObject({ remotePort: 3389 });
    });

    it('by many at the same moment: one approval counts, and there is one tunnel', async () => {
      const made = await stage.ask();
      const deciders = await Promise.all(Array.from({ length: 6 }, async () => stage.enter(await hire(world, 'technician', north))));
      const outcomes = await Promise.allSettled(deciders.map((client) => stage.approve(client, made)));
      expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1);
      for (const o of outcomes)
        if (o.status === 'rejected') expect((o.reason as { problem: { code: string } }).problem.code).toBe('request-closed');
      expect(await stage.tunnelsHere()).toHaveLength(1);
    });

    it('only by who has just proved to be there', async () => {
      const made = await stage.ask();
      const stale = await visit(world, await hire(world, 'technician', north), { provedMinutesAgo: 20 });
      expect((await refusal(stage.approve(stale.client, made))).code).toBe('step-up-required');
    });
  });

  it('are approved with changes and a shorter time, which is what the tunnel becomes; what was approved stands', async () => {
    const made = await stage.ask({}, { endsAt: inHours(48) });
    const endsAt = inHours(2);
    const tunnel = { ...made.asked, mappings: [mapping({ localPort: 2389, targetHost: '10.0.0.5' })] };
    expect((await refusal(stage.approve(decider, made, { endsAt: inHours(49) }))).errors).toMatchObject([
      { pointer: '/endsAt', code: 'end-later-than-asked' },
    ]);
    expect((await refusal(stage.approve(decider, made, { endsAt: null }))).errors).toMatchObject([{ code: 'end-later-than-asked' }]);
    expect(
      (await refusal(stage.approve(decider, made, { tunnel: { ...tunnel, mappings: [mapping({ localPort: 389 })] } }))).errors,
    ).toMatchObject([{ pointer: '/tunnel/mappings/0/localPort' }]);
    const rehearsed = await decider.approveRequest({
      params: { id: made.id },
      query: { validateOnly: 'true' },
      ifMatch: made.version,
      body: { tunnel, endsAt },
    });
    expect(rehearsed.state).toBe('approved');
    expect([(await stage.read(made.id)).state, await stage.tunnelsHere()]).toEqual(['pending', []]);
    const approved = await stage.approve(decider, made, { tunnel, endsAt });
    expect(approved.differences.map((d) => d.path)).toEqual(['/mappings/0', '/endsAt']);
    expect((await stage.tunnelsHere())[0]).toMatchObject({ endsAt, mappings: [{ localPort: 2389, targetHost: '10.0.0.5' }] });
    for (const column of [`approved = '{}'`, `approved_ends_at = now()`, `status = 'pending'`, `reason = 'x'`, `tunnel_id = NULL`])
      await expect(world.sql(`UPDATE request SET ${column} WHERE id = $1`, made.id)).rejects.toThrow(/request|approved|asked/);
  });

  it('that cannot be any more are not approved: somebody else took the port', async () => {
    const made = await stage.ask();
    const other = await createTunnel(north, at);
    const problem = await refusal(stage.approve(decider, made));
    expect([problem.code, problem.errors[0]?.pointer]).toEqual(['mapping-refused', '/tunnel/mappings/0/localPort']);
    expect((await stage.read(made.id)).state).toBe('pending');
    await north.client.deleteTunnel({ params: { id: other.id }, ifMatch: '*' });
    expect((await stage.approve(decider, made)).state).toBe('approved');
  });

  it('are changed and taken back by who made them, and by nobody else', async () => {
    const made = await stage.ask();
    for (const client of [colleague, decider]) {
      expect((await refusal(client.withdrawRequest({ params: { id: made.id } }))).code).toBe('not-your-request');
      expect((await refusal(client.replaceRequest({ params: { id: made.id }, ifMatch: '*', body: stage.wish() }))).code).toBe(
        'not-your-request',
      );
    }
    expect((await refusal(asking.replaceRequest({ params: { id: made.id }, ifMatch: made.version + 1, body: stage.wish() }))).code).toBe(
      'version-mismatch',
    );
    const withdrawn = await asking.withdrawRequest({ params: { id: made.id } });
    expect([withdrawn.state, withdrawn.decidedAt !== null]).toEqual(['withdrawn', true]);
    for (const late of [
      () => stage.approve(decider, made),
      () => decider.declineRequest({ params: { id: made.id }, ifMatch: '*', body: { text: 'nein danke' } }),
      () => asking.withdrawRequest({ params: { id: made.id } }),
      () => asking.replaceRequest({ params: { id: made.id }, ifMatch: '*', body: stage.wish() }),
      () => asking.revokeRequest({ params: { id: made.id }, body: { text: '' } }),
    ])
      expect((await refusal(late())).code).toBe('request-closed');
  });

  it('are declined with a reason, which reaches who asked', async () => {
    const made = await stage.ask();
    const declined = await decider.declineRequest({ params: { id: made.id }, ifMatch: made.version, body: { text: 'Bitte über VPN.' } });
    expect(declined.state).toBe('declined');
    expect(declined.events.at(-1)).toMatchObject({ kind: 'declined', text: 'Bitte über VPN.', by: 'Frau technician' });
    expect(await stage.told(requester.personId)).toEqual(['request-declined']);
  });

  describe('while typing', () => {
    const validate = (values: object = {}, more: object = {}) =>
      asking.validateRequest({ body: { ...stage.wish(values, more), reason: undefined } });

    it('are judged like the real thing, by the same rules at the same fields, and leave nothing behind', async () => {
      await createTunnel(north, at);
      const { findings, explanations, risks, differences, approversRequired } = await validate();
      expect(findings).toMatchObject([
        { code: 'listener-collision', severity: 'error', path: '/tunnel/mappings/0/localPort', text: expect.stringMatching(/1390/) },
      ]);
      const refused = await refusal(stage.ask());
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
});
