import { nextRunAt, nextSlot, slotHasCome, slotOffsetMs } from './schedule.js';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const T = Date.parse('2026-11-22T12:00:00Z');

describe('when a check runs', () => {
  it('spreads ten thousand checks made in a row evenly over the interval: no second has more than three times its share', () => {
    const perSecond = new Array<number>(300).fill(0);
    for (let n = 0; n < 10_000; n++) perSecond[Math.floor(slotOffsetMs(id(n), 300) / 1_000)]! += 1;
    const share = 10_000 / 300;
    expect(Math.max(...perSecond)).toBeLessThan(share * 2);
    expect(Math.min(...perSecond)).toBeGreaterThan(share / 3);
  });

  it('gives a check slots one interval apart, whenever it is asked', () => {
    for (const n of [1, 2, 3]) {
      const first = nextSlot(id(n), 300, T);
      expect(first).toBeGreaterThan(T);
      expect(first - T).toBeLessThanOrEqual(300_000);
      expect(nextSlot(id(n), 300, first - 1)).toBe(first);
      expect(nextSlot(id(n), 300, first)).toBe(first + 300_000);
    }
  });

  it('counts a run a little before its slot for that slot, and one well before it not', () => {
    const slot = nextSlot(id(7), 300, T);
    expect(nextRunAt(id(7), 300, slot - 5_000)).toBe(slot + 300_000);
    expect(nextRunAt(id(7), 300, slot - 100_000)).toBe(slot);
    expect(nextRunAt(id(7), 300, slot + 100_000)).toBe(slot + 300_000);
  });

  it.each([
    [0, true],
    [-15_000, true],
    [-15_001, false],
    [60_000, true],
  ])('says of %d ms after the slot of a check with an interval of 300 s that it has come: %s', (after, come) => {
    expect(slotHasCome(T, 300, T + after)).toBe(come);
  });
});
