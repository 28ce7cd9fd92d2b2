import type { Retention, SystemTx } from '@stellwerk/store';

const DAY_MS = 86_400_000;
/** Timelines are kept this long: a quarter, so that "since when" can be answered at a quarterly review. */
const EVENTS_MS = 92 * DAY_MS;
/** The API answers a repeated request from these for a day, and passes over older ones by itself. */
const REPEATABLE_MS = DAY_MS;
/** Runs of checks: a quarter, like timelines; of equal ones in a row only the first and the last were kept anyway. */
const RUNS_MS = 90 * DAY_MS;
/** However young: a check whose answer is another one at every turn, and an endpoint with a new certificate at every turn. */
const RUNS_OF_A_CHECK = 500;
const CERTIFICATES_OF_A_CHECK = 100;
/** What was found and is over: a year, so that last year's renewal can be looked up. */
const FINDINGS_MS = 366 * DAY_MS;
/** Certificates that no endpoint shows any more. */
const CERTIFICATES_MS = 366 * DAY_MS;
/** Reverse MTLS tests: what was seen can be read for a month after. */
const MTLS_TESTS_MS = 31 * DAY_MS;
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

/** The same for everything that checks leave behind. */
export async function retainChecks(signal: AbortSignal, run: <T>(work: (tx: SystemTx) => Promise<T>) => Promise<T>): Promise<void> {
  for (const chunk of [
    (tx: SystemTx) => tx.checkWork.purgeRuns(RUNS_MS, CHUNK),
    (tx: SystemTx) => tx.checkWork.trimRuns(RUNS_OF_A_CHECK, CHUNK),
    (tx: SystemTx) => tx.checkWork.purgeFindings(FINDINGS_MS, CHUNK),
    (tx: SystemTx) => tx.certificateWork.purge(CERTIFICATES_MS, CHUNK),
    (tx: SystemTx) => tx.certificateWork.trim(CERTIFICATES_OF_A_CHECK, CHUNK),
    (tx: SystemTx) => tx.mtlsTests.purge(MTLS_TESTS_MS, CHUNK),
  ]) {
    while (!signal.aborted && (await run(chunk)) === CHUNK);
  }
}
