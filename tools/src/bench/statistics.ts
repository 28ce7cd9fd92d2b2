/** A figure with its spread. All three are finite, or the measurement is void and was thrown away before. */
export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  /** How many rounds stand behind it. */
  readonly rounds: number;
}

/** The value below which the share `q` (0 to 1) of `values` lies, interpolated between neighbours (Hyndman and Fan, type 7). */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * q;
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - Math.floor(position));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Median and quartiles. */
export const spread = (values: readonly number[]): Spread => ({
  median: median(values),
  lower: quantile(values, 0.25),
  upper: quantile(values, 0.75),
  rounds: values.length,
});

/** One figure that was measured once. */
export const single = (value: number): Spread => ({ median: value, lower: value, upper: value, rounds: 1 });

/** Ratio of each pair, ours over the peer's. The machine drifts over minutes; within a pair it hardly does. */
export const ratios = (pairs: readonly { readonly ours: number; readonly peer: number }[]): readonly number[] =>
  pairs.map((pair) => pair.ours / pair.peer);

/** Four significant digits at most, and no more than a reader can use. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  const magnitude = Math.abs(value);
  if (magnitude >= 100) return value.toFixed(0);
  if (magnitude >= 10) return value.toFixed(1);
  return value.toFixed(magnitude < 0.1 && magnitude > 0 ? 3 : 2);
}
