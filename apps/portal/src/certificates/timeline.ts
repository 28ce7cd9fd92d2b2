const DAY_MS = 86_400_000;

/** The months a timeline shows: from the beginning of this one, by the reader's clock. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly months: readonly number[];
}

export function spanOf(now: number, months = 12): Span {
  const today = new Date(now);
  const starts = Array.from({ length: months + 1 }, (_, i) => new Date(today.getFullYear(), today.getMonth() + i, 1).getTime());
  return { from: starts[0] ?? now, to: starts[months] ?? now, months: starts.slice(0, months) };
}

/** Where a moment stands on the line, in percent; null outside of it. */
export function placeOf(at: number, { from, to }: Span): number | null {
  return at < from || at > to ? null : ((at - from) / (to - from)) * 100;
}

/** The part of a line that something lasts, in percent from its left end; null where it does not touch it. */
export function stretchOf(begins: number, ends: number, span: Span): { readonly left: number; readonly width: number } | null {
  const left = placeOf(Math.max(begins, span.from), span);
  const right = placeOf(Math.min(ends, span.to), span);
  if (left === null || right === null || right < left) return null;
  // A day at least, so that what ends at once can be seen.
  return { left, width: Math.max(right - left, (DAY_MS / (span.to - span.from)) * 100) };
}
