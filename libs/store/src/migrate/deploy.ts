import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { SYSTEM_ROLE } from './roles.js';

/** The id of the lock that Prisma's own engine takes (schema-engine, `ADVISORY_LOCK`), so that it and we wait for each other. */
const LOCK = 72707369;

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** So that the API can say in /readyz whether the database is up to date. */
const READABLE = `DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '${SYSTEM_ROLE}') THEN GRANT SELECT ON _prisma_migrations TO ${SYSTEM_ROLE}; END IF;
END $$`;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

async function migrationsIn(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (e) {
    await client.query('ROLLBACK');
    throw new Error(`migration ${migration.name}: ${e instanceof Error ? e.message : String(e)}`, { cause: e });
  }
}

/**
 * Applies what is missing, each migration in a transaction of its own, under Prisma's lock: a second deployer waits and finds
 * nothing to do. Returns the names applied. Throws when an applied file was edited, or when the database knows a migration that the files do not.
 */
export async function deploy(ownerUrl: string, directory: string): Promise<string[]> {
  const migrations = await migrationsIn(directory);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'stellwerk-migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(BOOKKEEPING);
    await client.query(READABLE);
    const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
      'SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const done = new Map(rows.map((r) => [r.name, r]));
    for (const row of rows) {
      if (!row.finished) throw new Error(`migration ${row.name} was begun by Prisma and never finished; mend it by hand`);
      if (!migrations.some((m) => m.name === row.name))
        throw new Error(`the database has migration ${row.name}, which this version does not know: it is newer than this program`);
    }
    const applied: string[] = [];
    for (const migration of migrations) {
      const before = done.get(migration.name);
      if (before && before.checksum !== migration.checksum) throw new Error(`migration ${migration.name} was edited after it was applied`);
      if (before) continue;
      await apply(client, migration);
      applied.push(migration.name);
    }
    return applied;
  } finally {
    await client.end();
  }
}
