import type { Client } from '@stellwerk/contracts';
import { type Actor, hire } from '../test/cast.js';
import { inHours, Stage } from '../test/stage.js';
import { createTunnel, type Customer, mapping, type Party, refusal, type World } from '../test/world.js';

const console22 = {
  name: 'Console',
  direction: 'inbound' as const,
  localPort: 22,
  remotePort: 2222,
  targetHost: null,
  protocol: 'ssh' as const,
};

describe('approved requests', () => {
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

  describe('for a time', () => {
    const granted = async (over: object = {}) => {
      const made = await stage.ask({}, { endsAt: inHours(4), ...over });
      const approved = await stage.approve(decider, made);
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
        expect(await stage.told(requester.personId)).toContain('access-revoked');
        await decider.deleteTunnel({ params: { id: tunnelId }, ifMatch: '*' });
      }
      const viewer = await stage.enter(await hire(world, 'viewer', { ...north, tenantId: at.tenantId }));
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
      const again = await stage.ask({ mappings: [mapping()] }, { kind: 'change', tunnelId, endsAt: inHours(1) });
      expect((await stage.approve(decider, again)).tunnelId).toBe(tunnelId);
      expect(await decider.getTunnel({ params: { id: tunnelId } })).toMatchObject({
        enabled: true,
        requestId: again.id,
        endsAt: again.askedEndsAt,
      });
    });

    it('end when somebody deletes their tunnel', async () => {
      const { id, tunnelId } = await granted();
      await decider.deleteTunnel({ params: { id: tunnelId }, ifMatch: '*' });
      expect(await stage.read(id)).toMatchObject({ state: 'ended', tunnelId });
      expect(await stage.audited(id)).toContain('request.ended');
    });

    it('give a changed tunnel back as it was', async () => {
      const before = await createTunnel(north, at, {
        name: 'Dauerhaft',
        mappings: [mapping({ localPort: 3001 }), mapping({ localPort: 3002 })],
      });
      const change = { name: 'Umbau', mappings: [mapping({ localPort: 3001 }), mapping({ localPort: 3003, targetHost: '10.0.0.9' })] };
      const made = await stage.ask(change, { kind: 'change', tunnelId: before.id, endsAt: inHours(1) });
      expect(made.differences.map((d) => [d.path, d.before !== null, d.after !== null])).toEqual([
        ['/name', true, true],
        ['/mappings/1', true, true],
        ['/endsAt', true, true],
      ]);
      await stage.approve(decider, made);
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

    it('give a changed tunnel back switched off when somebody has switched it off meanwhile', async () => {
      const before = await createTunnel(north, at, { mappings: [mapping({ localPort: 3001 })] });
      const made = await stage.ask(
        { mappings: [mapping({ localPort: 3006 })] },
        { kind: 'change', tunnelId: before.id, endsAt: inHours(1) },
      );
      await stage.approve(decider, made);
      await decider.disableTunnel({ params: { id: before.id } });
      await colleague.revokeRequest({ params: { id: made.id }, body: { text: '' } });
      expect(await decider.getTunnel({ params: { id: before.id } })).toMatchObject({
        enabled: false,
        requestId: null,
        mappings: [{ localPort: 3001 }],
      });
    });

    it('give a tunnel that was changed twice back as it was before both', async () => {
      const before = await createTunnel(north, at, { name: 'Dauerhaft', mappings: [mapping({ localPort: 3001 })] });
      const change = async (localPort: number, hours: number) => {
        const made = await stage.ask(
          { name: `Umbau ${localPort}`, mappings: [mapping({ localPort })] },
          { kind: 'change', tunnelId: before.id, endsAt: inHours(hours) },
        );
        await stage.approve(decider, made);
        return made.id;
      };
      const [first, second] = [await change(3007, 1), await change(3008, 2)];
      await colleague.revokeRequest({ params: { id: first }, body: { text: '' } });
      expect(await decider.getTunnel({ params: { id: before.id } })).toMatchObject({ enabled: true, name: 'Umbau 3008' });
      await colleague.revokeRequest({ params: { id: second }, body: { text: '' } });
      expect(await decider.getTunnel({ params: { id: before.id } })).toMatchObject({
        enabled: true,
        name: 'Dauerhaft',
        endsAt: null,
        requestId: null,
        mappings: [{ localPort: 3001 }],
      });
    });

    it('are told to nobody who has left the customer meanwhile', async () => {
      const { id } = await granted();
      expect(await stage.told(requester.personId)).toEqual(['request-approved']);
      await world.sql('DELETE FROM member WHERE id = $1', requester.memberId);
      await colleague.revokeRequest({ params: { id }, body: { text: 'Fertig.' } });
      expect(await stage.told(requester.personId)).toEqual(['request-approved']);
    });

    it('switch a changed tunnel off and say so when it cannot be what it was', async () => {
      const before = await createTunnel(north, at, { mappings: [mapping({ localPort: 3001 })] });
      const made = await stage.ask(
        { mappings: [mapping({ localPort: 3005 })] },
        { kind: 'change', tunnelId: before.id, endsAt: inHours(1) },
      );
      await stage.approve(decider, made);
      await createTunnel(north, at, { name: 'Inzwischen', mappings: [mapping({ localPort: 3001 })] });
      const revoked = await colleague.revokeRequest({ params: { id: made.id }, body: { text: '' } });
      expect(revoked.events.at(-1)?.text).toMatch(/could not be restored: a port .* switched off/);
      expect(await decider.getTunnel({ params: { id: before.id } })).toMatchObject({ enabled: false, mappings: [{ localPort: 3005 }] });
    });

    it('are cut by revoking the first approval, whatever was changed later', async () => {
      const { id, tunnelId } = await granted();
      const change = await stage.ask({ mappings: [mapping({ localPort: 4000 })] }, { kind: 'change', tunnelId, endsAt: inHours(20) });
      await stage.approve(decider, change);
      await colleague.revokeRequest({ params: { id }, body: { text: '' } });
      expect((await decider.getTunnel({ params: { id: tunnelId } })).enabled).toBe(false);
      await colleague.revokeRequest({ params: { id: change.id }, body: { text: '' } });
      expect((await decider.getTunnel({ params: { id: tunnelId } })).enabled).toBe(false);
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
      expect((await refusal(stage.ask(body, { template: 'ssh-console' }))).errors).toMatchObject([
        { pointer: '/endsAt', code: 'end-missing' },
      ]);
      const made = await stage.ask(body, { template: 'ssh-console', endsAt: inHours(1) });
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

    it('are not slipped into a tunnel that was approved for good', async () => {
      const made = await stage.ask();
      const { tunnelId } = await stage.approve(decider, made);
      const tunnel = await decider.getTunnel({ params: { id: tunnelId! } });
      expect(tunnel.endsAt).toBeNull();
      const body = { pbxId: at.pbxId, sshServerId: at.sshServerId, name: 'AD', mappings: [mapping(), console22] };
      const refused = await refusal(decider.replaceTunnel({ params: { id: tunnelId! }, ifMatch: tunnel.version, body }));
      expect([refused.code, refused.errors]).toMatchObject(['mapping-refused', [{ pointer: '/mappings/1', code: 'console-needs-end' }]]);
      const change = await stage.ask({ mappings: body.mappings }, { kind: 'change', tunnelId, endsAt: inHours(1) });
      expect((await stage.approve(decider, change)).state).toBe('approved');
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
        expect((await refusal(stage.setPolicy({ autoApprove: ['ldap', key] }))).errors).toMatchObject([{ pointer: '/autoApprove/1' }]);
      expect((await refusal(decider.replaceRequestPolicy({ params: { id: at.tenantId }, ifMatch: '*', body }))).code).toBe('forbidden');
      expect(await stage.audited(at.tenantId)).toContain('request-policy.replaced');
    });

    it('lets a harmless template pass at once, and nothing that only looks like it', async () => {
      await stage.setPolicy({ autoApprove: ['ldap'], approversRequired: 2, longestDays: 30 });
      const row = mapping({ protocol: 'ldap' });
      const template = { template: 'ldap', endsAt: inHours(24) };
      const typed = await asking.validateRequest({ body: stage.wish({ mappings: [row] }, template) });
      expect(typed.approversRequired).toBe(0);
      const made = await stage.ask({ mappings: [row] }, template);
      expect(made).toMatchObject({ state: 'approved', approversRequired: 0, approvals: [] });
      expect(made.events).toMatchObject([{ kind: 'submitted' }, { kind: 'approved', by: null, side: null }]);
      expect((await stage.tunnelsHere())[0]).toMatchObject({ requestId: made.id, endsAt: template.endsAt });
      expect(await stage.audited(made.id)).toEqual(['request.created', 'request.auto-approved']);
      const disguised = await stage.ask({ mappings: [{ ...row, localPort: 3390, remotePort: 3389 }] }, template);
      expect([disguised.state, disguised.approversRequired]).toEqual(['pending', 2]);
      expect((await refusal(stage.ask({ mappings: [{ ...row, localPort: 2389 }] }, { ...template, endsAt: null }))).errors).toMatchObject([
        { code: 'end-too-late' },
      ]);
    });
  });
});
