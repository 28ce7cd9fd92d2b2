import { median, quantile, ratios, shown, spread } from './statistics.js';

describe('statistics of the benchmark', () => {
  it('takes the middle of an odd and the mean of the middle two of an even number of values', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('interpolates quartiles', () => {
    expect(spread([1, 2, 3, 4, 5])).toEqual({ median: 3, lower: 2, upper: 4, rounds: 5 });
    expect(quantile([10, 20], 0.99)).toBeCloseTo(19.9);
  });

  it('does not reorder what it was given', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('says that nothing was measured instead of inventing a number', () => {
    expect(shown(median([]))).toBe('n/a');
  });

  it('divides ours by the peer within each pair', () => {
    expect(
      ratios([
        { ours: 2, peer: 4 },
        { ours: 9, peer: 3 },
      ]),
    ).toEqual([0.5, 3]);
  });

  it('shows a figure with the digits a reader can use', () => {
    expect([1234.5, 12.345, 1.2345, 0.0123].map(shown)).toEqual(['1235', '12.3', '1.23', '0.012']);
  });
});
