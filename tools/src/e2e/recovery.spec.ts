import type { Client } from '@stellwerk/contracts';
import { describeWith, signal, until } from '@stellwerk/testing';
import { echoes, secondsToTraffic } from './echo.js';
import { makeSite, makeTunnel, untilState, type Site } from './site.js';
import { clientOf, Stack, type Ready, type Run } from './stack.js';

/** The promise: from silence to traffic. */
const PROMISE_MS = 20_000;

describeWith(['sshd', 'ssh', 'redis-server'], 'a running Stellwerk keeps its tunnels', () => {
  let stack: Stack;
  let run: Run;
  let ready: Ready;
  let api: Client;
  let site: Site;
  let tunnel: string;
  let ports: readonly number[];

  beforeAll(async () => {
    [stack, site] = await Promise.all([Stack.make(), makeSite()]);
    run = stack.start();
    ready = await run.ready();
    api = clientOf(ready);
    ports = [site.localPort, site.remotePort];
  }, 120_000);
  afterAll(async () => {
    await stack.remove();
    await site.remove();
  }, 60_000);

  /** Breaks something, and measures until bytes flow both ways again. */
  const recovers = async (what: string, breakIt: () => Promise<unknown>): Promise<void> => {
    await untilState(api, tunnel, 'up');
    await breakIt();
    const seconds = await secondsToTraffic(ports, PROMISE_MS);
    process.stderr.write(`    ${what}: traffic after ${seconds.toFixed(1)} s\n`);
    expect(seconds * 1000).toBeLessThanOrEqual(PROMISE_MS);
  };

  it('carries bytes both ways within seconds of being made, and counts them', async () => {
    tunnel = await makeTunnel(api, site, 'Werkbank');
    await secondsToTraffic(ports, PROMISE_MS);
    await untilState(api, tunnel, 'up');
    await until(
      'the bytes to be counted',
      async () =>
        (await api.getTunnel({ params: { id: tunnel } })).status.mappings.every((m) => m.bytesIn >= 65_536 && m.bytesOut >= 65_536),
      20_000,
    );
  }, 60_000);

  it('pins the host key on first contact', async () => {
    const { items } = await api.listSshServers({ query: {} });
    expect(items[0]?.hostKeys.map((key) => key.fingerprint)).toContain(site.sshd.hostKeys[0]?.fingerprint);
  });

  it(
    'survives kill -9 of the sshd session',
    () => recovers('session killed', async () => expect(await site.sshd.signalSessions('SIGKILL')).toBeGreaterThan(0)),
    60_000,
  );

  it(
    'survives kill -9 of sshd itself',
    () =>
      recovers('sshd killed', async () => {
        await site.sshd.kill();
        expect(await echoes(site.localPort, 300)).toBe(false);
        await site.sshd.restart();
      }),
    60_000,
  );

  it(
    'survives a silent cut: a session that answers nothing and closes nothing',
    () =>
      recovers('silent cut', async () => {
        expect(await site.sshd.signalSessions('SIGSTOP')).toBeGreaterThan(0);
      }),
    60_000,
  );

  it('survives kill -9 of the worker that holds it: the other one takes over', async () => {
    const before = (await api.getTunnel({ params: { id: tunnel } })).status.worker;
    const workers = await run.workers();
    expect(workers).toHaveLength(2);
    const holder = await holderOf(workers, site.localPort);
    await recovers('worker killed', async () => expect(signal(holder, 'SIGKILL')).toBe(true));
    await untilState(api, tunnel, 'up');
    expect((await api.getTunnel({ params: { id: tunnel } })).status.worker).not.toBe(before);
  }, 60_000);

  it('returns by itself after a restart of everything', async () => {
    expect(await run.stop()).toBe(0);
    expect(await echoes(site.localPort, 300)).toBe(false);
    run = stack.start({ PORT: new URL(ready.url).port });
    ready = await run.ready();
    const seconds = await secondsToTraffic(ports, PROMISE_MS);
    process.stderr.write(`    everything restarted: traffic ${seconds.toFixed(1)} s after the start was ready\n`);
    await untilState(api, tunnel, 'up');
  }, 120_000);
});

/** Which process listens on a port, by its sockets in /proc. */
async function holderOf(pids: readonly number[], port: number): Promise<number> {
  const { readdir, readFile, readlink } = await import('node:fs/promises');
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((line) => line.trim().split(/\s+/));
  const inode = lines.find((fields) => fields[1]?.endsWith(`:${hex}`) && fields[3] === '0A')?.[9];
  for (const pid of pids) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      if ((await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')) === `socket:[${inode}]`) return pid;
    }
  }
  throw new Error(`nobody listens on ${port}`);
}
