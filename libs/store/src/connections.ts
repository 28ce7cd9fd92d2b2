import pg from 'pg';
import { type Db, sqlState } from './db.js';
import { StoreUnavailable } from './errors.js';
import { TYPES } from './values.js';

/** No transaction begins another statement after this long: it holds locks, and a connection that others wait for. */
const LONGEST_MS = 15_000;

/** `cached plan must not change result type`: a migration changed a column under a statement that the connection knows. */
const STALE_STATEMENT = '0A000';

/** Connections as everything in this library uses them; `config` says whose they are and how long they may take. */
export function openPool(config: pg.PoolConfig): pg.Pool {
  // With a pipeline a statement does not wait for the answers to those before it: BEGIN and the scope travel with the first question.
  // Only a transaction writes: where its BEGIN fails, what travels behind it finds a connection for reading.
  const pool = new pg.Pool({ options: '-c default_transaction_read_only=on', ...config, types: TYPES, pipeline: true });
  // Whoever uses a connection that breaks is told by their statement; the event besides would end the process if nobody listened.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** What is asked of a connection in one go leaves in one piece: every piece costs both sides a turn through the kernel. */
function gather({ connection: { stream } }: pg.PoolClient): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** A transaction's hold on its connection: nothing may be asked through it once the connection serves somebody else. */
class Turn implements Db {
  private readonly until = performance.now() + LONGEST_MS;
  private over = false;

  constructor(private readonly client: pg.PoolClient) {}

  async query(statement: pg.QueryConfig): Promise<pg.QueryResult> {
    if (this.over) throw new Error('a statement came after the end of its transaction: something was not awaited');
    if (performance.now() > this.until) throw new StoreUnavailable(new Error(`a transaction took longer than ${LONGEST_MS} ms`));
    gather(this.client);
    return this.client.query(statement);
  }

  end(): void {
    this.over = true;
  }
}

/** Runs `work` in one transaction: commits when it returns, undoes everything when it throws, or in any case as a `rehearsal`. */
export async function inTransaction<T>(pool: pg.Pool, work: (db: Db) => Promise<T>, { rehearsal = false } = {}): Promise<T> {
  const client = await pool.connect();
  const turn = new Turn(client);
  let unusable = false;
  // Not awaited: it fails where it is cancelled, and what was asked behind it finds no transaction then, no scope and nothing it may write.
  gather(client);
  const begun = client.query('BEGIN READ WRITE');
  begun.catch(() => turn.end());
  try {
    const answer = await work(turn);
    turn.end();
    await begun;
    const { command } = await client.query(rehearsal ? 'ROLLBACK' : 'COMMIT');
    // PostgreSQL answers the COMMIT of a transaction in which something failed by undoing it, and calls that no error.
    if (command !== 'COMMIT' && !rehearsal) throw new Error('a statement failed and nobody cared: the transaction was undone');
    return answer;
  } catch (e) {
    turn.end();
    unusable = await client.query('ROLLBACK').then(
      () => sqlState(e) === STALE_STATEMENT,
      () => true,
    );
    // What was decided outside of a transaction counts for nothing.
    await begun;
    throw e;
  } finally {
    client.release(unusable);
  }
}
