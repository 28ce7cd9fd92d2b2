import { type Postgres, startPostgres } from '@stellwerk/testing';
import pg from 'pg';
import { openPool } from './connections.js';
import { row } from './db.js';
import { prepareDatabase } from './migrate/prepare.js';

describe('a value of PostgreSQL', () => {
  let postgres: Postgres;
  let pool: pg.Pool;
  beforeAll(async () => {
    postgres = await startPostgres();
    await prepareDatabase(postgres.ownerUrl, postgres);
    pool = openPool({ connectionString: postgres.ownerUrl, max: 1 });
    // The server may be stopped before it has read that this connection ends.
    pool.on('error', () => undefined);
  });
  afterAll(async () => {
    await pool.end();
    await postgres.stop();
  });
  const read = async (sql: string, ...values: unknown[]) => (await row<{ it: unknown }>(pool, `SELECT ${sql} AS it`, ...values))?.it;

  it.each([
    ['a small number', '7::int', 7],
    ['a fraction', '0.5::float8', 0.5],
    ['a number beyond what JavaScript counts exactly', '9007199254740993::bigint', 9007199254740993n],
    ['an exact fraction, which stays exact', '0.10::numeric', '0.10'],
    ['a yes', 'true', true],
    ['nothing', 'NULL::text', null],
    ['a text', `'ä "\\'::text`, 'ä "\\'],
    ['an id', `'00000000-0000-4000-8000-000000000001'::uuid`, '00000000-0000-4000-8000-000000000001'],
    ['bytes', `'\\x00ff'::bytea`, new Uint8Array([0, 255])],
    ['JSON', `'{"a": [1, null]}'::jsonb`, { a: [1, null] }],
    ['the null of JSON', `'null'::jsonb`, null],
    ['texts', `'{a,"b,c",NULL}'::text[]`, ['a', 'b,c', null]],
    ['ids', `'{00000000-0000-4000-8000-000000000001}'::uuid[]`, ['00000000-0000-4000-8000-000000000001']],
    ['numbers', `'{1,2}'::int[]`, [1, 2]],
    ['no texts', `'{}'::text[]`, []],
  ])('comes back as it is: %s', async (_, sql, expected) => {
    expect(await read(sql)).toStrictEqual(expected);
  });

  it.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York'])(
    'comes back as the same moment in whatever zone the server is: %s',
    async (zone) => {
      await pool.query(`SET TIME ZONE '${zone}'`);
      for (const moment of ['2026-07-01T02:49:14.988Z', '2026-01-31T23:00:00.000Z', '1883-11-18T17:00:00.000Z', '9999-12-31T00:00:00.001Z'])
        expect(await read('$1::timestamptz', new Date(moment))).toStrictEqual(new Date(moment));
      expect(await read(`'2026-07-01 00:00:00.123999Z'::timestamptz`)).toStrictEqual(new Date('2026-07-01T00:00:00.123Z'));
      expect(await read(`'12026-07-01 00:00:00Z'::timestamptz`)).toStrictEqual(new Date(Date.UTC(12026, 6, 1)));
    },
  );

  it.each([
    ['a moment', '$1::timestamptz', new Date(1)],
    ['bytes', '$1::bytea', new Uint8Array([1, 2])],
    ['a large number', '$1::bigint', 2n ** 60n],
    ['texts', '$1::text[]', ['a "quoted" one', null, '']],
    ['nothing', '$1::text', null],
  ])('goes in as it comes out: %s', async (_, sql, value) => {
    expect(await read(sql, value)).toStrictEqual(value);
  });
});
