import type { Spread } from './statistics.js';
import type { Bench } from './context.js';

/** What a figure must reach. `none`: told for the reader, not judged. */
export type Target = { readonly kind: 'at-least' | 'at-most'; readonly value: number } | { readonly kind: 'none' };

export const atLeast = (value: number): Target => ({ kind: 'at-least', value });
export const atMost = (value: number): Target => ({ kind: 'at-most', value });
export const untargeted: Target = { kind: 'none' };

/** One measured figure: a ratio to the peer, or an absolute number with its unit. */
export interface Measure {
  readonly name: string;
  readonly target: Target;
  /** `x` for a ratio to the peer in the same run; otherwise the unit of an absolute figure. */
  readonly unit: 'x' | 's' | 'ms' | '%' | 'B' | 'KiB' | 'count';
  readonly value: Spread;
  /** Absolute figures behind a ratio, for readers who want to know what was divided. */
  readonly detail?: string;
}

/** One family of figures that share a set-up. */
export interface Row {
  /** The word after `--only`. */
  readonly key: string;
  readonly title: string;
  /** How it was measured: two or three sentences that go into the report as they are. */
  readonly method: string;
  /** Longest time it may take, seconds; past it the row is given up and the report says so. */
  readonly boundSeconds: number;
  run(bench: Bench): Promise<readonly Measure[]>;
}

export type Verdict = 'met' | 'missed' | 'not judged';

/** Judged by the median. */
export function verdict(measure: Measure): Verdict {
  const { target, value } = measure;
  if (target.kind === 'none') return 'not judged';
  if (!Number.isFinite(value.median)) return 'missed';
  return (target.kind === 'at-least' ? value.median >= target.value : value.median <= target.value) ? 'met' : 'missed';
}
