const two = (n: number): string => String(n).padStart(2, '0');

/** The reader's calendar day of a moment (ISO 8601), as date inputs write it: `2026-11-23`. */
export function dayOf(moment: string): string {
  const at = new Date(moment);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The last second of a day in the reader's time zone, as ISO 8601; null when it is no day. “Until the 23rd” includes the 23rd. */
export function endOfDay(day: string): string | null {
  const at = new Date(`${day}T23:59:59`);
  return /^\d{4,}-\d\d-\d\d$/.test(day) && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

/** Calendar days from now to a moment, by the reader's clock: 0 today, 1 tomorrow, negative when it is over. */
export function daysUntil(moment: string, now: number): number {
  const midnight = (at: number | string): number => {
    const day = new Date(at);
    // As if in UTC: a day there always has 24 hours.
    return Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
  };
  return Math.round((midnight(moment) - midnight(now)) / 86_400_000);
}
