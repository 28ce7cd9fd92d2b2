import { describeWith, type RedisServer, startRedis, until } from '@stellwerk/testing';
import { impatient, open } from './connection.js';
import { createQueue, type Queue } from './queue.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

describeWith(['redis-server'], 'a limiter', () => {
  let redis: RedisServer;
  const opened: Queue[] = [];
  const queue = (): Queue => {
    const q = createQueue(redis.url, quiet);
    opened.push(q);
    return q;
  };
  const options = (name: string) => ({ name, points: 3, seconds: 60 });
  /** Waits for the connection, so that nothing is counted in this process only. */
  const ready = async (name: string) => {
    const limiter = queue().limiter(options(name));
    const probe = open(redis.url, impatient, quiet);
    const counted = async () => (await probe.keys(`stellwerk:limit:${name}:*`)).length;
    const before = await counted();
    await until('Redis to count', async () => {
      await limiter.spend(`probe ${before}`);
      return (await counted()) > before;
    });
    probe.disconnect();
    return limiter;
  };

  beforeAll(async () => {
    redis = await startRedis();
  }, 20_000);
  afterAll(async () => {
    await Promise.all(opened.map((q) => q.close()));
    await redis.stop();
  });

  it('counts what all processes let through, and says what is left and for how long', async () => {
    const [here, there] = [await ready('shared'), await ready('shared')];
    expect(await here.spend('anna')).toMatchObject({ allowed: true, remaining: 2 });
    expect(await there.spend('anna')).toMatchObject({ allowed: true, remaining: 1 });
    expect(await here.spend('anna')).toMatchObject({ allowed: true, remaining: 0 });
    const over = await there.spend('anna');
    expect(over).toMatchObject({ allowed: false, remaining: 0 });
    expect(over.resetMs).toBeGreaterThan(50_000);
    expect(over.resetMs).toBeLessThanOrEqual(60_000);
    expect((await here.spend('ben')).allowed).toBe(true);
  });

  it('forgets a key, or takes one attempt back', async () => {
    const limiter = await ready('forgiving');
    for (let i = 0; i < 4; i++) await limiter.spend('anna');
    await limiter.forgive('anna');
    expect(await limiter.spend('anna')).toMatchObject({ allowed: true, remaining: 2 });
    await limiter.giveBack('anna');
    expect(await limiter.spend('anna')).toMatchObject({ allowed: true, remaining: 2 });
  });

  it('leaves neither e-mail nor address in Redis', async () => {
    const limiter = await ready('private');
    await limiter.spend('anna@example.org 192.0.2.1');
    const probe = open(redis.url, impatient, quiet);
    const keys = await probe.keys('stellwerk:limit:private:*');
    probe.disconnect();
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join()).not.toMatch(/anna|example|192/);
  });

  it('goes on counting in each process while Redis is away or hangs, without waiting for it, and together again afterwards', async () => {
    const limiter = await ready('away');
    const alone = async (key: string) => {
      const began = performance.now();
      const met = [];
      for (let i = 0; i < 5; i++) met.push((await limiter.spend(key)).allowed);
      expect(met).toEqual([true, true, true, false, false]);
      await limiter.forgive(key);
      expect((await limiter.spend(key)).allowed).toBe(true);
      expect(performance.now() - began).toBeLessThan(2_000);
    };
    redis.pause();
    await alone('anna');
    redis.resume();
    await redis.kill();
    await alone('ben');
    await redis.restart();
    const other = await ready('away');
    let round = 0;
    await until('both to count together', async () => {
      round += 1;
      await limiter.spend(`carl ${round}`, 3);
      return !(await other.spend(`carl ${round}`)).allowed;
    });
  }, 20_000);
});
