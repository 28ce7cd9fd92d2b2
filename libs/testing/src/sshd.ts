import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import { descendants, signal } from './processes.js';
import { type KeyKind, type KeyPair, makeKey } from './ssh-keys.js';
import { until } from './until.js';

const run = promisify(execFile);
const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path));

/** What stands in sshd_config; everything left out is OpenSSH's own default. */
export interface SshdOptions {
  /** Fixed port; the system's choice unless told. */
  readonly port?: number;
  readonly gatewayPorts?: 'no' | 'yes' | 'clientspecified';
  readonly allowTcpForwarding?: 'yes' | 'no' | 'local' | 'remote';
  /** `PermitListen` and `PermitOpen`, as written in sshd_config. */
  readonly permitListen?: string;
  readonly permitOpen?: string;
  readonly kexAlgorithms?: string;
  readonly ciphers?: string;
  readonly macs?: string;
  readonly rekeyLimit?: string;
  readonly clientAlive?: { readonly intervalSeconds: number; readonly countMax: number };
  /** Kinds of host keys; ed25519 unless told. */
  readonly hostKeys?: readonly KeyKind[];
  /** Public key line of a certificate authority for users. */
  readonly trustedUserCa?: string;
  /**
   * Who signs in. `self` (default): the account that runs the test. `account`: a real account made for this server and
   * removed by `stop` (needs root), for ordinary rights and passwords. `unprivileged`: sshd itself runs without root.
   */
  readonly as?: 'self' | 'account' | 'unprivileged';
  /** Offer `password` and `keyboard-interactive` through PAM; needs `as: 'account'`. */
  readonly passwords?: boolean;
  /** More lines of sshd_config. */
  readonly lines?: readonly string[];
}

export interface Sshd {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly username: string;
  /** The account's password (`as: 'account'`), else empty. */
  readonly password: string;
  /** The key that may sign in. */
  readonly userKey: KeyPair;
  readonly hostKeys: readonly KeyPair[];
  /** Private folder of this server, removed by `stop`. */
  readonly directory: string;
  /** The listening process; another one after `restart`. */
  pid(): number;
  /** Everything sshd has logged. */
  log(): string;
  /** Process ids of the living sessions, all of them sshd processes below the listener. */
  sessions(): Promise<readonly number[]>;
  /** Sends a signal to every session process (SIGKILL: death; SIGSTOP and SIGCONT: silence). Returns how many there were. */
  signalSessions(name: NodeJS.Signals): Promise<number>;
  /** Ends the listener and every session, as a power cut would. */
  kill(): Promise<void>;
  /** Listens again on the same port with the same keys, after `kill`; other options where given. */
  restart(options?: Partial<SshdOptions>): Promise<void>;
  /** Ends everything this server started and removes its folder and account. */
  stop(): Promise<void>;
}

/** Why no sshd can be started here, or null when one can. Suites put it in the title of a skipped `describe`. */
export function sshdMissing(options: Pick<SshdOptions, 'as'> = {}): string | null {
  if (!SSHD) return 'sshd is not installed (Debian: openssh-server)';
  if (options.as && options.as !== 'self' && process.getuid?.() !== 0) return `sshd with as: '${options.as}' needs root`;
  return null;
}

const version = (): number => {
  const printed = (() => {
    try {
      return execFileSync('ssh', ['-V'], { stdio: ['ignore', 'ignore', 'pipe'] }).toString();
    } catch {
      return '';
    }
  })();
  return Number(/OpenSSH_(\d+\.\d+)/.exec(printed)?.[1] ?? 0);
};

/** PerSourcePenalties (9.8) would make one refused login slow down every later test of the same machine. */
const penalties = (): string[] => (version() >= 9.8 ? ['PerSourcePenalties no'] : []);

function configuration(directory: string, port: number, options: SshdOptions, hostKeys: readonly KeyPair[]): string {
  const line = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [`${name} ${value}`]);
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...hostKeys.map((key) => `HostKey ${key.path}`),
    `AuthorizedKeysFile ${join(directory, 'authorized_keys')}`,
    `PidFile ${join(directory, 'pid')}`,
    'StrictModes no',
    'LogLevel VERBOSE',
    'PermitRootLogin yes',
    `UsePAM ${options.passwords ? 'yes' : 'no'}`,
    `PasswordAuthentication ${options.passwords ? 'yes' : 'no'}`,
    `KbdInteractiveAuthentication ${options.passwords ? 'yes' : 'no'}`,
    'MaxStartups 2000',
    'MaxSessions 100',
    // Debian's bash reads ~/.bashrc for commands over SSH unless it thinks it runs below another shell: the account's own start-up files must not slow a test down.
    'SetEnv SHLVL=1',
    ...penalties(),
    ...line('GatewayPorts', options.gatewayPorts),
    ...line('AllowTcpForwarding', options.allowTcpForwarding),
    ...line('PermitListen', options.permitListen),
    ...line('PermitOpen', options.permitOpen),
    ...line('KexAlgorithms', options.kexAlgorithms),
    ...line('Ciphers', options.ciphers),
    ...line('MACs', options.macs),
    ...line('RekeyLimit', options.rekeyLimit),
    ...line('TrustedUserCAKeys', options.trustedUserCa && join(directory, 'user_ca.pub')),
    ...line('ClientAliveInterval', options.clientAlive && String(options.clientAlive.intervalSeconds)),
    ...line('ClientAliveCountMax', options.clientAlive && String(options.clientAlive.countMax)),
    ...(options.lines ?? []),
    '',
  ].join('\n');
}

interface Account {
  readonly username: string;
  readonly password: string;
  readonly uid: number;
  readonly gid: number;
  remove(): Promise<void>;
}

/** A real account of this machine. useradd and userdel lock the password file, so a busy one is asked again. */
async function makeAccount(): Promise<Account> {
  const username = `stw${randomBytes(4).toString('hex')}`;
  const password = randomBytes(9).toString('base64url');
  const again = (command: string, args: readonly string[]): Promise<boolean> =>
    until(
      `${command} ${username}`,
      () =>
        run(command, args).then(
          () => true,
          () => false,
        ),
      20_000,
    );
  await again('useradd', ['--create-home', '--shell', '/bin/sh', username]);
  await new Promise<void>((resolve, reject) => {
    const child = execFile('chpasswd', (error) => (error ? reject(new Error('chpasswd failed', { cause: error })) : resolve()));
    child.stdin?.end(`${username}:${password}\n`);
  });
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, username])).stdout.trim());
  return {
    username,
    password,
    uid: await id('-u'),
    gid: await id('-g'),
    remove: async () => void (await again('userdel', ['--force', '--remove', username]).catch(() => false)),
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });

/** Starts a real OpenSSH server on the loopback address with its own configuration and keys. Throws when it does not come up. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const missing = sshdMissing(options);
  if (missing || !SSHD) throw new Error(missing ?? 'sshd');
  const executable = SSHD;
  const directory = await mkdtemp(join(tmpdir(), 'stellwerk-sshd-'));
  await chmod(directory, 0o755);
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const account = options.as && options.as !== 'self' ? await makeAccount() : null;
  const userKey = await makeKey(join(directory, 'user_key'));
  const hostKeys = await Promise.all((options.hostKeys ?? ['ed25519']).map((kind) => makeKey(join(directory, `host_${kind}`), { kind })));
  await writeFile(join(directory, 'authorized_keys'), `${userKey.publicKey}\n`);
  const owner = options.as === 'unprivileged' ? account : null;
  if (owner) await Promise.all([directory, ...hostKeys.map((key) => key.path)].map((path) => chown(path, owner.uid, owner.gid)));
  const port = options.port ?? (await freePort());
  let listener: ChildProcess | null = null;
  let log = '';

  const launch = async (wanted: SshdOptions): Promise<void> => {
    if (wanted.trustedUserCa) await writeFile(join(directory, 'user_ca.pub'), `${wanted.trustedUserCa}\n`);
    await writeFile(join(directory, 'sshd_config'), configuration(directory, port, wanted, hostKeys));
    const identity = owner ? { uid: owner.uid, gid: owner.gid } : {};
    const child = spawn(executable, ['-D', '-e', '-f', join(directory, 'sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...identity,
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
    listener = child;
    let ended = false;
    child.once('exit', () => (ended = true));
    const up = await until('sshd to answer', async () => ended || (await answers(port)), 20_000);
    if (!up || ended) throw new Error(`sshd did not start:\n${log}`);
  };

  const sessions = async (): Promise<readonly number[]> =>
    listener?.pid ? (await descendants(listener.pid)).filter((child) => child.name.startsWith('sshd')).map((child) => child.pid) : [];

  const kill = async (): Promise<void> => {
    const child = listener;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const below = await descendants(child.pid);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    // Stopped first, so that it cannot accept one more connection between the look and the kill.
    signal(child.pid, 'SIGKILL');
    for (const { pid } of below) signal(pid, 'SIGKILL');
    await gone;
  };

  await launch(options);
  return {
    host: '127.0.0.1',
    port,
    username: account?.username ?? userInfo().username,
    password: account?.password ?? '',
    userKey,
    hostKeys,
    directory,
    pid: () => listener?.pid ?? 0,
    log: () => log,
    sessions,
    signalSessions: async (name) => (await sessions()).filter((pid) => signal(pid, name)).length,
    kill,
    restart: async (changed = {}) => {
      await kill();
      await launch({ ...options, ...changed });
    },
    stop: async () => {
      await kill();
      await account?.remove();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
