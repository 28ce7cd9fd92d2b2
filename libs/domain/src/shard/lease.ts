/**
 * Milliseconds. Six renewals fit into a lease, so that lost ones hurt nobody; the watchdog ends a stuck process after 3 s,
 * well before. A worker that is gone and whose line has fallen is missed after two renewals, any other when its lease ends.
 */
export const LEASE = { ttlMs: 6_000, renewMs: 1_000, againMs: 500, missedMs: 2_000 } as const;

/** A worker as one look at the lease table shows it. */
export interface WorkerSign {
  readonly id: string;
  /** What remains of its lease by the database's clock. */
  readonly expiresInMs: number;
  /** Its line stands: the connection to the database that a process keeps for nothing but to be seen, and that its death cuts. */
  readonly onLine: boolean;
}

const NOBODY: ReadonlySet<string> = new Set();

/**
 * Whose lines this worker has seen standing while its own stood without a break. Whoever lost its own has lost it with the
 * database rather than with the others, and begins anew; so a restart of the database makes no witness.
 */
export function witnessed(
  before: ReadonlySet<string>,
  look: { readonly self: string; readonly signs: readonly WorkerSign[]; readonly unbroken: boolean },
): ReadonlySet<string> {
  if (!look.signs.some((s) => s.id === look.self && s.onLine)) return NOBODY;
  return new Set(look.signs.filter((s) => s.onLine || (look.unbroken && before.has(s.id))).map((s) => s.id));
}

/**
 * Milliseconds until the worker counts as gone unless it renews; not above 0 when it does already. A fallen line alone is
 * nothing: it must have been seen standing, and two renewals must be missing. A frozen or cut-off worker keeps its line and
 * its whole lease.
 */
export function goneInMs(sign: WorkerSign, seen: ReadonlySet<string>): number {
  const missed = !sign.onLine && seen.has(sign.id);
  return missed ? sign.expiresInMs - (LEASE.ttlMs - LEASE.missedMs) : sign.expiresInMs;
}
