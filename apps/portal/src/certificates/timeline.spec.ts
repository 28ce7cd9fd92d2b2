import { placeOf, spanOf, stretchOf } from './timeline.js';

const now = new Date(2026, 10, 23, 9).getTime();
const span = spanOf(now);

describe('the timeline', () => {
  it('has twelve months from the first of this one', () => {
    expect(span.months).toHaveLength(12);
    expect(new Date(span.from)).toEqual(new Date(2026, 10, 1));
    expect(new Date(span.to)).toEqual(new Date(2027, 10, 1));
  });

  it('puts a moment where it belongs, and leaves out what is not on it', () => {
    expect(placeOf(span.from, span)).toBe(0);
    expect(placeOf(span.to, span)).toBe(100);
    expect(placeOf(span.from - 1, span)).toBeNull();
    expect(placeOf(span.to + 1, span)).toBeNull();
  });

  it('cuts what begins before and ends after it', () => {
    expect(stretchOf(0, Number.MAX_SAFE_INTEGER, span)).toEqual({ left: 0, width: 100 });
    expect(stretchOf(0, span.from + (span.to - span.from) / 2, span)).toEqual({ left: 0, width: 50 });
  });

  it('shows nothing of what is over or far away, and at least a day of the rest', () => {
    expect(stretchOf(0, span.from - 1, span)).toBeNull();
    expect(stretchOf(span.to + 1, span.to + 2, span)).toBeNull();
    expect(stretchOf(now, now + 1, span)?.width).toBeCloseTo(100 / 365, 5);
  });
});
