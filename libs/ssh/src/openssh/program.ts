import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Workplace } from './workplace.js';

/** Where `ssh` and the few tools it calls are found; nothing of this process's own environment is handed on. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A name that is only a label: every connection goes through the ProxyCommand, and host keys are looked up under it. */
export const DESTINATION = 'stellwerk';

const environment = (place: Workplace): NodeJS.ProcessEnv => ({
  PATH,
  HOME: place.directory,
  LC_ALL: 'C',
  SSH_ASKPASS: place.path('askpass'),
  SSH_ASKPASS_REQUIRE: 'force',
});

/** Options of every call: no file of the machine's own configuration, keys or agent takes part. */
export const COMMON = [
  '-F',
  'none',
  '-o',
  'GlobalKnownHostsFile=/dev/null',
  '-o',
  'UpdateHostKeys=no',
  '-o',
  'IdentitiesOnly=yes',
  '-o',
  'IdentityAgent=none',
  '-o',
  'NumberOfPasswordPrompts=1',
  '-o',
  'RequestTTY=no',
  '-o',
  'ControlPersist=no',
  '-o',
  'StreamLocalBindUnlink=yes',
  '-o',
  'StreamLocalBindMask=0177',
  '-o',
  `HostKeyAlias=${DESTINATION}`,
] as const;

/** Starts a long-lived `ssh`; `onLine` gets its log. No shell is involved, and no argument is a secret. */
export function startSsh(place: Workplace, args: readonly string[], onLine: (line: string) => void): ChildProcess {
  const child = spawn('ssh', [...args], { stdio: ['ignore', 'ignore', 'pipe'], env: environment(place), cwd: place.directory });
  createInterface({ input: child.stderr }).on('line', onLine);
  return child;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `ssh` to its end, or to `timeoutMs`. A missing program has code -1. */
export const runSsh = (place: Workplace, args: readonly string[], timeoutMs: number): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(
      'ssh',
      [...args],
      { env: environment(place), cwd: place.directory, timeout: timeoutMs, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => resolve({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, stdout, stderr }),
    );
  });

/** Version of the installed client, or null. */
export const installedClient = (): Promise<string | null> =>
  new Promise((resolve) => {
    execFile('ssh', ['-V'], { env: { PATH }, timeout: 5_000 }, (error, _stdout, stderr) =>
      resolve(error ? null : (/OpenSSH_[^\s,]+/.exec(stderr)?.[0] ?? null)),
    );
  });
