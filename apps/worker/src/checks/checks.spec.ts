import { connect } from 'node:tls';
import { FederationInput, nextSlot } from '@stellwerk/domain';
import { describeWith, freePort, selfSigned, type Sshd, startSshd, startTcpServer, type TcpServer, until } from '@stellwerk/testing';
import { Checks } from '../test/checks.js';
import { World } from '../test/world.js';
import { startMtlsDesk } from './mtls-desk.js';

const tcp = (port: number, host = '127.0.0.1') => ({ kind: 'tcp-port', params: { host, port, expect: 'open', purpose: '' } }) as const;
const DAY = 86_400_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const XPHONE = {
  name: 'XPhone',
  product: 'xphone-connect',
  version: null,
  edition: null,
  access: 'network',
  address: '127.0.0.1',
  listenAddress: '127.0.0.1',
  networks: [],
  sshServerId: null,
} as const;

describeWith(['sshd', 'ssh', 'redis-server'], 'checks on real PostgreSQL, Redis and OpenSSH', () => {
  let world: World;
  let checks: Checks;
  let sshd: Sshd;
  let service: TcpServer;
  let technician: string;
  let viewer: string;
  /** How far the worker's clock is ahead. */
  let ahead = 0;

  beforeAll(async () => {
    [sshd, service] = await Promise.all([startSshd(), startTcpServer((s) => s.resume())]);
    world = await World.start();
    checks = new Checks(world);
    [technician, viewer] = [await checks.member('technician'), await checks.member('viewer')];
    world.worker('w1', () => Date.now() + ahead);
    await until('the bus', () => world.queue.bus.listening());
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await Promise.all([sshd.stop(), service.close()]);
  }, 30_000);

  const seen = async (id: string) => (await checks.findings(id)).map((f) => `${f.severity} ${f.code} ${f.closedAt ? 'closed' : 'open'}`);
  const toldOf = async (person: string, id: string) =>
    (await checks.told(person)).filter((n) => n.params['checkId'] === id).map((n) => n.kind);

  it('runs new checks at once and then each in its slot, until they are paused', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => checks.add(tcp(service.port, `127.0.1.${n + 1}`), { seconds: 60 })));
    const first = await Promise.all(ids.map((id) => checks.ran(id)));
    for (const row of first) expect(nextSlot(row.id, 60, row.nextRunAt.getTime() - 1)).toBe(row.nextRunAt.getTime());
    // Of forty checks one is soon due again.
    const next = first.reduce((a, b) => (a.nextRunAt < b.nextRunAt ? a : b));
    const again = await checks.ran(next.id, next.lastRunAt!.getTime());
    expect(again.lastRunAt!.getTime() - next.nextRunAt.getTime()).toBeLessThan(3_000);
    expect(again.nextRunAt.getTime()).toBe(next.nextRunAt.getTime() + 60_000);
    await Promise.all(ids.map((id) => checks.pause(id)));
    await until('their schedules to be gone', async () => (await world.queue.timetable('check.run', 'local').size()) === 0);
    const paused = (await checks.row(next.id)).lastRunAt!.getTime();
    await checks.resume(next.id);
    await checks.ran(next.id, paused);
    await checks.pause(next.id);
  }, 40_000);

  it('opens a finding, believes it at the second look, tells those who look after the customer once, and tells them when it is over', async () => {
    const port = await freePort();
    const id = await checks.add(tcp(port));
    expect((await checks.ran(id)).status).toBe('fail');
    expect([await seen(id), await toldOf(technician, id)]).toEqual([['fail port-refused open'], []]);
    await checks.run(id);
    await checks.run(id);
    expect([await seen(id), await toldOf(technician, id)]).toEqual([['fail port-refused open'], ['finding-failed']]);
    const there = await startTcpServer((s) => s.resume(), { port });
    try {
      expect((await checks.run(id)).status).toBe('ok');
      expect(await seen(id)).toEqual(['fail port-refused open']);
      await checks.run(id);
      expect([await seen(id), await toldOf(technician, id)]).toEqual([
        ['fail port-refused closed'],
        ['finding-failed', 'finding-resolved'],
      ]);
    } finally {
      await there.close();
    }
    expect(await toldOf(viewer, id)).toEqual([]);
  }, 40_000);

  it('looks from inside a customer’s network through its SSH server; when it cannot, it says so and leaves every finding as it is', async () => {
    const port = await freePort();
    const inside = await world.addServer(sshd, [{ type: 'ssh-ed25519', fingerprint: sshd.hostKeys[0]!.fingerprint }]);
    const id = await checks.add(tcp(port), { vantage: { kind: 'ssh-server', sshServerId: inside } });
    expect((await checks.ran(id)).status).toBe('fail');
    expect(sshd.log()).toContain('Accepted publickey');
    const before = await checks.findings(id);
    await world.store.forTenant(world.scope, (tx) =>
      tx.sshServers.trust(inside, { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` }),
    );
    await until('the short session to end', async () => (await sshd.sessions()).length === 0);
    expect((await checks.run(id)).status).toBe('unable-to-tell');
    expect(await checks.findings(id)).toEqual(before);
  }, 30_000);

  it('runs no check of another edge, where the same private address is somebody else’s', async () => {
    const { store, scope, tenantId, queue } = world;
    await store.asSystem('test', (tx) => tx.leases.ensureEdge('elsewhere'));
    const { kind, params } = tcp(service.port);
    const how = { vantage: { kind: 'edge' }, intervalSeconds: 300, pbxId: null, edgeId: 'elsewhere' } as const;
    const made = await store.forTenant(scope, (tx) => tx.checks.create({ tenantId, kind, name: kind, params, ...how }));
    if (!made.ok) throw new Error('not made');
    const ask = { providerId: scope.providerId, tenantId, checkId: made.value.id, trigger: 'now' } as const;
    const job = await queue.enqueue('check.run', ask, 'local');
    expect(job.queued).toBe(true);
    // One that came after it has been run.
    const ours = await checks.add(tcp(service.port, '127.0.3.1'));
    await checks.ran(ours);
    await checks.run(ours);
    expect((await checks.row(made.value.id)).lastRunAt).toBeNull();
  }, 30_000);

  it('uses the session that a tunnel has to that server anyway, and trusts no server that nobody trusted before', async () => {
    const server = await world.addServer(sshd);
    const stranger = await checks.add(tcp(service.port), { vantage: { kind: 'ssh-server', sshServerId: server } });
    expect((await checks.ran(stranger)).status).toBe('unable-to-tell');
    const tunnel = await world.addTunnel(server, sshd, [{ direction: 'outbound', localPort: await freePort(), remotePort: service.port }]);
    await world.is(tunnel, 'up');
    const sessions = (await sshd.sessions()).length;
    expect((await checks.run(stranger)).status).toBe('ok');
    expect((await sshd.sessions()).length).toBe(sessions);
    await world.store.forTenant(world.scope, (tx) => tx.tunnels.remove(tunnel));
    await world.nudge();
  }, 40_000);

  it('runs on when Redis comes back empty: schedules are there again, what was missed is made up for', async () => {
    const [kept, missed] = [await checks.add(tcp(service.port)), await checks.add(tcp(service.port, '127.0.2.1'))];
    await Promise.all([checks.ran(kept), checks.ran(missed)]);
    await world.redis.kill();
    await world.store.asSystem('test', (tx) => tx.checkWork.putOff(missed, new Date(Date.now() - 60_000)));
    const before = (await checks.row(missed)).lastRunAt!.getTime();
    await world.redis.restart();
    await checks.ran(missed, before, 20_000);
    const keys = await world.queue.timetable('check.run', 'local').keys();
    expect([kept, missed].every((id) => keys.has(`${id}/300`))).toBe(true);
    await checks.run(kept);
  }, 40_000);

  it('tells of a certificate once per level, as its time goes by', async () => {
    const id = await checks
      .upload(selfSigned('edge.acme.example', new Date(Date.now() + 98 * DAY)).cert)
      .then((certificateId) => checks.add({ kind: 'stored-certificate', params: { certificateId, role: 'web-server', serverName: null } }));
    await checks.ran(id);
    const expiry = async () => (await toldOf(technician, id)).filter((kind) => kind.startsWith('certificate-'));
    const told: (readonly string[])[] = [];
    for (const day of [0, 80, 81, 90, 91, 98.5, 99]) {
      ahead = day * DAY;
      await checks.run(id);
      told.push(await expiry());
    }
    ahead = 0;
    const [warning, critical, expired] = ['certificate-warning', 'certificate-critical', 'certificate-expired'];
    expect(told).toEqual([
      [],
      [warning],
      [warning],
      [warning, critical],
      [warning, critical],
      [warning, critical, expired],
      [warning, critical, expired],
    ]);
  }, 40_000);

  it('notes what client certificate a server shows to the listener under the name of a running test, and of nobody else', async () => {
    const { store, scope } = world;
    const federation = FederationInput.parse({ domain: 'acme.example', fqdn: 'xphone.acme.example' });
    const test = await store.forTenant(scope, async (tx) => {
      const pbx = await tx.pbxs.create({ ...XPHONE, tenantId: world.tenantId });
      if (!pbx.ok) throw new Error(JSON.stringify(pbx.refusal));
      await tx.federations.put(pbx.value.id, federation);
      return tx.federations.startMtlsTest(pbx.value.id, { label: 'abc234', expiresAt: new Date(Date.now() + DAY) });
    });
    const place = { address: '127.0.0.1', port: 0, domain: 'mtls.example', certificate: null };
    const listener = await startMtlsDesk(place, { edgeId: 'local', store, log: quiet, now: () => Date.now() });
    const listening = () => store.asSystem('test', (tx) => tx.mtlsTests.isListening('local'));
    const call = (servername: string) =>
      new Promise((resolve) => {
        const identity = selfSigned('xphone.acme.example');
        const socket = connect({ host: '127.0.0.1', port: listener.port, servername, rejectUnauthorized: false, ...identity });
        socket
          .once('secureConnect', () => socket.end('bye\r\n\r\n'))
          .on('error', resolve)
          .once('close', resolve)
          .resume();
      });
    try {
      await until('it to say that it listens', listening);
      await Promise.all([call('abc234.mtls.example'), call('other.mtls.example')]);
      const sightings = async () => (await store.forTenant(scope, (tx) => tx.federations.mtlsTest(test!.pbxId)))!.sightings;
      await until('the sighting', async () => (await sightings()).length > 0);
      expect(await sightings()).toMatchObject([
        { remoteAddress: '127.0.0.1', protocol: 'TLSv1.3', chain: [{ subject: 'CN=xphone.acme.example' }], answers: expect.any(Array) },
      ]);
      expect((await sightings())[0]!.answers.map(({ code }) => code)).toContain('client-certificate-self-signed');
    } finally {
      await listener.close();
    }
    expect(await listening()).toBe(false);
  }, 20_000);

  it('runs a check again whose worker was stopped or killed in the middle of it, and writes it down once', async () => {
    let calls = 0;
    const silent = await startTcpServer((s) => {
      calls += 1;
      // The first two wait for ever; who calls after them is let go at once.
      if (calls > 2) s.destroy();
    });
    const target = { host: '127.0.0.1', port: silent.port, serverName: null, startTls: 'none', optional: false } as const;
    const id = await checks.add({ kind: 'tls-endpoint', params: { ...target, role: 'any-server' } });
    await until('it to look', () => calls === 1, 20_000);
    const victim = await world.process('victim');
    await world.workers[0]!.stop();
    await until('the other one to look', () => calls === 2, 20_000);
    expect((await checks.row(id)).lastRunAt).toBeNull();
    victim.kill('SIGKILL');
    const recorded = world.ran.length;
    world.worker('heir');
    await checks.ran(id, undefined, 40_000);
    const runs = await world.store.forTenant(world.scope, (tx) => tx.checks.runs(id, { limit: 10 }));
    expect(runs.items).toMatchObject([{ workerId: 'heir' }]);
    expect(world.ran.slice(recorded).filter(({ kind }) => kind === 'tls-endpoint')).toHaveLength(1);
    await silent.close();
  }, 90_000);
});
