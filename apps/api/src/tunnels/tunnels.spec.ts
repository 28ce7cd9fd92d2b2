import { randomUUID } from 'node:crypto';
import { fault, shardOf, type TunnelState } from '@stellwerk/domain';
import type { BusMessage } from '@stellwerk/queue';
import { until } from '@stellwerk/testing';
import {
  bearer,
  createTunnel,
  type Customer,
  customer,
  mapping,
  type Party,
  refusal,
  startWorld,
  tunnelOf,
  type World,
} from '../test/world.js';

describe('tunnels', () => {
  let world: World;
  let north: Party;
  let at: Customer;
  const heard: BusMessage[] = [];
  beforeAll(async () => {
    world = await startWorld();
    north = await world.party('north');
    world.queue.bus.subscribe(['tunnel.changed', 'edge.nudge', 'tunnel.probe'], (message) => heard.push(message));
  }, 60_000);
  beforeEach(async () => {
    at = await customer(north);
  });
  afterAll(() => world.stop());

  const told = (tunnelId: string) =>
    until('the change to be told', () => heard.some((message) => message.type === 'tunnel.changed' && message.tunnelId === tunnelId));
  const kinds = async (id: string) => (await north.client.listTunnelEvents({ params: { id } })).items.map(({ kind }) => kind);

  it('read back exactly in the agreed shape', async () => {
    const made = await createTunnel(north, at, { mappings: [mapping({ exposure: 'gateway', allowFrom: ['192.168.1.0/24'] })] });
    const { text } = await world.request('GET', `/api/v1/tunnels/${made.id}`, { headers: bearer(north) });
    const read = JSON.parse(text);
    expect(Object.keys(read).sort()).toEqual([
      'createdAt',
      'enabled',
      'endsAt',
      'generation',
      'id',
      'mappings',
      'module',
      'name',
      'pbxId',
      'requestId',
      'sshServerId',
      'status',
      'tenantId',
      'updatedAt',
      'version',
    ]);
    expect(read).toMatchObject({
      tenantId: at.tenantId,
      pbxId: at.pbxId,
      sshServerId: at.sshServerId,
      module: 'general',
      name: 'AD',
      enabled: true,
      generation: 1,
    });
    expect(read.mappings).toEqual([
      {
        id: expect.any(String),
        name: 'LDAP',
        direction: 'outbound',
        exposure: 'gateway',
        localPort: 1389,
        remotePort: 389,
        targetHost: 'dc.example',
        allowFrom: ['192.168.1.0/24'],
        protocol: 'tcp',
      },
    ]);
    expect(Object.keys(read.status).sort()).toEqual([
      'attempts',
      'mappings',
      'nextAttemptAt',
      'reason',
      'roundTripMs',
      'since',
      'state',
      'worker',
    ]);
    expect(read.status).toMatchObject({
      state: 'unknown',
      reason: { code: 'worker-awaited', hop: 'worker', text: expect.stringMatching(/.{20}/) },
      mappings: [{ id: read.mappings[0].id, state: 'unknown', bytesIn: 0, bytesOut: 0, connections: 0 }],
    });
    expect((await north.client.listTunnels({ query: { pbxId: at.pbxId } })).items).toMatchObject([{ id: made.id }]);
  });

  it('say why in the language of the reader', async () => {
    const { id } = await createTunnel(north, at);
    const [de, en] = await Promise.all(
      ['de', 'en'].map((language) =>
        world.request('GET', `/api/v1/tunnels/${id}`, { headers: { ...bearer(north), 'accept-language': language } }),
      ),
    );
    expect(de?.body.status.reason.text).not.toBe(en?.body.status.reason.text);
    expect(de?.headers.get('content-language')).toBe('de');
  });

  it('are told to readers and workers after they are made, and remembered with who did it', async () => {
    const { id } = await createTunnel(north, at);
    await told(id);
    const { items } = await north.client.listTunnelEvents({ params: { id } });
    expect(items).toMatchObject([{ kind: 'created', tunnelId: id, actor: 'north' }]);
  });

  it('leave no trace when only rehearsed, whether they would do or not', async () => {
    const rehearsed = await north.client.createTunnel({ query: { validateOnly: 'true' }, body: tunnelOf(at) });
    expect((await refusal(north.client.getTunnel({ params: { id: rehearsed.id } }))).code).toBe('not-found');
    const { id } = await createTunnel(north, at);
    await north.client.disableTunnel({ params: { id }, query: { validateOnly: 'true' } });
    await north.client.deleteTunnel({ params: { id }, ifMatch: '*', query: { validateOnly: 'true' } });
    await expect(north.client.getTunnel({ params: { id } })).resolves.toMatchObject({ enabled: true, generation: 1 });
    expect(await kinds(id)).toEqual(['created']);
    expect(heard.some((message) => 'tunnelId' in message && message.tunnelId === rehearsed.id)).toBe(false);
  });

  it('are replaced whole, keeping the ids of mappings that stay the same on the wire', async () => {
    const made = await createTunnel(north, at, { mappings: [mapping(), mapping({ name: 'SQL', localPort: 1433, remotePort: 1433 })] });
    const body = tunnelOf(at, {
      name: 'Neu',
      mappings: [mapping({ name: 'LDAP neu' }), mapping({ name: 'GC', localPort: 3268, remotePort: 3268 })],
    });
    const replaced = await north.client.replaceTunnel({ params: { id: made.id }, ifMatch: made.version, body });
    expect(replaced).toMatchObject({ id: made.id, name: 'Neu', generation: 2 });
    expect(replaced.mappings[0]?.id).toBe(made.mappings[0]?.id);
    expect(replaced.mappings.map(({ name }) => name)).toEqual(['LDAP neu', 'GC']);
    expect(await kinds(made.id)).toEqual(['replaced', 'created']);
  });

  it('stay with their PBX and their module', async () => {
    await north.client.putModule({ params: { id: at.pbxId, module: 'monitoring' }, body: {} });
    const { id } = await createTunnel(north, at);
    const other = await customer(north);
    expect(
      (await refusal(north.client.replaceTunnel({ params: { id }, ifMatch: '*', body: { ...tunnelOf(at), pbxId: other.pbxId } }))).errors,
    ).toMatchObject([{ pointer: '/pbxId', code: 'immutable' }]);
    expect(
      await refusal(north.client.replaceTunnel({ params: { id }, ifMatch: '*', body: { ...tunnelOf(at), module: 'monitoring' } })),
    ).toMatchObject({
      code: 'module-refused',
      errors: [{ pointer: '/module' }],
    });
  });

  it('belong to a module that is installed and permits the direction', async () => {
    expect(await refusal(createTunnel(north, at, { module: 'monitoring' }))).toMatchObject({
      status: 422,
      code: 'module-refused',
      errors: [{ pointer: '/module', code: 'module-not-installed' }],
    });
    await north.client.putModule({ params: { id: at.pbxId, module: 'monitoring' }, body: {} });
    expect(await refusal(createTunnel(north, at, { module: 'monitoring' }))).toMatchObject({
      code: 'mapping-refused',
      errors: [{ pointer: '/mappings/0/direction', code: 'module-direction-forbidden' }],
    });
    const { id } = await createTunnel(north, at, {
      module: 'monitoring',
      mappings: [mapping({ direction: 'inbound', localPort: 9100, remotePort: 9100, targetHost: null })],
    });
    expect((await north.client.getTunnel({ params: { id } })).status.state).toBe('unknown');
    await north.client.deleteModule({ params: { id: at.pbxId, module: 'monitoring' } });
    expect((await north.client.getTunnel({ params: { id } })).status.state).toBe('stopped');
  });

  it('refer to a PBX and an SSH server that exist, of one customer', async () => {
    const other = await customer(north);
    const south = await customer(await world.party('south'));
    expect(await refusal(createTunnel(north, at, { pbxId: randomUUID() }))).toMatchObject({
      code: 'not-found',
      errors: [{ pointer: '/pbxId' }],
    });
    expect(await refusal(createTunnel(north, at, { sshServerId: south.sshServerId }))).toMatchObject({
      code: 'not-found',
      errors: [{ pointer: '/sshServerId' }],
    });
    expect(await refusal(createTunnel(north, at, { sshServerId: other.sshServerId }))).toMatchObject({
      code: 'validation-failed',
      errors: [{ pointer: '/sshServerId', code: 'other-tenant' }],
    });
  });

  describe('collide', () => {
    it('among their own mappings and with others of the PBX, at the field, with a sentence', async () => {
      const twice = await refusal(createTunnel(north, at, { mappings: [mapping(), mapping({ name: 'Zweite', remotePort: 636 })] }));
      expect(twice).toMatchObject({ status: 422, code: 'mapping-refused' });
      expect(twice.errors[0]?.pointer).toMatch(/^\/mappings\/[01]\/localPort$/);
      expect(twice.errors[0]?.detail).toContain('1389');
      await createTunnel(north, at);
      expect(await refusal(createTunnel(north, at))).toMatchObject({
        code: 'mapping-refused',
        errors: [{ pointer: '/mappings/0/localPort', code: 'listener-collision' }],
      });
      expect((await north.client.listTunnels({ query: { pbxId: at.pbxId } })).items).toHaveLength(1);
    });

    it('on the SSH server for inbound mappings, whatever the exposure', async () => {
      const inbound = (values: object = {}) => ({
        mappings: [mapping({ direction: 'inbound', localPort: 80, remotePort: 8080, targetHost: null, ...values })],
      });
      await createTunnel(north, at, inbound());
      expect(await refusal(createTunnel(north, at, inbound({ exposure: 'gateway', localPort: 443 })))).toMatchObject({
        code: 'mapping-refused',
        errors: [{ pointer: '/mappings/0/remotePort' }],
      });
    });

    it('with another customer of another provider on the same address, without saying whose', async () => {
      const shared = '127.45.0.1';
      await createTunnel(await world.party('south'), await customer(await world.party('west'), { listenAddress: shared })).catch(
        () => undefined,
      );
      const west = await world.party('west');
      const theirs = await customer(west, { listenAddress: shared, name: 'Geheimkunde' });
      await createTunnel(west, theirs, { name: 'Geheimtunnel' });
      const problem = await refusal(createTunnel(north, await customer(north, { listenAddress: shared })));
      expect(JSON.stringify(problem)).not.toMatch(/Geheim/);
      expect(['mapping-refused', 'port-taken']).toContain(problem.code);
      expect(problem.errors[0]?.pointer).toBe('/mappings/0/localPort');
    });

    it('never, when several are made at the same moment: one wins, the others hear which port is free', async () => {
      const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => createTunnel(north, at)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const problems = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected'
          ? [(outcome.reason as { problem: { code: string; errors: { pointer: string; detail: string }[] } }).problem]
          : [],
      );
      for (const problem of problems) {
        expect(['port-taken', 'mapping-refused']).toContain(problem.code);
        expect(problem.errors[0]).toMatchObject({ pointer: '/mappings/0/localPort', detail: expect.stringContaining('1389') });
      }
      expect((await north.client.listTunnels({ query: { pbxId: at.pbxId } })).items).toHaveLength(1);
    });
  });

  it.each([
    ['a port of 0', { localPort: 0 }, 'validation-failed', '/mappings/0/localPort'],
    ['a port of 65536', { remotePort: 65536 }, 'validation-failed', '/mappings/0/remotePort'],
    ['a port that is a fraction', { localPort: 1.5 }, 'validation-failed', '/mappings/0/localPort'],
    ['a privileged port on the PBX', { localPort: 389 }, 'mapping-refused', '/mappings/0/localPort'],
    ['a target for an inbound mapping', { direction: 'inbound' }, 'mapping-refused', '/mappings/0/targetHost'],
    ['a target that is no host', { targetHost: 'http://dc/' }, 'validation-failed', '/mappings/0/targetHost'],
    ['a network that is none', { exposure: 'gateway', allowFrom: ['10.0.0.0/99'] }, 'validation-failed', '/mappings/0/allowFrom/0'],
  ])('are refused for %s', async (_, values, code, pointer) => {
    const problem = await refusal(createTunnel(north, at, { mappings: [mapping(values)] }));
    expect([problem.status, problem.code, problem.errors[0]?.pointer]).toEqual([422, code, pointer]);
    expect(problem.errors[0]?.detail.length).toBeGreaterThan(10);
    expect((await north.client.listTunnels({ query: { pbxId: at.pbxId } })).items).toEqual([]);
  });

  it('are switched and restarted, each told and remembered', async () => {
    const { id } = await createTunnel(north, at);
    expect(await north.client.disableTunnel({ params: { id } })).toMatchObject({ enabled: false, status: { state: 'stopped' } });
    expect(await north.client.enableTunnel({ params: { id } })).toMatchObject({ enabled: true, status: { state: 'unknown' } });
    await north.client.restartTunnel({ params: { id } });
    expect(await kinds(id)).toEqual(['restarted', 'enabled', 'disabled', 'created']);
  });

  it('trust a changed host key only if it is the one shown now, and then everything to that server tries again', async () => {
    const { id } = await createTunnel(north, at);
    const key = (letter: string) => ({ type: 'ssh-ed25519', fingerprint: `SHA256:${letter.repeat(43)}` });
    await world.store.asSystem('test', async (tx) => {
      await tx.running.pinHostKey(at.sshServerId, key('A'));
      await tx.running.noteOfferedKeys(at.sshServerId, [key('B')]);
    });
    expect(await refusal(north.client.acceptHostKey({ params: { id }, body: key('C') }))).toMatchObject({
      status: 409,
      code: 'host-key-not-offered',
    });
    const accepted = await north.client.acceptHostKey({ params: { id }, body: key('B') });
    expect(accepted.generation).toBe(2);
    expect((await north.client.getSshServer({ params: { id: at.sshServerId } })).hostKeys).toMatchObject([key('B')]);
    expect(await kinds(id)).toEqual(['host-key-accepted', 'created']);
  });

  it('are made all the same while Redis is away', async () => {
    await world.redis.kill();
    const { id } = await createTunnel(north, at);
    await expect(north.client.getTunnel({ params: { id } })).resolves.toMatchObject({ enabled: true });
    expect((await world.request('GET', '/readyz')).body).toMatchObject({
      status: 'degraded',
      redis: 'away',
      postgres: 'ok',
      migrations: 'applied',
    });
    await world.redis.restart();
    await until('the bus to listen again', () => world.queue.bus.listening());
  });

  describe('with a worker behind them', () => {
    const mine = { id: 'w1', edgeId: 'local', host: 'test', pid: 1 };

    async function report(id: string, state: TunnelState, provenMsAgo: number | null, ttlMs = 60_000): Promise<void> {
      const { mappings } = await north.client.getTunnel({ params: { id } });
      await world.store.asSystem('test', async (tx) => {
        const { now } = await tx.leases.renew({ ...mine, ttlMs });
        const [claim] = await tx.leases.claim(mine.id, 'local', [shardOf(id)]);
        const proof = provenMsAgo === null ? null : new Date(now.getTime() - provenMsAgo).toISOString();
        const refused = await tx.running.writeStatuses(mine.id, [
          {
            tunnelId: id,
            fence: claim?.fence ?? 0,
            generation: 1,
            state,
            since: now,
            reason: state === 'blocked' ? fault('credentials-refused', { methods: ['publickey'] }) : null,
            attempts: 0,
            nextAttemptAt: null,
            roundTripMs: 12,
            remoteSession: null,
            mappings: mappings.map((m) => ({
              id: m.id,
              state: 'up',
              reason: null,
              probedAt: proof,
              bytesIn: 1,
              bytesOut: 2,
              connections: 3,
              connectionsTotal: 4,
            })),
          },
        ]);
        expect(refused).toEqual([]);
      });
    }

    it('are green while it vouches, never longer than a proof is fresh, and unknown when it is silent', async () => {
      const { id } = await createTunnel(north, at);
      const state = async () => (await north.client.getTunnel({ params: { id } })).status;
      await report(id, 'up', 1_000);
      expect(await state()).toMatchObject({
        state: 'up',
        worker: 'w1',
        roundTripMs: 12,
        mappings: [{ state: 'up', bytesIn: 1, bytesOut: 2, connections: 3 }],
      });
      await report(id, 'up', 45_000);
      expect(await state()).toMatchObject({ state: 'degraded', reason: { code: 'probe-overdue' }, mappings: [{ state: 'failing' }] });
      await report(id, 'up', 1_000);
      await world.store.asSystem('test', (tx) => tx.leases.leave(mine.id));
      expect(await state()).toMatchObject({ state: 'unknown', reason: { code: 'worker-silent' }, mappings: [{ state: 'unknown' }] });
    });

    it('are counted and filtered by what is judged, not by what was written', async () => {
      const party = await world.party('counts');
      const there = await customer(party);
      const [up, blocked, off] = [
        await createTunnel(party, there),
        await createTunnel(party, there, { mappings: [mapping({ localPort: 2000 })] }),
        await createTunnel(party, there, { enabled: false, mappings: [mapping({ localPort: 3000 })] }),
      ];
      const saved = north;
      north = party;
      await report(up.id, 'up', 1_000);
      await report(blocked.id, 'blocked', null);
      north = saved;
      const ids = async (state: TunnelState) => (await party.client.listTunnels({ query: { state } })).items.map(({ id }) => id);
      expect([await ids('up'), await ids('blocked'), await ids('stopped'), await ids('unknown')]).toEqual([
        [up.id],
        [blocked.id],
        [off.id],
        [],
      ]);
      const counts = { total: 3, up: 1, attention: 0, down: 1, stopped: 1, unknown: 0 };
      expect((await party.client.getTenant({ params: { id: there.tenantId } })).tunnels).toEqual(counts);
      expect((await party.client.getPbx({ params: { id: there.pbxId } })).tunnels).toEqual(counts);
      const overview = await party.client.overview();
      expect(overview).toMatchObject({ tunnels: counts, tenants: 1, pbxs: 1 });
      expect(overview.workers).toMatchObject([{ id: 'w1', alive: true, edgeId: 'local' }]);
      north = party;
      await report(up.id, 'up', 45_000);
      north = saved;
      expect((await party.client.overview()).tunnels).toMatchObject({ up: 0, attention: 1 });
      await world.store.asSystem('test', (tx) => tx.leases.leave(mine.id));
      expect(await ids('unknown')).toEqual([up.id, blocked.id]);
      expect((await party.client.overview()).tunnels).toMatchObject({ unknown: 2, stopped: 1 });
    });
  });
});
