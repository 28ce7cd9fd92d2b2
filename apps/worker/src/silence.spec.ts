import { describeWith, freePort, type Sshd, sshdMissing, startSshd, until } from '@stellwerk/testing';
import { aMapping, aServer, aTunnel, is, runnerBench, startShouter, traffic } from './test/tunnel-bench.js';

/** From silence to traffic (design: the 20-second promise). The server's session is stopped: its TCP connection lives, nothing answers, and it still holds the remote port. */
describeWith(['sshd', 'ssh'], 'a session that falls silent', () => {
  let sshd: Sshd;
  let service: Awaited<ReturnType<typeof startShouter>>;
  let bench: ReturnType<typeof runnerBench>;

  beforeAll(async () => {
    // A fresh account where one can be made: whatever a person's own shell runs at its start may take longer than we wait for a command.
    const account = sshdMissing({ as: 'account' }) === null ? ({ as: 'account' } as const) : {};
    [sshd, service] = await Promise.all([startSshd(account), startShouter()]);
    bench = runnerBench();
  }, 30_000);
  afterAll(async () => {
    await bench.stop();
    await sshd.signalSessions('SIGCONT');
    await Promise.all([sshd.stop(), service.stop()]);
  });

  it('carries traffic again within 20 s, outbound and inbound, and notices within 12', async () => {
    const [local, remote] = [await freePort(), await freePort()];
    const mappings = [
      aMapping({ direction: 'outbound', localPort: local, remotePort: service.port }),
      aMapping({ direction: 'inbound', localPort: service.port, remotePort: remote }),
    ];
    const runner = bench.run(aTunnel(aServer(sshd), mappings));
    await is(runner, 'up');
    await until('our process on the server to be known', () => runner.remoteSessions.server !== null);
    const begin = performance.now();
    expect(await sshd.signalSessions('SIGSTOP')).toBeGreaterThan(0);
    await until('the silence to be noticed', () => bench.losses.length > 0, 12_000);
    const noticed = performance.now() - begin;
    expect(bench.losses).toEqual(['keep-alive-timed-out']);
    await Promise.all([traffic(local, 20_000 - noticed), traffic(remote, 20_000 - noticed)]);
    const all = performance.now() - begin;
    console.info(`silent session: noticed after ${Math.round(noticed)} ms, traffic both ways after ${Math.round(all)} ms`);
    expect(all).toBeLessThan(20_000);
    await is(runner, 'up');
  }, 40_000);
});
