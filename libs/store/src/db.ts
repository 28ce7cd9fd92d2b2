import type { Prisma } from './generated/client.js';

/** A transaction in progress. Never leaves this library. */
export type Db = Prisma.TransactionClient;

/** Runs SQL and returns its rows. Values are bound, never pasted. */
export const rows = <T>(db: Db, sql: string, ...values: unknown[]): Promise<T[]> => db.$queryRawUnsafe<T[]>(sql, ...values);

/** The first row, or null. */
export const row = async <T>(db: Db, sql: string, ...values: unknown[]): Promise<T | null> =>
  (await rows<T>(db, sql, ...values))[0] ?? null;

/** Runs SQL and returns how many rows it touched. */
export const run = (db: Db, sql: string, ...values: unknown[]): Promise<number> => db.$executeRawUnsafe(sql, ...values);

/** A row is still referred to: `foreign_key_violation`, and from PostgreSQL 18 on `restrict_violation`. */
export const STILL_REFERRED = ['23503', '23001'];
export const UNIQUE_VIOLATION = '23505';

/** The SQLSTATE of an error, however Prisma wrapped it; empty when it did not come from PostgreSQL. */
export function sqlState(error: unknown): string {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 6; depth += 1) {
    const { originalCode, code, meta, cause } = at as {
      originalCode?: unknown;
      code?: unknown;
      meta?: { driverAdapterError?: unknown };
      cause?: unknown;
    };
    if (typeof originalCode === 'string') return originalCode;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^P\d{4}$/.test(code)) return code;
    at = meta?.driverAdapterError ?? cause;
  }
  return '';
}

export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly state: string };

/**
 * Tries something that the database may refuse with one of these SQLSTATEs, or that itself answers `undo`; either way
 * nothing of it stays and the transaction goes on, thanks to a savepoint.
 */
export async function attempt<T>(
  db: Db,
  expected: readonly string[],
  work: () => Promise<{ readonly keep: T } | { readonly undo: T }>,
): Promise<Attempt<T>> {
  await run(db, 'SAVEPOINT attempt');
  try {
    const done = await work();
    if ('keep' in done) {
      await run(db, 'RELEASE SAVEPOINT attempt');
      return { ok: true, value: done.keep };
    }
    await run(db, 'ROLLBACK TO SAVEPOINT attempt');
    return { ok: true, value: done.undo };
  } catch (e) {
    const state = sqlState(e);
    if (!expected.includes(state)) throw e;
    await run(db, 'ROLLBACK TO SAVEPOINT attempt');
    return { ok: false, state };
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Holds a row against other writers until the transaction ends; false when there is none to be seen. A statement after it
 * reads what the last writer left. Foreign keys may still refer to the row meanwhile.
 */
export const hold = async (
  db: Db,
  table: 'tenant' | 'pbx' | 'ssh_server' | 'tunnel' | 'checks' | 'certificate',
  id: string,
): Promise<boolean> => isUuid(id) && (await row(db, `SELECT 1 FROM ${table} WHERE id = $1::uuid FOR NO KEY UPDATE`, id)) !== null;

/** What is no UUID names nothing: it is not found rather than an error. */
export const isUuid = (id: string): boolean => UUID.test(id);
