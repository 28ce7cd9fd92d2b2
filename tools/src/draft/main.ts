import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { draft, MIGRATIONS, policiesForNewTables } from '@stellwerk/store';

// `node tools/run.mjs draft add_certificates`: writes the migration from the schema as it was last drafted to the schema as it is.
// What it writes is a draft: read it, add what a schema cannot say (checks, grants, functions), and commit it with the schema.

const SNAPSHOT = join(MIGRATIONS, 'drafted.prisma');

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  console.error('Usage: node tools/run.mjs draft <name_in_snake_case>');
  process.exit(2);
}

const prisma = join(MIGRATIONS, '..');
const schema = await readFile(join(prisma, 'schema.prisma'), 'utf8');
const before = existsSync(SNAPSHOT) ? await readFile(SNAPSHOT, 'utf8') : null;
const sql = await draft(before, schema);

if (!/^\s*(?!--)\S/m.test(sql)) {
  console.log('The schema has not changed since the last draft.');
} else {
  const policies = policiesForNewTables(await readFile(join(prisma, 'tenant-policy.sql'), 'utf8'), before, schema);
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const directory = join(MIGRATIONS, `${stamp}_${name}`);
  await mkdir(directory, { recursive: true });
  await writeFile(
    join(directory, 'migration.sql'),
    policies ? `${sql.trim()}\n\n-- tenant-policy.sql, for every new table of tenants\n${policies}\n` : `${sql.trim()}\n`,
  );
  await writeFile(SNAPSHOT, schema);
  console.log(`Drafted ${join(directory, 'migration.sql')}`);
}
