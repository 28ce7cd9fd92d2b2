import { type EndChoice, endOf } from '../requests/end-choice';

/** The usual answers to “for how long”. */
export const UNTIL_CHOICES = ['hour', 'day', 'week', 'month', 'date', 'never'] as const satisfies readonly EndChoice[];
export type UntilChoice = (typeof UNTIL_CHOICES)[number];

export interface UntilValue {
  readonly choice: UntilChoice | null;
  /** The last day, as `<input type="date">` has it. */
  readonly day: string;
}
export const NOT_SAID: UntilValue = { choice: null, day: '' };

/** ISO 8601; null: until somebody says otherwise. Undefined: not said, not readable, or over already. */
export function untilOf({ choice, day }: UntilValue, now: number): string | null | undefined {
  const end = choice === 'date' ? endOf({ choice, date: day === '' ? '' : `${day}T23:59:59` }, now) : endOf({ choice, date: '' }, now);
  if (end === undefined || end === null) return end;
  return end > now ? new Date(end).toISOString() : undefined;
}
