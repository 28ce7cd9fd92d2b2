import { ON_TIME_SHARE, shareOf } from './schedule.js';

/** A check as its schedule is planned from it. Times are milliseconds since 1970. */
export interface Schedulable {
  readonly id: string;
  readonly intervalSeconds: number;
  readonly pausedAt: number | null;
  /** Null with `pausedAt`: until somebody resumes it. */
  readonly pausedUntil: number | null;
  /** Past: it is overdue, or new. */
  readonly nextRunAt: number;
}

/** Names a schedule by everything that makes it another one: keys alone tell what must change. */
export const scheduleKey = ({ id, intervalSeconds }: Pick<Schedulable, 'id' | 'intervalSeconds'>): string => `${id}/${intervalSeconds}`;

/** Whether a check rests at this time. */
export const isPaused = ({ pausedAt, pausedUntil }: Pick<Schedulable, 'pausedAt' | 'pausedUntil'>, now: number): boolean =>
  pausedAt !== null && (pausedUntil === null || now < pausedUntil);

export interface SchedulePlan<C> {
  readonly put: readonly C[];
  /** Keys of schedules that nobody wants any more. */
  readonly remove: readonly string[];
  /** When the next pause ends and the plan is another by itself; null: by itself never. */
  readonly changesAt: number | null;
}

/** What to do so that exactly the checks that shall run are on schedule. */
export function planSchedules<C extends Schedulable>(wanted: readonly C[], existing: ReadonlySet<string>, now: number): SchedulePlan<C> {
  const keys = new Set<string>();
  const put: C[] = [];
  let changesAt: number | null = null;
  for (const check of wanted) {
    if (isPaused(check, now)) {
      if (check.pausedUntil !== null) changesAt = Math.min(changesAt ?? check.pausedUntil, check.pausedUntil);
      continue;
    }
    const key = scheduleKey(check);
    keys.add(key);
    if (!existing.has(key)) put.push(check);
  }
  return { put, remove: [...existing].filter((key) => !keys.has(key)), changesAt };
}

/** How late a run may begin before somebody must have forgotten it: queues and slow probes are not counted as that. */
const PATIENCE_MS = 15_000;

/** Overdue by more than what may happen on the way to a run. */
export const isForgotten = ({ nextRunAt, intervalSeconds }: Pick<Schedulable, 'nextRunAt' | 'intervalSeconds'>, now: number): boolean =>
  now - nextRunAt > PATIENCE_MS + intervalSeconds * 1_000 * ON_TIME_SHARE;

/** Runs that are caught up with per second, so that an outage is not followed by a storm. */
const CAUGHT_UP_PER_SECOND = 50;

/** When to make up for missed runs: a few at once, many spread evenly over as long as their number asks for. Milliseconds from now. */
export function catchUp<C extends Pick<Schedulable, 'id'>>(
  missed: readonly C[],
): readonly { readonly check: C; readonly delayMs: number }[] {
  const spreadMs = (missed.length - 1) * (1_000 / CAUGHT_UP_PER_SECOND);
  return missed.map((check) => ({ check, delayMs: Math.round(shareOf(check.id, 'catch-up') * spreadMs) }));
}
