import { readdir } from 'node:fs/promises';
import { type Db, rows } from '../db.js';
import { MIGRATIONS } from '../migrate/prepare.js';
import type { Migrations } from '../types/store.js';

export const migrations = (db: Db): Migrations => ({
  async pending() {
    const wanted = (await readdir(MIGRATIONS, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const done = await rows<{ name: string }>(
      db,
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    return wanted.filter((name) => !done.some((applied) => applied.name === name)).sort();
  },
});
