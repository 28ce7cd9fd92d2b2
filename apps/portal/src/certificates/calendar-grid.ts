/** A month as `2026-11`, a day as `2026-11-23`: what the address and `<time>` have. Everything is counted in UTC, where days are all alike. */
export interface GridDay {
  readonly day: string;
  readonly inMonth: boolean;
}

const DAY_MS = 86_400_000;
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Null for what is no month. */
export function monthStart(month: string): number | null {
  const at = /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? Date.parse(`${month}-01T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/** The weeks of a month from Monday to Sunday, filled up with the days around it. */
export function monthGrid(month: string): readonly (readonly GridDay[])[] {
  const start = monthStart(month);
  if (start === null) return [];
  const monday = start - ((new Date(start).getUTCDay() + 6) % 7) * DAY_MS;
  const end = monthStart(shiftMonth(month, 1)) ?? start;
  const weeks: GridDay[][] = [];
  for (let at = monday; at < end; at += 7 * DAY_MS)
    weeks.push(
      Array.from({ length: 7 }, (_, i) => {
        const day = isoDay(at + i * DAY_MS);
        return { day, inMonth: day.startsWith(month) };
      }),
    );
  return weeks;
}

/** The month so many months later. */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** The day so many days later. */
export const shiftDay = (day: string, by: number): string => isoDay(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS);

/** The same day of another month, or its last day where that is earlier: from 31 January one comes to 28 February. */
export function shiftDayByMonth(day: string, by: number): string {
  const month = shiftMonth(day.slice(0, 7), by);
  const last = shiftDay(`${shiftMonth(month, 1)}-01`, -1);
  const wanted = `${month}-${day.slice(8)}`;
  return wanted > last ? last : wanted;
}

/** Where a key leads in a grid of days (WAI-ARIA date grid); null for a key that means nothing here. */
export function dayByKey(day: string, key: string): string | null {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -7,
    ArrowDown: 7,
    Home: -weekday,
    End: 6 - weekday,
  };
  if (key === 'PageUp') return shiftDayByMonth(day, -1);
  if (key === 'PageDown') return shiftDayByMonth(day, 1);
  const step = steps[key];
  return step === undefined ? null : shiftDay(day, step);
}
