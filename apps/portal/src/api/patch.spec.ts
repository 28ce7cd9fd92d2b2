import type { Tunnel } from '@stellwerk/contracts';
import { patchPages, type TunnelPages } from './patch.js';
import { everyPage } from './pages.js';

const status = (state: Tunnel['status']['state']): Tunnel['status'] => ({
  state,
  since: '2026-01-01T00:00:00Z',
  reason: null,
  attempts: 0,
  nextAttemptAt: null,
  worker: null,
  roundTripMs: null,
  mappings: [],
});
const tunnel = (id: string) => ({ id, status: status('connecting') }) as Tunnel;
const pages = (): TunnelPages => ({
  pages: [
    { items: [tunnel('a'), tunnel('b')], nextCursor: '2' },
    { items: [tunnel('c')], nextCursor: null },
  ],
  pageParams: [undefined, '2'],
});

describe('patchPages', () => {
  it('puts a new status at its tunnel and leaves every other object as it was', () => {
    const before = pages();
    const after = patchPages(before, new Map([['b', status('up')]]));
    expect(after.pages.flatMap((p) => p.items).map((t) => t.status.state)).toEqual(['connecting', 'up', 'connecting']);
    expect(after.pages[0]?.items[0]).toBe(before.pages[0]?.items[0]);
    expect(after.pages[1]).toBe(before.pages[1]);
    expect(before.pages[0]?.items[1]?.status.state).toBe('connecting');
  });

  it('returns the very same data when none of its tunnels changed', () => {
    const before = pages();
    expect(patchPages(before, new Map([['z', status('up')]]))).toBe(before);
  });
});

describe('everyPage', () => {
  it('reads to the end and no further', async () => {
    const asked: (string | undefined)[] = [];
    const all = await everyPage(async (cursor) => {
      asked.push(cursor);
      return cursor === undefined ? { items: [1, 2], nextCursor: 'n' } : { items: [3], nextCursor: null };
    });
    expect(all).toEqual([1, 2, 3]);
    expect(asked).toEqual([undefined, 'n']);
  });

  it('stops at its bound when a cursor never ends', async () => {
    expect(await everyPage(async () => ({ items: [0], nextCursor: 'again' }), 5)).toHaveLength(5);
  });
});
