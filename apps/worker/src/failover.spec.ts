import { LEASE } from '@stellwerk/domain';
import { describeWith, freePort, signal, type Sshd, startSshd, until } from '@stellwerk/testing';
import { say, startShouter, traffic } from './test/tunnel-bench.js';
import { freezePostgres, World } from './test/world.js';

const measured: string[] = [];
const measure = (what: string, ms: number): void => void measured.push(`${what}: ${Math.round(ms)} ms`);

describeWith(['sshd', 'ssh', 'redis-server'], 'several workers of one edge', () => {
  let world: World;
  let sshd: Sshd;
  let service: Awaited<ReturnType<typeof startShouter>>;
  let serverId: string;
  const ports: number[] = [];
  const tunnels: string[] = [];

  beforeAll(async () => {
    [sshd, service] = await Promise.all([startSshd(), startShouter()]);
    world = await World.start();
    serverId = await world.addServer(sshd);
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await Promise.all([sshd.stop(), service.stop()]);
    if (measured.length > 0) console.info(measured.join('\n'));
  }, 30_000);

  const everywhere = () => Promise.all(ports.map((port) => say(port)));
  const owners = async () => (await Promise.all(tunnels.map((id) => world.row(id)))).map((row) => row?.status?.workerId);

  it('takes over every tunnel of a worker that was killed, within the promise, inbound ports included', async () => {
    const victim = await world.process('victim');
    for (let i = 0; i < 12; i++) {
      const port = await freePort();
      const mapping =
        i % 2 === 0
          ? { direction: 'outbound' as const, localPort: port, remotePort: service.port }
          : { direction: 'inbound' as const, localPort: service.port, remotePort: port };
      ports.push(port);
      tunnels.push(await world.addTunnel(serverId, sshd, [mapping]));
    }
    for (const id of tunnels) await world.is(id, 'up');
    world.worker('heir');
    const begin = performance.now();
    victim.kill('SIGKILL');
    await Promise.all(ports.map((port) => traffic(port, 15_000)));
    measure('worker killed, traffic through all 12 of its tunnels elsewhere', performance.now() - begin);
    await until('statuses by the heir', async () => (await owners()).every((o) => o === 'heir'), 10_000);
    await Promise.all(tunnels.map((id) => world.is(id, 'up')));
  }, 60_000);

  it('shares the tunnels with a worker that comes, one busy shard at a time, until both carry their part', async () => {
    await world.process('newcomer');
    const half = async () => [await world.shardsOf('heir'), await world.shardsOf('newcomer')];
    await until('equal shares', async () => (await half()).every((n) => n === 128), 60_000);
    await until('every tunnel up', async () => (await everywhere()).every((a) => a === 'HELLO'), 20_000);
    await until('its statuses', async () => new Set(await owners()).size === 2, 10_000);
  }, 90_000);

  it('moves nothing when the database was away for longer than every lease: the living are not taken for dead', async () => {
    const fences = () =>
      world.store.asSystem('test', async (tx) => (await tx.leases.look('local')).shards.map((s) => `${s.owner} ${s.fence}`));
    const before = await fences();
    const frozen = await freezePostgres(world);
    await new Promise((resolve) => setTimeout(resolve, LEASE.ttlMs + 2_000));
    frozen.forEach((pid) => signal(pid, 'SIGCONT'));
    await until('the database to answer', () => world.workers[0]!.view().databaseReachable, 30_000);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(await fences()).toEqual(before);
    expect((await everywhere()).every((a) => a === 'HELLO')).toBe(true);
  }, 60_000);

  it('moves a worker’s tunnels at once when it is asked to go', async () => {
    const begin = performance.now();
    await world.workers[0]!.stop();
    const stopped = performance.now();
    await until('traffic through every tunnel', async () => (await everywhere()).every((a) => a === 'HELLO'), 15_000);
    measure('worker asked to go: its own end', stopped - begin);
    measure('worker asked to go: all traffic elsewhere', performance.now() - begin);
    await until('all shards elsewhere', async () => (await world.shardsOf('newcomer')) === 256, 10_000);
  }, 40_000);

  it('lets go of what was taken over while it was frozen, and leaves the new owner alone', async () => {
    const sleeper = await world.process('sleeper');
    await until('its share', async () => (await world.shardsOf('sleeper')) === 128, 60_000);
    signal(sleeper.pid!, 'SIGSTOP');
    try {
      await until('its shards elsewhere', async () => (await world.shardsOf('newcomer')) === 256, 20_000);
    } finally {
      signal(sleeper.pid!, 'SIGCONT');
    }
    await until('one status owner per tunnel that works', async () => (await everywhere()).every((a) => a === 'HELLO'), 30_000);
    expect(sleeper.exitCode).toBeNull();
  }, 90_000);
});
