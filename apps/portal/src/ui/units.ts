import type { Locale } from '@stellwerk/domain';

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** `vor 3 Minuten`, `in 4 seconds`: the largest unit that fits, rounded towards now. */
export function relativeTime(at: number, now: number, locale: Locale, style: 'long' | 'short' = 'long'): string {
  const seconds = (at - now) / 1000;
  const [unit, size] = UNITS.find(([, s]) => Math.abs(seconds) >= s) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style }).format(Math.trunc(seconds / size), unit);
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes in decimal units (SI: 1 KB = 1000 B), three significant figures: `1.23 MB`, `482 B`. */
export function bytes(value: number, locale: Locale): string {
  const power = value < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(value) / 3));
  const figures = new Intl.NumberFormat(locale, power === 0 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
  return `${figures.format(value / 1000 ** power)}\u00a0${BYTE_UNITS[power]}`;
}

type Part = 'days' | 'hours' | 'minutes' | 'seconds';
const PARTS: readonly [Part, number][] = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
];

/** What is left of `ms`, in its two largest units: `1 Tag, 3 Stunden`, `59 min, 3 sec`; rounded up to the second, so that nothing is over before it is. */
export function timeLeft(ms: number, locale: Locale): string {
  let seconds = Math.max(0, Math.ceil(ms / 1000));
  const found: string[] = [];
  for (const [unit, size] of PARTS) {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    if (count > 0 || (unit === 'seconds' && found.length === 0)) found.push(amount(count, unit, locale));
    // Two neighbouring units say enough: “1 day, 12 seconds” would only irritate.
    else if (found.length > 0) break;
    if (found.length === 2) break;
  }
  return found.join(', ');
}

const amount = (count: number, unit: Part, locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: unit.slice(0, -1), unitDisplay: unit === 'days' ? 'long' : 'short' }).format(count);
