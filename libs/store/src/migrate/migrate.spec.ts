import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Postgres, startPostgres } from '@stellwerk/testing';
import pg from 'pg';
import { deploy } from './deploy.js';
import { renderPolicy, tenantTables } from './policy.js';
import { MIGRATIONS, prepareDatabase } from './prepare.js';
import { draft, drift } from './schema-engine.js';

const PRISMA = join(MIGRATIONS, '..');
const schema = () => readFile(join(PRISMA, 'schema.prisma'), 'utf8');
const held: Postgres[] = [];
const fresh = async () => {
  const postgres = await startPostgres({ bare: true });
  held.push(postgres);
  return postgres;
};
const sql = async <T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stellwerk-migrations-'));
  await fresh();
});
afterAll(async () => {
  for (const postgres of held) await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('preparing a database', () => {
  it('makes everything once, and by several at once nothing twice', async () => {
    const p = await fresh();
    const done = await Promise.all([1, 2, 3].map(() => prepareDatabase(p.ownerUrl, p)));
    expect(done.filter((d) => d.databaseMade)).toHaveLength(1);
    expect(done.flatMap((d) => d.migrationsApplied)).toHaveLength(new Set(done.flatMap((d) => d.migrationsApplied)).size);
    expect(
      await sql(
        p.ownerUrl,
        'SELECT count(*)::int AS n, max(applied_steps_count) AS steps, bool_and(finished_at IS NOT NULL) AS finished FROM _prisma_migrations',
      ),
    ).toEqual([{ n: (await readdir(MIGRATIONS)).filter((name) => /^\d/.test(name)).length, steps: 1, finished: true }]);
    expect(await sql(p.ownerUrl, 'SELECT count(*)::int AS n, count(DISTINCT id)::int AS ids FROM shard')).toEqual([{ n: 256, ids: 256 }]);
    expect(await prepareDatabase(p.ownerUrl, p)).toEqual({ databaseMade: false, rolesMade: [], migrationsApplied: [], edgesMade: [] });
  });

  it('needs no superuser: an owner that may create databases and roles is enough', async () => {
    const p = await fresh();
    const server = new URL(p.ownerUrl);
    server.pathname = '/postgres';
    await sql(server.toString(), `CREATE ROLE plain_owner LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD 'x'`);
    const mine = new URL(p.ownerUrl);
    mine.username = 'plain_owner';
    mine.password = 'x';
    const done = await prepareDatabase(mine.toString(), p);
    expect(done).toMatchObject({ databaseMade: true, edgesMade: ['local'] });
    expect(await sql(p.appUrl, 'SELECT count(*)::int AS n FROM tenant')).toEqual([{ n: 0 }]);
  });

  it('leaves no drift between the migrations and the schema', async () => {
    const p = await fresh();
    await prepareDatabase(p.ownerUrl, p);
    expect(await drift(p.ownerUrl, await schema())).toBe('');
    await sql(p.ownerUrl, 'ALTER TABLE pbx DROP COLUMN edition');
    expect(await drift(p.ownerUrl, await schema())).toContain('ADD COLUMN     "edition"');
  });

  it('has drafted every migration from the schema as it is', async () => {
    expect(await readFile(join(MIGRATIONS, 'drafted.prisma'), 'utf8')).toBe(await schema());
  });
});

describe('deploying', () => {
  const migration = async (name: string, text: string) => {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'migration.sql'), text);
  };

  it('keeps dollar-quoted bodies whole, undoes a migration that fails, and goes on from there', async () => {
    const p = await fresh();
    await prepareDatabase(p.ownerUrl, p);
    await cp(MIGRATIONS, folder, { recursive: true });
    await migration('30000101000000_a', `CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 1; END $$;`);
    await migration('30000102000000_b', `CREATE TABLE half (id int); SELECT nonsense();`);
    await expect(deploy(p.ownerUrl, folder)).rejects.toThrow('30000102000000_b');
    expect(await sql(p.ownerUrl, `SELECT one(), to_regclass('half') AS half`)).toEqual([{ one: 1, half: null }]);
    await migration('30000102000000_b', `CREATE TABLE half (id int);`);
    expect(await deploy(p.ownerUrl, folder)).toEqual(['30000102000000_b']);
    expect(await deploy(p.ownerUrl, folder)).toEqual([]);

    await migration('30000101000000_a', `SELECT 1;`);
    await expect(deploy(p.ownerUrl, folder)).rejects.toThrow('30000101000000_a was edited');
    await rm(join(folder, '30000101000000_a'), { recursive: true });
    await expect(deploy(p.ownerUrl, folder)).rejects.toThrow('newer than this program');
  });

  it('waits while another deployer, or Prisma itself, holds the lock', async () => {
    const p = await fresh();
    await prepareDatabase(p.ownerUrl, p);
    const holder = new pg.Client({ connectionString: p.ownerUrl });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock(72707369)');
    let deployed = false;
    const waiting = deploy(p.ownerUrl, MIGRATIONS).then(() => (deployed = true));
    const blocked = async () => (await holder.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).rowCount;
    while (!(await blocked())) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(deployed).toBe(false);
    await holder.end();
    await waiting;
    expect(deployed).toBe(true);
  });
});

describe('drafting', () => {
  it('writes the difference between two schemas without a database, and nothing where there is none', async () => {
    const now = await schema();
    const next = now
      .replace('  name           String\n  customerNumber', '  name           String\n  note String?\n  customerNumber')
      .replace(/model Tenant \{/, 'model Tenant {\n  remark String?');
    expect(await draft(now, next)).toContain('ALTER TABLE "tenant" ADD COLUMN     "remark" TEXT');
    expect(await draft(now, now)).not.toMatch(/^[^-\s]/m);
  });

  it('knows the tables of tenants and writes the template out for each', async () => {
    const tables = tenantTables(await schema());
    expect(tables).toContainEqual({ table: 'tenant', tenant: 'id' });
    expect(tables.map((t) => t.table)).toEqual(
      expect.arrayContaining(['data_key', 'ssh_server', 'host_key', 'pbx', 'tunnel', 'mapping', 'tunnel_status', 'tunnel_event']),
    );
    expect(tables.map((t) => t.table)).not.toContain('person');
    const rendered = renderPolicy(await readFile(join(PRISMA, 'tenant-policy.sql'), 'utf8'), { table: 'thing', tenant: 'tenant_id' });
    expect(rendered).toContain('ALTER TABLE thing ENABLE ROW LEVEL SECURITY');
    expect(rendered).not.toContain('{{');
  });
});
