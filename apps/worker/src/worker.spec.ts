import { describeWith, freePort, signal, type Sshd, startSshd, until } from '@stellwerk/testing';
import { say, startShouter, traffic } from './test/tunnel-bench.js';
import { freezePostgres, World } from './test/world.js';

describeWith(['sshd', 'ssh', 'redis-server'], 'a worker on real PostgreSQL, Redis and OpenSSH', () => {
  let world: World;
  let sshd: Sshd;
  let service: Awaited<ReturnType<typeof startShouter>>;
  let serverId: string;

  beforeAll(async () => {
    [sshd, service] = await Promise.all([startSshd(), startShouter()]);
    world = await World.start();
    serverId = await world.addServer(sshd);
    world.worker('w1');
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await Promise.all([sshd.stop(), service.stop()]);
  }, 30_000);

  const outbound = async () => ({ direction: 'outbound' as const, localPort: await freePort(), remotePort: service.port });
  const events = (id: string) => world.store.forTenant(world.scope, async (tx) => (await tx.events.list(id, { limit: 50 })).items);

  it('brings a new tunnel up within moments of the nudge, writes a proven status under its fence, and pins the host key', async () => {
    const [out, back] = [await outbound(), { direction: 'inbound' as const, localPort: service.port, remotePort: await freePort() }];
    const begin = performance.now();
    const id = await world.addTunnel(serverId, sshd, [out, back]);
    const row = await world.is(id, 'up');
    expect(performance.now() - begin).toBeLessThan(8_000);
    expect(await Promise.all([say(out.localPort), say(back.remotePort)])).toEqual(['HELLO', 'HELLO']);
    expect(row).toMatchObject({
      workerAlive: true,
      status: { workerId: 'w1', generation: 1, fence: 1, mappings: [{ state: 'up' }, { state: 'up' }] },
    });
    const server = await world.store.forTenant(world.scope, (tx) => tx.sshServers.find(serverId));
    expect(server?.pinned).toMatchObject([{ type: 'ssh-ed25519', fingerprint: sshd.hostKeys[0]!.fingerprint }]);
    await until('the timeline', async () => (await events(id)).some((e) => e.kind === 'state-changed' && e.state === 'up'));
    await world.store.forTenant(world.scope, (tx) => tx.tunnels.remove(id));
    await world.nudge();
    await until('the listener to be gone', async () => (await say(out.localPort)) === null);
  }, 30_000);

  it('stops listening when a tunnel is disabled, says so, and starts again when it is enabled', async () => {
    const out = await outbound();
    const id = await world.addTunnel(serverId, sshd, [out]);
    await world.is(id, 'up');
    await world.store.forTenant(world.scope, (tx) => tx.tunnels.setEnabled(id, false));
    await world.nudge();
    await world.is(id, 'stopped');
    expect(await say(out.localPort)).toBeNull();
    await world.store.forTenant(world.scope, (tx) => tx.tunnels.setEnabled(id, true));
    await world.nudge();
    await world.is(id, 'up');
    expect(await say(out.localPort)).toBe('HELLO');
  }, 40_000);

  it('stops the tunnels of a module when its last configuration is disabled', async () => {
    const module = 'active-directory-synchronisation';
    const put = (enabled: boolean) =>
      world.store.forTenant(world.scope, (tx) =>
        tx.pbxs.putModule(world.pbxId, module, { version: null, configurations: [{ name: 'default', enabled }] }),
      );
    await put(true);
    const id = await world.addTunnel(serverId, sshd, [await outbound()], { module });
    await world.is(id, 'up');
    await put(false);
    await world.nudge();
    await world.is(id, 'stopped');
  }, 30_000);

  it('connects anew when a person asks for a restart', async () => {
    const id = await world.addTunnel(serverId, sshd, [await outbound()]);
    const before = (await world.is(id, 'up')).status!.since;
    await world.store.forTenant(world.scope, (tx) => tx.tunnels.restart(id));
    await world.nudge();
    await until('another connection', async () => (await world.row(id))?.status?.since.getTime() !== before.getTime());
    await world.is(id, 'up');
  }, 30_000);

  it('blocks on a changed host key, stores what was offered, and comes up once a person trusts it', async () => {
    const other = await startSshd();
    try {
      const id2 = await world.addServer(other);
      const false1 = { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` };
      await world.store.forTenant(world.scope, (tx) => tx.sshServers.trust(id2, false1));
      const id = await world.addTunnel(id2, other, [await outbound()]);
      const real = other.hostKeys[0]!.fingerprint;
      expect((await world.is(id, 'blocked')).status).toMatchObject({
        reason: { code: 'host-key-changed', params: { expected: false1.fingerprint, received: real } },
      });
      await until(
        'the offered key',
        async () => (await world.store.forTenant(world.scope, (tx) => tx.sshServers.find(id2)))?.offered[0]?.fingerprint === real,
      );
      await world.store.forTenant(world.scope, (tx) => tx.sshServers.trust(id2, { type: 'ssh-ed25519', fingerprint: real }));
      await world.nudge();
      await world.is(id, 'up');
      await world.store.forTenant(world.scope, (tx) => tx.tunnels.remove(id));
      await world.nudge();
    } finally {
      await other.stop();
    }
  }, 40_000);

  it('reads the host keys of a stored server on request, and of another tenant’s server nothing', async () => {
    const [id, { providerId, tenantId: foreign }] = [
      await world.addServer(sshd),
      { providerId: world.scope.providerId, tenantId: '00000000-0000-4000-8000-000000000000' },
    ];
    const offered = async () =>
      (await world.store.forTenant(world.scope, (tx) => tx.sshServers.find(id)))?.offered.map((k) => k.fingerprint);
    await world.queue.enqueue('ssh-server.probe-host-keys', { providerId, tenantId: foreign, sshServerId: id }, 'local');
    await world.queue.enqueue('ssh-server.probe-host-keys', { providerId, tenantId: world.tenantId, sshServerId: id }, 'local');
    await until('the offered keys', async () => (await offered())?.includes(sshd.hostKeys[0]!.fingerprint));
  }, 30_000);

  it('proves the mappings of a tunnel on request', async () => {
    const target = await startShouter();
    const id = await world.addTunnel(serverId, sshd, [{ ...(await outbound()), remotePort: target.port }]);
    await world.is(id, 'up');
    await target.stop();
    const { providerId } = world.scope;
    await world.queue.enqueue('tunnel.probe-mappings', { providerId, tenantId: world.tenantId, tunnelId: id }, 'local');
    // The next probe by itself comes after 16 s at the earliest.
    expect((await world.is(id, 'degraded', 12_000)).status?.reason).toMatchObject({ code: 'target-refused' });
    await world.store.forTenant(world.scope, (tx) => tx.tunnels.remove(id));
  }, 30_000);

  it('keeps every tunnel while Redis is away, and hears nudges again when it is back', async () => {
    const out = await outbound();
    await world.is(await world.addTunnel(serverId, sshd, [out]), 'up');
    await world.redis.kill();
    await sshd.signalSessions('SIGKILL');
    await traffic(out.localPort, 10_000);
    await world.redis.restart();
    const id = await world.addTunnel(serverId, sshd, [await outbound()]);
    await world.is(id, 'up', 20_000);
  }, 60_000);

  it('keeps every tunnel while PostgreSQL is frozen beyond every lease, reconnects meanwhile, and writes what it saw afterwards', async () => {
    const out = await outbound();
    const id = await world.addTunnel(serverId, sshd, [out]);
    await world.is(id, 'up');
    const frozen = await freezePostgres(world);
    try {
      await until('the worker to notice', () => world.workers[0]!.view().databaseReachable === false, 15_000);
      await sshd.signalSessions('SIGKILL');
      await traffic(out.localPort, 10_000);
      expect(world.workers[0]!.view().shards).toBe(256);
    } finally {
      frozen.forEach((pid) => signal(pid, 'SIGCONT'));
    }
    await until('the database to answer again', () => world.workers[0]!.view().databaseReachable, 30_000);
    await until(
      'what happened meanwhile',
      async () => (await events(id)).some((e) => e.reason?.code === 'connection-lost' || e.reason?.code === 'connection-refused'),
      20_000,
    );
    expect((await world.is(id, 'up')).status?.workerId).toBe('w1');
  }, 90_000);
});
