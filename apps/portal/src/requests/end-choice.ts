/** How an end is chosen: some time from now, a date, for good, or (approving) as it was asked for. */
export const END_CHOICES = ['hour', 'today', 'day', 'week', 'month', 'never', 'date'] as const;
export type EndChoice = (typeof END_CHOICES)[number] | 'as-asked';

export interface EndValue {
  readonly choice: EndChoice | null;
  /** As `<input type="datetime-local">` has it: the reader's own clock, without a zone. */
  readonly date: string;
}

export const NO_END_YET: EndValue = { choice: null, date: '' };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LASTS: Readonly<Partial<Record<EndChoice, number>>> = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS };
/** When people go home. */
const EVENING = 18;

/** 18:00 of the same day by the reader's clock. */
export function evening(now: number): number {
  const at = new Date(now);
  at.setHours(EVENING, 0, 0, 0);
  return at.getTime();
}

/**
 * The end in milliseconds since the epoch. Null: for good. Undefined: not said yet, or not readable.
 * @param asked what `as-asked` means
 */
export function endOf({ choice, date }: EndValue, now: number, asked: number | null = null): number | null | undefined {
  if (choice === null) return undefined;
  if (choice === 'never') return null;
  if (choice === 'as-asked') return asked;
  if (choice === 'today') return evening(now);
  if (choice !== 'date') return now + (LASTS[choice] ?? 0);
  const at = date === '' ? Number.NaN : new Date(date).getTime();
  return Number.isNaN(at) ? undefined : at;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** A moment as `<input type="datetime-local">` takes it, by the reader's clock; seconds only where there are some. */
export function localText(at: number): string {
  const d = new Date(at);
  const seconds = d.getSeconds() === 0 ? '' : `:${two(d.getSeconds())}`;
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}${seconds}`;
}

/** The choices somebody has at this moment: “today” is over in the evening, an approver may not lengthen, a console is never for good. */
export function openChoices(now: number, { latest, timed }: { readonly latest?: number | null; readonly timed: boolean }): EndChoice[] {
  return END_CHOICES.filter((choice) => {
    if (choice === 'date') return true;
    if (choice === 'never') return !timed && (latest === undefined || latest === null);
    const end = endOf({ choice, date: '' }, now) ?? 0;
    return end > now && (latest === undefined || latest === null || end < latest);
  });
}
