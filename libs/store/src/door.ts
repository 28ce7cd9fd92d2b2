import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Db, run } from './db.js';
import { toStoreError } from './errors.js';
import { PrismaClient } from './generated/client.js';
import { APP_ROLE, SYSTEM_ROLE } from './migrate/roles.js';
import type { StoreLog, TransactionOptions } from './types/store.js';
import { verifyRole } from './verify.js';

/** Thrown to end a transaction that was only a rehearsal, carrying its answer out. */
class Undone extends Error {
  constructor(readonly answer: unknown) {
    super('rehearsal');
  }
}

const MAX_WAIT_MS = 10_000;

/** A statement without parameters that has to be the first of a transaction. */
interface First {
  readonly sql: string;
  sent: boolean;
}

/**
 * Sends the first statement of a transaction together with its BEGIN: one round trip less for everything that a tenant's door does.
 * Only where the transaction that is being begun says so; what was not sent along is sent on its own.
 */
function joinFirst(client: pg.PoolClient, first: AsyncLocalStorage<First>): void {
  const query = (...args: unknown[]): unknown =>
    (Reflect.get(pg.Client.prototype, 'query') as (...given: unknown[]) => unknown).apply(client, args);
  const joined = (config: unknown, ...rest: unknown[]): unknown => {
    const wanted = first.getStore();
    if (wanted === undefined || wanted.sent || (config as { text?: unknown } | null)?.text !== 'BEGIN') return query(config, ...rest);
    wanted.sent = true;
    return query({ ...(config as object), text: `BEGIN; ${wanted.sql}` }, ...rest);
  };
  Object.assign(client, { query: joined });
}

/** One role's way to the database: transactions, and nothing else. */
export class Door {
  private readonly pool: pg.Pool;
  private readonly client: PrismaClient;
  private verified: Promise<void> | null = null;
  private readonly first = new AsyncLocalStorage<First>();

  constructor(
    url: string,
    private readonly role: typeof APP_ROLE | typeof SYSTEM_ROLE,
    maxConnections: number,
    log: StoreLog,
  ) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: maxConnections,
      application_name: role,
      // This also bounds the wait for a free connection, so it must not be shorter than the wait for a transaction.
      connectionTimeoutMillis: MAX_WAIT_MS,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      // A database that hangs must not hang us: the server gives up first, we a little later.
      statement_timeout: 15_000,
      query_timeout: 20_000,
      idle_in_transaction_session_timeout: 20_000,
    });
    this.pool.on('connect', (connection) => joinFirst(connection, this.first));
    this.pool.on('error', (error) => {
      if (!this.pool.ending) log.warn({ role, error: error.message }, 'an idle database connection failed');
    });
    this.client = new PrismaClient({ adapter: new PrismaPg(this.pool), transactionOptions: { maxWait: MAX_WAIT_MS, timeout: 15_000 } });
  }

  /** Runs `work` in one transaction, after the statement `first` if there is one. Prisma's default of 2 s to start one fails in bursts, hence 10 s. */
  async transaction<T>(work: (db: Db) => Promise<T>, options: TransactionOptions = {}, first?: string): Promise<T> {
    const wanted: First = { sql: first ?? '', sent: first === undefined };
    try {
      await this.verify();
      const inside = async (db: Db): Promise<T> => {
        if (!wanted.sent) await run(db, wanted.sql);
        const answer = await work(db);
        if (options.rollback) throw new Undone(answer);
        return answer;
      };
      return await this.first.run(wanted, () => this.client.$transaction(inside));
    } catch (e) {
      if (e instanceof Undone) return e.answer as T;
      throw toStoreError(e);
    }
  }

  /** Runs `work` without a transaction: every statement stands by itself. For looking something up, which costs two round trips less so. */
  async plainly<T>(work: (db: Db) => Promise<T>): Promise<T> {
    try {
      await this.verify();
      return await work(this.client);
    } catch (e) {
      throw toStoreError(e);
    }
  }

  async close(): Promise<void> {
    await this.client.$disconnect();
    await this.pool.end();
  }

  /** Once per door, before its first transaction; again only if it failed. */
  private async verify(): Promise<void> {
    this.verified ??= this.client.$transaction((db) => verifyRole(db, this.role));
    try {
      await this.verified;
    } catch (e) {
      this.verified = null;
      throw e;
    }
  }
}
