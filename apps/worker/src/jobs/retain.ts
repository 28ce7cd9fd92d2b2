import type { Retention } from '@stellwerk/store';

const DAY_MS = 86_400_000;
/** Timelines are kept this long: a quarter, so that "since when" can be answered at a quarterly review. */
const EVENTS_MS = 92 * DAY_MS;
/** The API answers a repeated request from these for a day, and passes over older ones by itself. */
const REPEATABLE_MS = DAY_MS;
const CHUNK = 5_000;

/** Deletes what has become too old, in chunks that lock nothing for long. Stops between chunks when `signal` aborts. */
export async function retain(signal: AbortSignal, run: <T>(work: (r: Retention) => Promise<T>) => Promise<T>): Promise<void> {
  for (const chunk of [
    (r: Retention) => r.events(EVENTS_MS, CHUNK),
    (r: Retention) => r.sessions(CHUNK),
    (r: Retention) => r.idempotencyKeys(REPEATABLE_MS, CHUNK),
  ]) {
    while (!signal.aborted && (await run(chunk)) === CHUNK);
  }
}
