import { remainingShare } from './remaining.js';

const from = '2026-01-01T00:00:00Z';
const to = '2026-01-10T23:59:59Z';
const at = (text: string) => Date.parse(text);

describe('what is left of a certificate', () => {
  it.each([
    ['before it begins', '2025-12-31T23:59:59Z', 1],
    ['as it begins', from, 1],
    ['half way', '2026-01-06T00:00:00Z', 0.5],
    ['in the second after the last one', '2026-01-11T00:00:00Z', 0],
    ['long after', '2030-01-01T00:00:00Z', 0],
  ])('%s', (_when, now, share) => {
    expect(remainingShare(from, to, at(now))).toBe(share);
  });

  it('is something in its very last second', () => {
    expect(remainingShare(from, to, at(to))).toBeGreaterThan(0);
  });

  it('is never out of bounds for one that ends before it begins', () => {
    expect(remainingShare(to, from, at('2026-01-05T00:00:00Z'))).toBe(0);
    expect(remainingShare(to, from, at('2025-01-05T00:00:00Z'))).toBe(1);
  });
});
