import type pg from 'pg';
import { inTransaction, openPool } from './connections.js';
import type { Db } from './db.js';
import { toStoreError } from './errors.js';
import type { APP_ROLE, SYSTEM_ROLE } from './migrate/roles.js';
import type { StoreLog, TransactionOptions } from './types/store.js';
import { verifyRole } from './verify.js';

/** One role's way to the database. */
export class Door {
  private readonly pool: pg.Pool;
  private verified: Promise<void> | null = null;

  constructor(
    url: string,
    private readonly role: typeof APP_ROLE | typeof SYSTEM_ROLE,
    maxConnections: number,
    log: StoreLog,
  ) {
    this.pool = openPool({
      connectionString: url,
      max: maxConnections,
      application_name: role,
      // Of a burst of callers nobody is sent away before this long.
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      // A database that hangs must not hang us: the server gives up first, we a little later.
      statement_timeout: 15_000,
      query_timeout: 20_000,
      // A process that freezes inside of a transaction holds its locks no longer than this: others must take over within the promise.
      idle_in_transaction_session_timeout: 5_000,
    });
    this.pool.on('error', (error) => {
      if (!this.pool.ending) log.warn({ role, error: error.message }, 'an idle database connection failed');
    });
  }

  /** Runs `work` in one transaction. */
  transaction<T>(work: (db: Db) => Promise<T>, { rollback = false }: TransactionOptions = {}): Promise<T> {
    return this.told(() => inTransaction(this.pool, work, { rehearsal: rollback }));
  }

  /** Runs `work` without a transaction: every statement stands by itself. For looking something up, which costs a round trip less so. */
  plainly<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return this.told(() => work(this.pool));
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  /** Lets nobody through before the role is verified, and says of a failure whether the database is away. */
  private async told<T>(ask: () => Promise<T>): Promise<T> {
    try {
      await this.verify();
      return await ask();
    } catch (e) {
      throw toStoreError(e);
    }
  }

  /** Once per door, before its first use; again only if it failed. */
  private async verify(): Promise<void> {
    this.verified ??= verifyRole(this.pool, this.role);
    try {
      await this.verified;
    } catch (e) {
      this.verified = null;
      throw e;
    }
  }
}
