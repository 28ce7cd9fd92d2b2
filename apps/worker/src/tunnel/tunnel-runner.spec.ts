import { connect } from 'node:net';
import { describeWith, type Sshd, startSshd, until } from '@stellwerk/testing';
import { toWanted } from '../supervisor/wanted.js';
import { aMapping, aServer, aTunnel, freePort, is, runnerBench, say, startShouter, traffic } from '../test/tunnel-bench.js';

const measured: string[] = [];
const measure = (what: string, ms: number): void => void measured.push(`${what}: ${Math.round(ms)} ms`);
const proven = (runner: { status(): { mappings: readonly { state: string }[] } }) =>
  runner.status().mappings.every((m) => m.state === 'up');

describeWith(['sshd', 'ssh'], 'a tunnel to a real OpenSSH server', () => {
  let sshd: Sshd;
  let service: Awaited<ReturnType<typeof startShouter>>;
  let bench: ReturnType<typeof runnerBench>;

  beforeAll(async () => {
    sshd = await startSshd();
    service = await startShouter();
  }, 30_000);
  beforeEach(() => (bench = runnerBench()));
  afterEach(() => bench.stop());
  afterAll(async () => {
    await service.stop();
    await sshd.stop();
    if (measured.length > 0) console.info(measured.join('\n'));
  });

  const both = async () => {
    const [local, remote] = [await freePort(), await freePort()];
    const outbound = aMapping({ direction: 'outbound', localPort: local, remotePort: service.port });
    const inbound = aMapping({ direction: 'inbound', localPort: service.port, remotePort: remote });
    return { local, remote, outbound, inbound };
  };

  it('comes up, carries bytes both ways, counts them, and pins the key it saw first', async () => {
    const { local, remote, outbound, inbound } = await both();
    const runner = bench.run(aTunnel(aServer(sshd), [outbound, inbound]));
    await is(runner, 'up');
    expect(await Promise.all([say(local), say(remote)])).toEqual(['HELLO', 'HELLO']);
    await until('the counters', () =>
      runner.status().mappings.every((m) => m.bytesIn === 5 && m.bytesOut === 5 && m.connectionsTotal === 1 && m.connections === 0),
    );
    expect(bench.notes).toEqual(['host-key-pinned']);
  });

  it('keeps what it has when it is read again unchanged, and takes what differs', async () => {
    const { outbound } = await both();
    const tunnel = aTunnel(aServer(sshd), [outbound]);
    const runner = bench.run(tunnel);
    const had = runner.tunnel;
    await runner.update({ ...tunnel, sshServer: { ...tunnel.sshServer }, mappings: tunnel.mappings.map((m) => ({ ...m })) }, 'refresh');
    expect(runner.tunnel).toBe(had);
    await runner.update({ ...tunnel, name: 'another name' }, 'refresh');
    expect(runner.tunnel.name).toBe('another name');
  });

  it('carries traffic again after its session was killed', async () => {
    const { local, remote, outbound, inbound } = await both();
    const runner = bench.run(aTunnel(aServer(sshd), [outbound, inbound]));
    await is(runner, 'up');
    await sshd.signalSessions('SIGKILL');
    await until('the loss to be seen', () => runner.state !== 'up');
    const [out, back] = await Promise.all([traffic(local, 10_000), traffic(remote, 10_000)]);
    measure('session killed, outbound traffic again', out);
    measure('session killed, inbound traffic again', back);
    await is(runner, 'up');
  }, 30_000);

  it('comes back by itself when the server was down, through one prober', async () => {
    const { local, outbound } = await both();
    const runner = bench.run(aTunnel(aServer(sshd), [outbound]));
    await is(runner, 'up');
    await sshd.kill();
    await is(runner, 'waiting');
    await until('the host to be known as down', () => bench.gate.hosts.down === 1);
    expect(runner.status()).toMatchObject({ reason: { code: 'connection-refused', hop: 'ssh-server' } });
    await sshd.restart();
    measure('server back, traffic again', await traffic(local, 15_000));
    await is(runner, 'up');
    expect(bench.gate.hosts.down).toBe(0);
  }, 40_000);

  it('stops at a changed host key, names both fingerprints, and goes on once a person accepted it', async () => {
    const { outbound } = await both();
    const server = aServer(sshd, { pinned: [{ type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` }] });
    const tunnel = aTunnel(server, [outbound]);
    const runner = bench.run(tunnel);
    await is(runner, 'blocked');
    const real = sshd.hostKeys[0]!.fingerprint;
    expect(runner.status().reason).toMatchObject({
      code: 'host-key-changed',
      params: { expected: server.pinned[0]!.fingerprint, received: real },
    });
    expect(bench.offered).toEqual([real]);
    await runner.update(toWanted({ ...tunnel, sshServer: { ...server, pinned: [{ type: 'ssh-ed25519', fingerprint: real }] } }), 'refresh');
    await is(runner, 'up');
  }, 20_000);

  it('leaves a living session at once when the key it trusted is replaced by another', async () => {
    const { outbound } = await both();
    const tunnel = aTunnel(aServer(sshd), [outbound]);
    const runner = bench.run(tunnel);
    await is(runner, 'up');
    await runner.update(
      toWanted({
        ...tunnel,
        sshServer: { ...tunnel.sshServer, pinned: [{ type: 'ssh-ed25519', fingerprint: `SHA256:${'B'.repeat(43)}` }] },
      }),
      'refresh',
    );
    expect(runner.state).toBe('blocked');
  }, 20_000);

  it('keeps a connection of an unchanged mapping flowing while others are replaced', async () => {
    const { local, outbound, inbound } = await both();
    const tunnel = aTunnel(aServer(sshd), [outbound, inbound]);
    const runner = bench.run(tunnel);
    await is(runner, 'up');
    const socket = connect({ host: '127.0.0.1', port: local });
    const heard: string[] = [];
    socket.on('data', (d) => heard.push(d.toString())).write('before ');
    await until('the first words', () => heard.join('') === 'BEFORE ');
    const other = await freePort();
    const added = aMapping({ direction: 'outbound', localPort: other, remotePort: service.port });
    await runner.update(toWanted({ ...tunnel, generation: 2, mappings: [{ ...outbound, name: 'renamed' }, added] }), 'remap');
    await until('the new mapping', () => proven(runner));
    socket.write('after');
    await until('more words on the old connection', () => heard.join('') === 'BEFORE AFTER');
    expect([await say(other), await say(inbound.remotePort)]).toEqual(['HELLO', null]);
    socket.destroy();
  }, 20_000);

  it('is degraded, and names the hop, while a target or the PBX refuses; and green again when it answers', async () => {
    const { inbound, outbound } = await both();
    const port = await freePort();
    const runner = bench.run(
      aTunnel(aServer(sshd), [outbound, aMapping({ ...outbound, localPort: await freePort(), remotePort: port, id: inbound.id })]),
    );
    await is(runner, 'degraded');
    expect(runner.status().reason).toMatchObject({ code: 'target-refused', hop: 'target' });
    const late = await startShouter(port);
    await is(runner, 'up', 15_000);
    await late.stop();

    const towardsPbx = bench.run(aTunnel(aServer(sshd), [{ ...inbound, localPort: port }]));
    await is(towardsPbx, 'degraded');
    expect(towardsPbx.status().reason).toMatchObject({ code: 'pbx-refused', hop: 'pbx' });
  }, 40_000);

  it('stops listening when it is stopped, and lets an open connection finish within its time', async () => {
    const { local, remote, outbound, inbound } = await both();
    const runner = bench.run(aTunnel(aServer(sshd), [outbound, inbound]));
    await is(runner, 'up');
    runner.stop();
    await until('rest', () => bench.stopped() === 1);
    expect([await say(local), await say(remote), runner.status().mappings.map((m) => m.state)]).toEqual([null, null, ['closed', 'closed']]);
  }, 20_000);

  it('says who is likely to hold a taken remote port, keeps trying, and binds it once it is free', async () => {
    const { inbound } = await both();
    const squatter = await startShouter(inbound.remotePort);
    const fresh = bench.run(aTunnel(aServer(sshd), [inbound]));
    await is(fresh, 'degraded');
    expect(fresh.status().reason).toMatchObject({ code: 'remote-port-taken', params: { port: inbound.remotePort } });

    const last = {
      fence: 1,
      generation: 1,
      state: 'up' as const,
      since: new Date(),
      reason: null,
      attempts: 1,
      nextAttemptAt: null,
      workerId: 'earlier',
      roundTripMs: null,
      remoteSession: null,
      updatedAt: new Date(),
      mappings: [
        {
          id: inbound.id,
          state: 'up' as const,
          reason: null,
          probedAt: new Date().toISOString(),
          bytesIn: 7,
          bytesOut: 8,
          connections: 3,
          connectionsTotal: 9,
        },
      ],
    };
    const again = bench.run({ ...aTunnel(aServer(sshd), [inbound]), last });
    await is(again, 'degraded');
    expect(again.status().reason).toMatchObject({ code: 'remote-port-held-by-stale-session', hop: 'ssh-server' });
    expect(again.status().mappings).toMatchObject([{ bytesIn: 7, bytesOut: 8, connections: 0, connectionsTotal: 9 }]);

    await fresh.abandon();
    await squatter.stop();
    await is(again, 'up', 15_000);
    expect(await say(inbound.remotePort)).toBe('HELLO');
  }, 40_000);

  it('asks a server that refused a credential once, and waits for a person', async () => {
    const stranger = await startSshd();
    const server = aServer(sshd, { credential: { keyId: 'k', keyVersion: 1, bytes: Buffer.from(stranger.userKey.privateKey) } });
    await stranger.stop();
    const first = bench.run(aTunnel(server, [(await both()).outbound]));
    await is(first, 'blocked');
    expect(first.status().reason).toMatchObject({ code: 'credentials-refused' });
    const refusals = () => (sshd.log().match(/Connection closed by authenticating user/g) ?? []).length;
    await until('the server’s own word for it', () => refusals() === 1);
    for (let i = 0; i < 5; i++) await is(bench.run(aTunnel(server, [(await both()).outbound])), 'blocked');
    expect(refusals()).toBe(1);
    expect(Date.parse(first.status().nextAttemptAt ?? '') - Date.now()).toBeGreaterThan(240_000);
  }, 30_000);
});

describeWith(['sshd', 'ssh'], 'a PBX that is reached by SSH itself', () => {
  it('listens on the PBX’s own loopback, and loses the tunnel when either end is lost', async () => {
    const [site, pbx, service, bench] = [await startSshd(), await startSshd(), await startShouter(), runnerBench()];
    try {
      const [local, remote] = [await freePort(), await freePort()];
      const mappings = [
        aMapping({ direction: 'outbound', localPort: local, remotePort: service.port }),
        aMapping({ direction: 'inbound', localPort: service.port, remotePort: remote }),
      ];
      const runner = bench.run(aTunnel(aServer(site), mappings, { access: 'ssh', pbxServer: aServer(pbx) }));
      await is(runner, 'up');
      expect(await Promise.all([say(local), say(remote)])).toEqual(['HELLO', 'HELLO']);
      await pbx.signalSessions('SIGKILL');
      await until('the loss', () => runner.state !== 'up');
      await traffic(local, 15_000);
      await traffic(remote, 15_000);
      await is(runner, 'up');
    } finally {
      await bench.stop();
      await Promise.all([site.stop(), pbx.stop(), service.stop()]);
    }
  }, 60_000);
});
