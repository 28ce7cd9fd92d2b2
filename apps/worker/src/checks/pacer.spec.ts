import type { CheckSpec } from '@stellwerk/domain';
import { createQueue, type Queue } from '@stellwerk/queue';
import { describeWith, type RedisServer, startRedis } from '@stellwerk/testing';
import { PACE, Pacer } from './pacer.js';
import { targetOf } from './target.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const edge = { vantage: { kind: 'edge' }, tenantId: 'A' } as const;
const tcp = (host: string, port = 443): CheckSpec => ({ kind: 'tcp-port', params: { host, port, expect: 'open', purpose: '' } });

describe('what counts as one target', () => {
  it.each([
    ['a name, however it is written', tcp('PBX.acme.example.'), { ...edge, tenantId: 'B' }, true],
    ['another port', tcp('pbx.acme.example', 5061), edge, false],
    [
      'the same name from inside a customer’s network',
      tcp('pbx.acme.example'),
      { vantage: { kind: 'ssh-server', sshServerId: 's' }, tenantId: 'A' },
      false,
    ],
  ] as const)('%s', (_, spec, place, same) => {
    expect(targetOf(spec, place).key === targetOf(tcp('pbx.acme.example'), edge).key).toBe(same);
  });

  it('takes one private address of two customers for two machines', () => {
    expect(targetOf(tcp('10.0.0.5'), edge).key).not.toBe(targetOf(tcp('10.0.0.5'), { ...edge, tenantId: 'B' }).key);
  });
});

describeWith(['redis-server'], 'the pace of checks, by all workers together', () => {
  let redis: RedisServer;
  let queues: Queue[];
  /** Two workers. */
  let pacers: Pacer[];

  beforeAll(async () => {
    redis = await startRedis();
    queues = [createQueue(redis.url, quiet), createQueue(redis.url, quiet)];
    pacers = queues.map((queue) => {
      const limiter = (of: keyof typeof PACE) => queue.limiter(PACE[of]);
      const limits = {
        target: limiter('target'),
        tenant: limiter('tenant'),
        enumeration: limiter('enumeration'),
        enumerationNow: limiter('enumerationNow'),
      };
      return new Pacer(limits, () => 0);
    });
    // Connections are made with the first question.
    await Promise.all(pacers.map((pacer) => pacer.admit({ tenantId: 'warm', target: { key: null, enumerates: false }, trigger: 'now' })));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }, 20_000);
  afterAll(async () => {
    await Promise.all(queues.map((queue) => queue.close()));
    await redis.stop();
  }, 20_000);

  const ask = (worker: 0 | 1, key: string | null, more: { tenantId?: string; enumerates?: boolean; trigger?: 'now' | 'schedule' } = {}) =>
    pacers[worker]!.admit({
      tenantId: more.tenantId ?? 'tenant',
      target: { key, enumerates: more.enumerates ?? false },
      trigger: more.trigger ?? 'schedule',
    });

  it('lets one run a second bother a target, whichever worker asks, and puts off the others by less than two', async () => {
    const [first, second, other] = [await ask(0, 'a'), await ask(1, 'a'), await ask(1, 'b')];
    expect([first.go, second.go, other.go]).toEqual([true, false, true]);
    expect(!second.go && second.againInMs).toBeLessThanOrEqual(1_000);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await ask(1, 'a')).go).toBe(true);
  });

  it('enumerates a target once a day by schedule, and once an hour for a person; an interrupted one does not count', async () => {
    const first = await ask(0, 'tls', { enumerates: true });
    if (!first.go) throw new Error('put off');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const again = await ask(1, 'tls', { enumerates: true });
    if (!again.go) throw new Error('an interrupted one counted');
    await again.looked();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const tomorrow = await ask(0, 'tls', { enumerates: true });
    expect(!tomorrow.go && tomorrow.againInMs > 80_000_000).toBe(true);
    expect((await ask(0, 'tls', { enumerates: true, trigger: 'now' })).go).toBe(true);
  });

  it('runs only so many checks of one customer at once, and others meanwhile', async () => {
    const asked = await Promise.all(Array.from({ length: 30 }, () => ask(0, null, { tenantId: 'large' })));
    const running = asked.flatMap((one) => (one.go ? [one] : []));
    expect(running).toHaveLength(24);
    expect((await ask(0, null, { tenantId: 'small' })).go).toBe(true);
    running.forEach((one) => one.done());
    expect((await ask(0, null, { tenantId: 'large' })).go).toBe(true);
  });

  it('spends a customer’s tokens once for all workers', async () => {
    const asked = await Promise.all(
      Array.from({ length: 220 }, async (_, n) => {
        const one = await ask(n % 2 === 0 ? 0 : 1, null, { tenantId: 'many' });
        if (one.go) one.done();
        return one.go;
      }),
    );
    expect(asked.filter(Boolean).length).toBeLessThanOrEqual(PACE.tenant.points);
  });
});
