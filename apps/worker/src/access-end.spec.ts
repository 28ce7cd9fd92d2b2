import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { TunnelAsked } from '@stellwerk/domain';
import type { RequestRow, TenantTx } from '@stellwerk/store';
import { describeWith, freePort, signal, type Sshd, startSshd, until } from '@stellwerk/testing';
import { finishRequests } from './jobs/finish-requests.js';
import { say, startShouter } from './test/tunnel-bench.js';
import { freezePostgres, type NewMapping, World } from './test/world.js';

/** The promise: from the end to silence. */
const WITHIN_MS = 5_000;

/** A connection through the tunnel that stays open; `cut` is when it broke. */
async function hold(port: number): Promise<{ readonly cut: () => number | null; readonly socket: Socket }> {
  const socket = connect({ host: '127.0.0.1', port });
  let cut: number | null = null;
  socket.on('error', () => undefined).on('close', () => (cut = Date.now()));
  await new Promise<void>((resolve, reject) =>
    socket
      .once('data', () => resolve())
      .once('error', reject)
      .write('hello'),
  );
  return { cut: () => cut, socket };
}

/** When nobody listened on the port any more: nothing is accepted, not even for a moment. */
async function silent(port: number): Promise<number> {
  const refused = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('connect', () => (socket.destroy(), resolve(false))).once('error', () => resolve(true));
    });
  await until(`nobody to listen on ${port}`, refused, 20_000);
  return Date.now();
}

describeWith(['sshd', 'ssh', 'redis-server'], 'an access that ends, on real PostgreSQL, Redis and OpenSSH, with no API anywhere', () => {
  let world: World;
  let sshd: Sshd;
  let service: Awaited<ReturnType<typeof startShouter>>;
  let serverId: string;
  let requester: string;
  let approver: string;

  beforeAll(async () => {
    [sshd, service] = await Promise.all([startSshd(), startShouter()]);
    world = await World.start();
    serverId = await world.addServer(sshd);
    const person = async (role: 'technician' | 'requester', tenantId: string | null): Promise<string> => {
      const values = {
        ...world.scope,
        tenantIds: 'all' as const,
        tenantId,
        role,
        email: `${randomBytes(6).toString('hex')}@example.org`,
        name: role,
      };
      const member = await world.store.asSystem('test', (tx) => tx.access.createMember({ ...values, passwordHash: null }));
      return member!.personId;
    };
    [requester, approver] = [await person('requester', world.tenantId), await person('technician', null)];
    world.worker('w1');
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await Promise.all([sshd.stop(), service.stop()]);
  }, 30_000);

  const inTenant = <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> => world.store.forTenant(world.scope, work);
  const request = (id: string): Promise<RequestRow> => world.store.forTenant(world.scope, async (tx) => (await tx.requests.find(id))!);
  const both = async (): Promise<NewMapping[]> => [
    { direction: 'outbound', localPort: await freePort(), remotePort: service.port },
    { direction: 'inbound', localPort: service.port, remotePort: await freePort() },
  ];
  const ports = (mappings: readonly NewMapping[]) => mappings.map((m) => (m.direction === 'outbound' ? m.localPort : m.remotePort));
  const asked = (mappings: readonly NewMapping[]): TunnelAsked => ({
    pbxId: world.pbxId,
    module: 'general',
    name: 'Fernwartung',
    sshServerId: serverId,
    mappings: mappings.map((m) => world.mapping(m, sshd)),
  });

  /** An approved request and its tunnel, as the API leaves them. */
  async function grant(
    mappings: readonly NewMapping[],
    endsInMs: number | null,
  ): Promise<{ id: string; tunnelId: string; endsAt: number }> {
    const endsAt = endsInMs === null ? null : new Date(Date.now() + endsInMs);
    const values = { template: null, asked: asked(mappings), askedEndsAt: endsAt, reason: 'Wartung', approversRequired: 1 };
    const made = await world.store.forTenant(world.scope, (tx) =>
      tx.requests.create({ ...values, kind: 'tunnel', tunnelId: null, createdBy: requester }),
    );
    const { id } = made!;
    const tunnelId = await world.addTunnel(serverId, sshd, mappings, { grant: { endsAt, requestId: id } });
    await inTenant(async (tx) => {
      await tx.requests.approve(id, { personId: approver, agreed: randomBytes(32) });
      await tx.requests.settle(id, { approved: values.asked, approvedEndsAt: endsAt, tunnelId, replaced: null });
    });
    return { id, tunnelId, endsAt: endsAt?.getTime() ?? Infinity };
  }

  it('closes its listeners and cuts what is open within five seconds, while PostgreSQL is away; and is written down once it is back', async () => {
    const mappings = await both();
    const { id, tunnelId, endsAt } = await grant(mappings, 9_000);
    await world.is(tunnelId, 'up', 8_000);
    const held = await Promise.all(ports(mappings).map(hold));
    const frozen = await freezePostgres(world);
    try {
      const gone = await Promise.all(ports(mappings).map(silent));
      await until('the open connections to be cut', () => held.every((h) => h.cut() !== null), WITHIN_MS);
      for (const at of [...gone, ...held.map((h) => h.cut()!)]) {
        expect(at).toBeGreaterThanOrEqual(endsAt - 100);
        expect(at - endsAt).toBeLessThan(WITHIN_MS);
      }
      await until('the service to have lost them', () => service.open() === 0);
    } finally {
      frozen.forEach((pid) => signal(pid, 'SIGCONT'));
    }
    // The worker that closed it asks for this at once; the schedule would come within 30 s.
    await until('the end to be written down', async () => (await request(id)).status === 'ended', 40_000);
    const row = await world.is(tunnelId, 'stopped');
    expect(row).toMatchObject({
      enabled: false,
      status: { reason: { code: 'access-ended' }, mappings: [{ state: 'closed' }, { state: 'closed' }] },
    });
    const events = await world.store.forTenant(world.scope, async (tx) => ({
      ofRequest: await tx.requests.events(id),
      ofTunnel: (await tx.events.list(tunnelId, { limit: 50 })).items,
    }));
    expect(events.ofRequest).toMatchObject([{ kind: 'ended', by: null, side: null, data: { outcome: 'disable' } }]);
    expect(events.ofTunnel.map((e) => e.kind)).toContain('access-ended');
    for (const personId of [requester, approver]) {
      const told = await world.store.asSystem('test', (tx) => tx.notifications.list(personId, { limit: 10 }));
      expect(told.items).toMatchObject([{ kind: 'access-ended', params: { requestId: id, tunnelName: 'Fernwartung' } }]);
    }
  }, 90_000);

  it('does not open again when a worker starts after its end, also before anybody has written the end down', async () => {
    const mappings = await both();
    const open = await grant(await both(), null);
    const { tunnelId } = await grant(mappings, -1_000);
    await world.workers[0]!.stop();
    world.workers.length = 0;
    world.worker('w2');
    // Proof that the new worker runs what it shall run.
    await world.is(open.tunnelId, 'up', 20_000);
    const row = await world.row(tunnelId);
    expect([row?.status?.state ?? 'stopped', await Promise.all(ports(mappings).map((port) => say(port)))]).toEqual([
      'stopped',
      [null, null],
    ]);
  }, 60_000);

  it('is cut within five seconds when somebody revokes it, also while Redis is away', async () => {
    const mappings = await both();
    for (const away of [false, true]) {
      const { id, tunnelId } = await grant(mappings, 3_600_000);
      await world.is(tunnelId, 'up', 20_000);
      const held = await Promise.all(ports(mappings).map(hold));
      if (away) world.redis.pause();
      try {
        const revoked = Date.now();
        await inTenant((tx) => tx.requests.conclude(id, 'revoke'));
        if (!away) await world.nudge();
        const gone = await Promise.all(ports(mappings).map(silent));
        await until('the open connections to be cut', () => held.every((h) => h.cut() !== null), WITHIN_MS);
        for (const at of [...gone, ...held.map((h) => h.cut()!)]) expect(at - revoked).toBeLessThan(WITHIN_MS);
      } finally {
        world.redis.resume();
      }
      expect((await world.is(tunnelId, 'stopped')).status?.reason).toMatchObject({ code: 'access-ended' });
      await inTenant((tx) => tx.tunnels.remove(tunnelId));
    }
  }, 90_000);

  it('gives a changed tunnel back as it was, and only the change ends', async () => {
    const [before, after] = [await both(), await both()];
    const tunnelId = await world.addTunnel(serverId, sshd, before);
    const endsAt = new Date(Date.now() + 6_000);
    const values = { template: null, asked: asked(after), askedEndsAt: endsAt, reason: 'Umbau', approversRequired: 1 };
    const made = await world.store.forTenant(world.scope, (tx) =>
      tx.requests.create({ ...values, kind: 'change', tunnelId, createdBy: requester }),
    );
    const { id } = made!;
    await inTenant(async (tx) => {
      const grantOf = { endsAt, requestId: id };
      const mappings = after.map((m) => world.mapping(m, sshd));
      await tx.tunnels.replace(tunnelId, { ...asked(after), enabled: true, mappings, grant: grantOf });
      const replaced = { ...asked(before), name: 'Dauerhaft', enabled: true, endsAt: null, requestId: null };
      await tx.requests.settle(id, { approved: values.asked, approvedEndsAt: endsAt, tunnelId, replaced });
    });
    await world.nudge();
    await until('the changed tunnel', async () => (await say(ports(after)[0]!)) === 'HELLO', 6_000);
    await until(
      'the tunnel as it was',
      async () => (await Promise.all(ports(before).map((p) => say(p)))).every((a) => a === 'HELLO'),
      20_000,
    );
    expect(await Promise.all(ports(after).map((p) => say(p)))).toEqual([null, null]);
    expect(await world.row(tunnelId)).toMatchObject({ name: 'Dauerhaft', enabled: true, endsAt: null, requestId: null });
    expect((await request(id)).status).toBe('ended');
  }, 60_000);

  it('ends by the database’s clock, however wrong the worker’s own is', async () => {
    await Promise.all(world.workers.map((w) => w.stop()));
    world.workers.length = 0;
    world.worker('late', () => Date.now() - 3_600_000);
    const mappings = await both();
    const { tunnelId, endsAt } = await grant(mappings, 8_000);
    await until('the tunnel', async () => (await say(ports(mappings)[0]!)) === 'HELLO', 7_000);
    const gone = await Promise.all(ports(mappings).map(silent));
    for (const at of gone) expect([at >= endsAt - 200, at - endsAt < WITHIN_MS]).toEqual([true, true]);
    await until('the end to be written down', async () => (await world.row(tunnelId))?.enabled === false, 40_000);
  }, 90_000);

  it('closes at once when its customer is suspended, says so, and comes back with them', async () => {
    const mappings = await both();
    const tunnelId = await world.addTunnel(serverId, sshd, mappings);
    await world.is(tunnelId, 'up', 20_000);
    const suspend = (why: string | null) => world.store.forTenant(world.scope, (tx) => tx.tenants.suspend(world.tenantId, why));
    await suspend('Test');
    await Promise.all(ports(mappings).map(silent));
    expect((await world.is(tunnelId, 'stopped')).status?.reason).toMatchObject({ code: 'tenant-suspended' });
    await suspend(null);
    await world.nudge();
    await world.is(tunnelId, 'up', 20_000);
  }, 60_000);

  it('is written down once, however many jobs look at it, and a technician’s own console access too', async () => {
    const { id } = await grant(await both(), -1_000);
    const own = await world.addTunnel(serverId, sshd, [{ direction: 'inbound', localPort: 22, remotePort: await freePort() }], {
      grant: { endsAt: new Date(Date.now() - 1_000), requestId: null },
    });
    const deps = { store: world.store, bus: { publish: async () => true } };
    await Promise.all(Array.from({ length: 4 }, () => finishRequests(new AbortController().signal, deps)));
    expect((await request(id)).status).toBe('ended');
    const ends = await world.store.forTenant(world.scope, (tx) => tx.requests.events(id));
    expect(ends.filter((e) => e.kind === 'ended')).toHaveLength(1);
    expect((await world.row(own))?.enabled).toBe(false);
    const told = await world.store.asSystem('test', (tx) => tx.notifications.list(approver, { limit: 50 }));
    expect(told.items.filter((n) => n.params['tunnelId'] === own).map((n) => n.kind)).toEqual(['console-closed']);
  }, 30_000);
});
