import { type CheckKind, type Locale, SHORTEST_INTERVAL_SECONDS } from '@stellwerk/domain';

const UNITS = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Seconds in the largest unit that fits without a rest. */
export function intervalParts(seconds: number): { readonly count: number; readonly unit: (typeof UNITS)[number][0] } {
  const [unit, size] = UNITS.find(([, s]) => seconds >= s && seconds % s === 0) ?? (['second', 1] as const);
  return { count: seconds / size, unit };
}

/** `5 Minuten`, `1 day`. */
export function intervalText(seconds: number, locale: Locale): string {
  const { count, unit } = intervalParts(seconds);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

const USUAL = [60, 300, 900, 3_600, 21_600, 86_400, 604_800] as const;

/** What one can choose for a kind of check, with what it has now: no target is hammered. */
export const intervalChoices = (kind: CheckKind, current: number): readonly number[] =>
  [...new Set([...USUAL, current])].filter((s) => s >= SHORTEST_INTERVAL_SECONDS[kind] || s === current).sort((a, b) => a - b);
