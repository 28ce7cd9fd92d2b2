import { type Postgres, startPostgres } from '@stellwerk/testing';
import pg from 'pg';
import { inTransaction, openPool } from './connections.js';
import { attempt, type Db, prepare, row, rows, run, UNIQUE_VIOLATION } from './db.js';
import { prepareDatabase } from './migrate/prepare.js';

describe('a transaction', () => {
  let postgres: Postgres;
  let pool: pg.Pool;
  let owner: pg.Client;
  beforeAll(async () => {
    postgres = await startPostgres();
    await prepareDatabase(postgres.ownerUrl, postgres);
    // One connection: whatever a transaction leaves behind would meet the next one.
    pool = openPool({ connectionString: postgres.ownerUrl, max: 1 });
    pool.on('error', () => undefined);
    owner = new pg.Client({ connectionString: postgres.ownerUrl });
    await owner.connect();
    await owner.query('CREATE TABLE thing (id int PRIMARY KEY)');
  });
  afterAll(async () => {
    await Promise.all([pool.end(), owner.end()]);
    await postgres.stop();
  });
  beforeEach(() => owner.query('TRUNCATE thing'));
  const add = (db: Db, id: number) => run(db, 'INSERT INTO thing (id) VALUES ($1::int)', id);
  const ids = async () => (await rows<{ id: number }>(pool, 'SELECT id FROM thing ORDER BY id')).map(({ id }) => id);

  it('keeps everything when its work returns, and nothing when it throws or was a rehearsal', async () => {
    expect(await inTransaction(pool, (db) => add(db, 1))).toBe(1);
    const failing = inTransaction(pool, async (db) => {
      await add(db, 2);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await inTransaction(pool, (db) => add(db, 3), { rehearsal: true })).toBe(1);
    expect(await ids()).toEqual([1]);
  });

  it('answers statements that are asked at once in their order', async () => {
    const seen = await inTransaction(pool, (db) =>
      Promise.all([add(db, 1), rows(db, 'SELECT id FROM thing'), add(db, 2), row(db, 'SELECT count(*)::int AS n FROM thing')]),
    );
    expect(seen).toEqual([1, [{ id: 1 }], 1, { n: 2 }]);
  });

  it('goes on after what was expected to fail', async () => {
    const outcome = await inTransaction(pool, async (db) => {
      await add(db, 1);
      const tried = await attempt(db, [UNIQUE_VIOLATION], async () => ({ keep: await add(db, 1) }));
      await add(db, 2);
      return tried;
    });
    expect(outcome).toEqual({ ok: false, state: UNIQUE_VIOLATION });
    expect(await ids()).toEqual([1, 2]);
  });

  it('fails when one of its statements did, even if its work took no notice', async () => {
    const careless = inTransaction(pool, async (db) => {
      await add(db, 1);
      await add(db, 1).catch(() => undefined);
    });
    await expect(careless).rejects.toThrow(/undone/);
    expect(await ids()).toEqual([]);
  });

  it('asks nothing through its connection when that serves somebody else', async () => {
    const kept = await inTransaction(pool, async (db) => db);
    await inTransaction(pool, async () => {
      await expect(add(kept, 1)).rejects.toThrow(/end of its transaction/);
    });
    expect(await ids()).toEqual([]);
  });

  it('whose BEGIN fails changes nothing, and fails because of that whatever its work made of it', async () => {
    // A cancellation that was meant for the statement before, say: here another statement fails in its place.
    const failing = {
      connect: async () => {
        const client = await pool.connect();
        const query = (asked: pg.QueryConfig | string) => client.query(asked === 'BEGIN READ WRITE' ? 'SELECT 1/0' : asked);
        return { query, connection: client.connection, release: (unusable: boolean) => client.release(unusable) };
      },
    } as unknown as pg.Pool;
    const writes = inTransaction(failing, (db) => add(db, 1));
    await expect(writes).rejects.toThrow('division by zero');
    const decides = inTransaction(failing, async (db) => {
      await row(db, 'SELECT count(*) FROM thing');
      throw new Error('there is no such thing');
    });
    await expect(decides).rejects.toThrow('division by zero');
    expect(await ids()).toEqual([]);
    expect(await inTransaction(pool, (db) => add(db, 1))).toBe(1);
  });

  it('that loses its connection fails, and the next one has another', async () => {
    const cut = inTransaction(pool, (db) => run(db, 'SELECT pg_terminate_backend(pg_backend_pid())'));
    await expect(cut).rejects.toThrow();
    expect(await inTransaction(pool, (db) => add(db, 1))).toBe(1);
  });

  it('meets a column that a migration changed under it once at most', async () => {
    const look = () => inTransaction(pool, (db) => rows(db, prepare('SELECT id FROM thing')));
    await look();
    await owner.query('ALTER TABLE thing ALTER COLUMN id TYPE text');
    await expect(look()).rejects.toThrow(/cached plan/);
    await expect(look()).resolves.toEqual([]);
  });
});
