import { describeWith, type RedisServer, startRedis, until } from '@stellwerk/testing';
import { Redis } from 'ioredis';
import { JOB_NAMES, type JobHandlers, type JobPayload } from './catalog.js';
import { createQueue, type Queue } from './queue.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const idle = Object.fromEntries(JOB_NAMES.map((name) => [name, async () => undefined])) as unknown as JobHandlers;
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const payload = (n: number): JobPayload<'check.run'> => ({ providerId: id(1), tenantId: id(2), checkId: id(n), trigger: 'schedule' });
const entry = (n: number, everyMs = 500, offsetMs = 1 + ((n * 37) % (everyMs - 1))) => ({
  key: `check-${n}`,
  everyMs,
  offsetMs,
  payload: payload(n),
});

describeWith(['redis-server'], 'recurring jobs on a real Redis', () => {
  let redis: RedisServer;
  const open: Queue[] = [];
  const queue = (): Queue => {
    const q = createQueue(redis.url, quiet);
    open.push(q);
    return q;
  };
  /** Redis as somebody else sees it. */
  const raw = async <T>(work: (r: Redis) => Promise<T>): Promise<T> => {
    const r = new Redis(redis.url);
    return work(r).finally(() => r.disconnect());
  };

  beforeAll(async () => void (redis = await startRedis()), 20_000);
  afterEach(async () => void (await Promise.all(open.splice(0).map((q) => q.close()))), 20_000);
  afterAll(() => redis.stop(), 20_000);

  it('runs every job at its own offset within the interval, again and again, until it is removed', async () => {
    const q = queue();
    const at: number[] = [];
    const timetable = q.timetable('check.run', 'slots');
    q.startWorkers('slots', { ...idle, 'check.run': async () => void at.push(Date.now()) });
    await timetable.put([entry(1, 2_000, 300)]);
    await until('two runs', () => at.length >= 2);
    // An idle worker looks every second.
    for (const t of at) expect((t - 300) % 2_000).toBeLessThan(1_500);
    expect(at[1]! - at[0]!).toBeGreaterThan(500);
    await timetable.remove(['check-1']);
    expect([...(await timetable.keys())]).toEqual([]);
    expect(await raw((r) => r.keys('stellwerk:checks-slots:repeat*'))).toEqual([]);
  }, 15_000);

  it('knows all of them by one reading, and puts one twice without running it twice', async () => {
    const timetable = queue().timetable('check.run', 'many');
    const all = Array.from({ length: 3_000 }, (_, n) => entry(n, 3_600_000));
    await timetable.put(all);
    await timetable.put(all.slice(0, 50));
    expect(await timetable.size()).toBe(3_000);
    expect((await timetable.keys()).size).toBe(3_000);
    expect(await raw((r) => r.zcard('stellwerk:checks-many:delayed'))).toBe(3_000);
  }, 30_000);

  it('finds those whose next job is gone, and no others', async () => {
    const timetable = queue().timetable('check.run', 'lost');
    await timetable.put([entry(1), entry(2)]);
    await raw(async (r) => {
      const [job] = (await r.zrange('stellwerk:checks-lost:delayed', '0', '-1')).filter((key) => key.includes('check-1'));
      await r.zrem('stellwerk:checks-lost:delayed', String(job));
      await r.del(`stellwerk:checks-lost:${job}`);
    });
    expect(await timetable.lost(Date.now() + 1_000, 10)).toEqual(['check-1']);
    expect(await timetable.lost(Date.now() - 60_000, 10)).toEqual([]);
  });

  it('puts a job off without failing it, and runs what a person waits for before all that waits', async () => {
    const q = queue();
    const order: string[] = [];
    let refused = 0;
    for (const n of [1, 2, 3]) await q.enqueue('check.run', payload(n), 'later');
    await q.enqueue('check.run', { ...payload(9), trigger: 'now' }, 'later');
    q.startWorkers('later', {
      ...idle,
      'check.run': async ({ checkId }) => {
        order.push(checkId);
        if (checkId !== id(2) || refused > 1) return;
        refused += 1;
        return { againInMs: 50 };
      },
    });
    await until('three tries of the second', () => order.filter((c) => c === id(2)).length === 3);
    expect(order[0]).toBe(id(9));
    expect(await raw((r) => r.zcard('stellwerk:checks-later:failed'))).toBe(0);
  }, 15_000);

  it('waits for its delay', async () => {
    const q = queue();
    const begin = Date.now();
    let ran = 0;
    q.startWorkers('delay', { ...idle, 'check.run': async () => void (ran = Date.now()) });
    await q.enqueue('check.run', payload(1), 'delay', 400);
    await until('the run', () => ran > 0);
    expect(ran - begin).toBeGreaterThanOrEqual(395);
  });

  it('gives a run that the end of its worker interrupted to another worker, neither lost nor failed', async () => {
    const [a, b] = [queue(), queue()];
    let begun = false;
    let done = 0;
    a.startWorkers('handover', { ...idle, 'check.run': () => new Promise(() => (begun = true)) });
    await a.enqueue('check.run', payload(1), 'handover');
    await until('the first to begin', () => begun);
    await a.close();
    b.startWorkers('handover', { ...idle, 'check.run': async () => void (done += 1) });
    await until('the second to finish it', () => done === 1);
    expect(await raw((r) => r.zcard('stellwerk:checks-handover:failed'))).toBe(0);
  }, 20_000);
});
