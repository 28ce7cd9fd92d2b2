import pg from 'pg';

/** Where SQL runs: in a transaction in progress, or each statement by itself. Never leaves this library. */
export interface Db {
  query(statement: pg.QueryConfig): Promise<pg.QueryResult>;
}

/** SQL, as a text or prepared. */
export type Sql = string | { readonly name: string; readonly text: string };

const prepared = new Map<string, Sql>();

/**
 * SQL that a connection reads and plans only once; for what nearly every request asks. The plan is made for any values: a condition that
 * falls away for some of them (`$1 IS NULL OR …`) keeps it from using an index, so conditions that are not asked for have to be left out of the text.
 */
export function prepare(text: string): Sql {
  const known = prepared.get(text) ?? { name: `prepared ${prepared.size}`, text };
  prepared.set(text, known);
  return known;
}

const send = (db: Db, sql: Sql, values: unknown[]): Promise<pg.QueryResult> =>
  db.query(typeof sql === 'string' ? { text: sql, values } : { ...sql, values });

/** Runs SQL and returns its rows. Values are bound, never pasted. */
export const rows = async <T>(db: Db, sql: Sql, ...values: unknown[]): Promise<T[]> => (await send(db, sql, values)).rows as T[];

/** The first row, or null. */
export const row = async <T>(db: Db, sql: Sql, ...values: unknown[]): Promise<T | null> => (await rows<T>(db, sql, ...values))[0] ?? null;

/** Runs SQL and returns how many rows it touched. */
export const run = async (db: Db, sql: Sql, ...values: unknown[]): Promise<number> => (await send(db, sql, values)).rowCount ?? 0;

/** A row is still referred to: `foreign_key_violation`, and from PostgreSQL 18 on `restrict_violation`. */
export const STILL_REFERRED = ['23503', '23001'];
export const UNIQUE_VIOLATION = '23505';

/** The SQLSTATE of an error; empty when it did not come from PostgreSQL. */
export const sqlState = (error: unknown): string => (error instanceof pg.DatabaseError && error.code) || '';

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
