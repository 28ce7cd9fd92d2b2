import { startWorld, type World } from './test/world.js';
import type { SystemTx } from './types/store.js';

let world: World;
const system = <T>(work: (tx: SystemTx) => Promise<T>) => world.store.asSystem('test', work);
const renew = (id: string) => system((tx) => tx.leases.renew({ id, edgeId: 'local', host: 'h', pid: 1, ttlMs: 10_000 }));
const onLine = async (id: string) => (await system((tx) => tx.leases.look('local'))).workers.find((w) => w.id === id)?.onLine;
const claim = (id: string, shards: number[]) => system((tx) => tx.leases.claim(id, 'local', shards));
const end = (ids: string[], remainingMs: number) => system((tx) => tx.leases.end({ ids, remainingMs }));
const become = async (id: string, wanted: boolean) => {
  while ((await onLine(id)) !== wanted) await new Promise((resolve) => setTimeout(resolve, 10));
};

beforeAll(async () => {
  world = await startWorld();
  await Promise.all(['a', 'b'].map(renew));
});
afterAll(() => world.stop());

describe('a worker’s line', () => {
  it('is seen while it stands, by its worker’s name only, and not once it is closed', async () => {
    const line = world.store.line('a');
    await become('a', true);
    expect(line.standing()).toBe(1);
    expect(await onLine('b')).toBe(false);
    await line.close();
    await become('a', false);
    expect(line.standing()).toBeNull();
  });

  it('comes back by itself after it broke, and says that it is another one', async () => {
    const line = world.store.line('a');
    await become('a', true);
    await world.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'stellwerk line'`);
    await become('a', false);
    await become('a', true);
    expect(line.standing()).toBe(2);
    await line.close();
  });

  it('keeps its worker’s lease from whoever takes it for gone; fallen, the lease is kept as long as the worker renews', async () => {
    expect(await claim('a', [1, 2])).toHaveLength(2);
    const line = world.store.line('a');
    await become('a', true);
    expect(await end(['a'], 20_000)).toEqual([]);
    await line.close();
    await become('a', false);
    expect(await end(['a'], 5_000)).toEqual([]);
    expect(await claim('b', [1])).toEqual([]);
    expect(await end(['a'], 20_000)).toEqual(['a']);
    expect(await claim('b', [1])).toEqual([{ shard: 1, fence: 2 }]);
  });
});
