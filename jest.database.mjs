// Before the suites: one PostgreSQL cluster is made and migrated for all of them. Each suite that needs a server starts a copy, which is as
// much its own as a new one would be, and there several seconds earlier.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '@stellwerk/store';
import { offerPreparedCluster, startCluster } from '@stellwerk/testing';

export default async function prepare() {
  const directory = mkdtempSync(join(tmpdir(), 'stellwerk-prepared-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  chmodSync(directory, 0o711); // where PostgreSQL runs under another account, it must walk through
  const [password, appPassword, systemPassword] = Array.from({ length: 3 }, () => randomBytes(12).toString('hex'));
  const prepared = { dataDirectory: join(directory, 'data'), password, database: 'prepared', appPassword, systemPassword };
  const cluster = await startCluster({ ...prepared, volatile: true });
  try {
    await prepareDatabase(cluster.url(prepared.database), prepared);
  } finally {
    await cluster.stop();
  }
  offerPreparedCluster(prepared);
}
