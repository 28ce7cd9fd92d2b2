import { untilOf } from './until.js';

const now = new Date(2026, 10, 23, 9).getTime();
const HOUR = 3_600_000;

describe('until when', () => {
  it.each([
    ['hour', 1],
    ['day', 24],
    ['week', 168],
    ['month', 720],
  ] as const)('a chip “%s” lasts from now on', (choice, hours) => {
    expect(untilOf({ choice, day: '' }, now)).toBe(new Date(now + hours * HOUR).toISOString());
  });

  it('a day counts whole, by the reader’s clock', () => {
    expect(untilOf({ choice: 'date', day: '2026-11-23' }, now)).toBe(new Date(2026, 10, 23, 23, 59, 59).toISOString());
  });

  it('a day that is over is no answer, and no day is none either', () => {
    expect(untilOf({ choice: 'date', day: '2026-11-22' }, now)).toBeUndefined();
    expect(untilOf({ choice: 'date', day: '' }, now)).toBeUndefined();
    expect(untilOf({ choice: null, day: '' }, now)).toBeUndefined();
  });

  it('can be open', () => {
    expect(untilOf({ choice: 'never', day: '' }, now)).toBeNull();
  });
});
