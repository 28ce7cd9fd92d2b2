import fc from 'fast-check';
import { goneInMs, LEASE, witnessed, type WorkerSign } from './lease.js';

const sign = (id: string, silentMs: number, onLine = true): WorkerSign => ({ id, expiresInMs: LEASE.ttlMs - silentMs, onLine });
const seenBy = (self: string, ...looks: readonly { signs: readonly WorkerSign[]; unbroken?: boolean }[]) =>
  looks.reduce<ReadonlySet<string>>((seen, { signs, unbroken = true }) => witnessed(seen, { self, signs, unbroken }), new Set());

describe('a worker counts as gone', () => {
  const both = { signs: [sign('me', 0), sign('other', 0)] };

  it('after two missed renewals, when its line was seen standing and has fallen', () => {
    const seen = seenBy('me', both, { signs: [sign('me', 0), sign('other', 900, false)] });
    expect(goneInMs(sign('other', 1_900, false), seen)).toBe(100);
    expect(goneInMs(sign('other', 2_000, false), seen)).toBe(0);
  });

  it('only with its lease while its line stands, however silent it is: it may be frozen or cut off', () => {
    const seen = seenBy('me', both);
    expect(goneInMs(sign('other', 5_000), seen)).toBe(1_000);
  });

  it('never for a fallen line while it renews', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LEASE.missedMs - 1 }), (silent) => {
        expect(goneInMs(sign('other', silent, false), seenBy('me', both))).toBeGreaterThan(0);
      }),
    );
  });

  it('only with its lease when its line was never seen: a worker of an earlier version has none', () => {
    const seen = seenBy('me', { signs: [sign('me', 0), sign('old', 0, false)] });
    expect(goneInMs(sign('old', 3_000, false), seen)).toBe(3_000);
  });

  it('only with its lease for whoever lost its own line too: then the database fell, and not the worker', () => {
    const without = { signs: [sign('me', 0, false), sign('other', 0, false)] };
    const back = { signs: [sign('me', 0), sign('other', 2_500, false)], unbroken: false };
    expect(goneInMs(sign('other', 2_500, false), seenBy('me', both, without))).toBe(3_500);
    expect(goneInMs(sign('other', 2_500, false), seenBy('me', both, back))).toBe(3_500);
    expect(goneInMs(sign('other', 2_500, false), seenBy('me', both, without, { ...back, unbroken: true }))).toBe(3_500);
  });

  it('always when its lease has run out', () => {
    fc.assert(
      fc.property(fc.integer({ max: 0 }), fc.boolean(), fc.boolean(), (expiresInMs, onLine, known) => {
        expect(goneInMs({ id: 'other', expiresInMs, onLine }, new Set(known ? ['other'] : []))).toBeLessThanOrEqual(0);
      }),
    );
  });
});
