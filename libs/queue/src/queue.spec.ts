import { describeWith, type RedisServer, startRedis, until } from '@stellwerk/testing';
import type { BusMessage } from './bus-message.js';
import { JOB_NAMES, type JobHandlers } from './catalog.js';
import { createQueue, type Queue } from './queue.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const idle = Object.fromEntries(JOB_NAMES.map((name) => [name, async () => undefined])) as unknown as JobHandlers;
const { 'events.retain': _retain, ...allButOne } = idle;
// A missing handler must not compile.
// @ts-expect-error 'events.retain' has no handler
const incomplete: JobHandlers = allButOne;
void incomplete;

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const changed = (n: number): BusMessage => ({ type: 'tunnel.changed', providerId: id(1), tenantId: id(2), pbxId: id(3), tunnelId: id(n) });

describeWith(['redis-server'], 'the queue on a real Redis', () => {
  let redis: RedisServer;
  const open: Queue[] = [];
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  const queue = (): Queue => {
    const q = createQueue(redis.url, quiet);
    open.push(q);
    return q;
  };

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    redis = await startRedis();
  }, 20_000);
  afterEach(async () => {
    redis.resume();
    await Promise.all(open.splice(0).map((q) => q.close()));
  }, 20_000);
  afterAll(async () => {
    await redis.stop();
    process.off('unhandledRejection', note);
  }, 20_000);

  it('carries a job with its typed payload to a worker of that edge and to no other', async () => {
    const got: string[] = [];
    const q = queue();
    const listen = (edge: string) =>
      q.startWorkers(edge, { ...idle, 'ssh-server.probe-host-keys': async (p) => void got.push(`${edge} ${p.sshServerId}`) });
    listen('north');
    listen('south');
    expect(await q.enqueue('ssh-server.probe-host-keys', { providerId: id(9), tenantId: id(1), sshServerId: id(2) }, 'south')).toEqual({
      queued: true,
    });
    await until('the job', () => got.length > 0);
    expect(got).toEqual([`south ${id(2)}`]);
  });

  it('makes one run of many nudges, and one more for a nudge during the run', async () => {
    const q = queue();
    let runs = 0;
    let finish = (): void => undefined;
    q.startWorkers('dedupe', {
      ...idle,
      'edge.reconcile': () => {
        runs++;
        return new Promise((resolve) => (finish = resolve));
      },
    });
    for (let i = 0; i < 20; i++) await q.enqueue('edge.reconcile', {}, 'dedupe');
    await until('the first run', () => runs === 1);
    for (let i = 0; i < 20; i++) await q.enqueue('edge.reconcile', {}, 'dedupe');
    finish();
    await until('the second run', () => runs === 2);
    finish();
    await q.enqueue('edge.reconcile', {}, 'dedupe');
    await until('a later nudge to run too', () => {
      finish();
      return runs >= 3;
    });
  });

  it('refuses a payload that carries anything but ids of the right form', () => {
    const q = queue();
    expect(() => q.enqueue('ssh-server.probe-host-keys', { providerId: id(9), tenantId: 'x', sshServerId: id(1) }, 'e')).toThrow();
  });

  it('aborts running handlers on shutdown and answers within seconds', async () => {
    const q = queue();
    let started = false;
    let aborted = false;
    q.startWorkers('stop', {
      ...idle,
      'tunnel.probe-mappings': (_p, signal) =>
        new Promise((resolve) => {
          started = true;
          signal.addEventListener('abort', () => {
            aborted = true;
            resolve();
          });
        }),
    });
    await q.enqueue('tunnel.probe-mappings', { providerId: id(9), tenantId: id(1), tunnelId: id(2) }, 'stop');
    await until('the handler', () => started);
    const begin = performance.now();
    await q.close();
    expect(aborted).toBe(true);
    expect(performance.now() - begin).toBeLessThan(8_000);
  }, 15_000);

  it('puts the scheduled jobs on schedule, once', async () => {
    const [a, b] = [queue(), queue()];
    let runs = 0;
    expect([await a.schedule(), await b.schedule()]).toEqual([{ queued: true }, { queued: true }]);
    a.startWorkers('schedule', { ...idle, 'events.retain': async () => void runs++ });
    await until('the first retention', () => runs > 0);
    expect(runs).toBe(1);
  });

  it('hands every message to every listener that wants its type, on every process', async () => {
    const [a, b] = [queue(), queue()];
    const seen: string[] = [];
    a.bus.subscribe(['tunnel.changed', 'edge.nudge'], (m) => void seen.push(`a ${m.type}`));
    const stop = b.bus.subscribe(['tunnel.changed'], (m) => void seen.push(`b ${m.type}`));
    await until('both to listen', () => a.bus.listening() && b.bus.listening());
    expect(await a.bus.publish(changed(7))).toBe(true);
    await until('two deliveries', () => seen.length === 2);
    stop();
    await b.bus.publish({ type: 'edge.nudge', edgeId: 'e' });
    await until('one delivery', () => seen.length === 3);
    expect(seen.sort()).toEqual(['a edge.nudge', 'a tunnel.changed', 'b tunnel.changed']);
  });

  it('answers while Redis is gone, then works on as if nothing had been: jobs, messages, and the news of the gap', async () => {
    const q = queue();
    let runs = 0;
    let gaps = 0;
    const seen: BusMessage[] = [];
    q.startWorkers('outage', { ...idle, 'edge.reconcile': async () => void runs++ });
    q.bus.subscribe(['tunnel.changed'], (m) => void seen.push(m));
    q.bus.onReconnected(() => void gaps++);
    await q.enqueue('edge.reconcile', {}, 'outage');
    await until('the bus and a run', () => q.bus.listening() && runs === 1);

    await redis.kill();
    const begin = performance.now();
    expect((await q.enqueue('edge.reconcile', {}, 'outage')).queued).toBe(false);
    expect(await q.bus.publish(changed(1))).toBe(false);
    expect(performance.now() - begin).toBeLessThan(5_000);

    await redis.restart();
    await until('the bus again', () => gaps === 1, 15_000);
    await until('a message through', async () => (await q.bus.publish(changed(2))) && seen.length > 0, 10_000);
    await until('a job through', async () => (await q.enqueue('edge.reconcile', {}, 'outage')).queued, 10_000);
    await until('its run', () => runs >= 2, 10_000);
    expect(unhandled).toEqual([]);
  }, 40_000);

  it('answers within seconds while Redis is frozen', async () => {
    const q = queue();
    expect(await q.enqueue('edge.reconcile', {}, 'frozen')).toEqual({ queued: true });
    redis.pause();
    const begin = performance.now();
    const answers = await Promise.all([q.enqueue('edge.reconcile', {}, 'frozen'), q.bus.publish(changed(3))]);
    expect(answers).toMatchObject([{ queued: false }, false]);
    expect(performance.now() - begin).toBeLessThan(4_000);
    redis.resume();
    expect(unhandled).toEqual([]);
  }, 20_000);

  it('starts without Redis and finds it when it comes', async () => {
    await redis.kill();
    const q = queue();
    let runs = 0;
    q.startWorkers('late', { ...idle, 'edge.reconcile': async () => void runs++ });
    expect((await q.enqueue('edge.reconcile', {}, 'late')).queued).toBe(false);
    await redis.restart();
    await until('a job through', async () => (await q.enqueue('edge.reconcile', {}, 'late')).queued && runs > 0, 20_000);
    expect(unhandled).toEqual([]);
  }, 30_000);
});
