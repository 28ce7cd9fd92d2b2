import pg from 'pg';
import type { Line, StoreLog } from './types/store.js';

/** Marks our advisory locks among others; any number would do, as long as it stays. */
const LINES = 1_937_007_971;
const AGAIN_MS = 500;
const PATIENCE_MS = 4_000;

/**
 * True while worker `w` has its line. A lock of a session ends with its connection, and the kernel ends that with the
 * process: within milliseconds, where a lease takes seconds. Every line is shared, so that two of one name do not wait for each other.
 */
export const ON_LINE = `(hashtext(w.id)::oid IN (SELECT l.objid FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = ${LINES} AND l.objsubid = 2
  AND l.granted AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())))`;

/** Takes the line of `workerId` and takes it anew whenever it breaks. */
export function takeLine(url: string, workerId: string, log: StoreLog): Line {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let count = 0;
  let stands = false;
  let closed = false;

  const take = async (): Promise<void> => {
    const mine = new pg.Client({
      connectionString: url,
      application_name: 'stellwerk line',
      keepAlive: true,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    });
    client = mine;
    let over = false;
    const broken = (why: unknown): void => {
      if (over || closed) return;
      over = true;
      if (stands) log.warn({ why: String(why) }, 'the line to the database broke');
      stands = false;
      mine.end().catch(() => undefined);
      timer = setTimeout(() => void take(), AGAIN_MS);
    };
    mine.on('error', broken).once('end', () => broken('ended'));
    try {
      await mine.connect();
      await mine.query('SELECT pg_advisory_lock_shared($1, hashtext($2))', [LINES, workerId]);
      if (over || closed) return;
      count += 1;
      stands = true;
    } catch (error) {
      broken(error);
    }
  };
  void take();

  return {
    standing: () => (stands ? count : null),
    close: async () => {
      closed = true;
      stands = false;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
