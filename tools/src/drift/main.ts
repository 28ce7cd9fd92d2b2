import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drift, MIGRATIONS } from '@stellwerk/store';

// `DATABASE_URL=… node tools/run.mjs drift`: says what the database lacks of the schema. Exit code 1 when they differ.

const url = process.env['DATABASE_URL'];
if (!url) {
  console.error('DATABASE_URL is not set: give the URL of the owner of the database.');
  process.exit(2);
}
const missing = await drift(url, await readFile(join(MIGRATIONS, '..', 'schema.prisma'), 'utf8'));
if (missing) {
  console.log(missing);
  process.exitCode = 1;
} else {
  console.log('The database is what the schema says.');
}
