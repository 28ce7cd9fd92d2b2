import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sshd } from '@stellwerk/testing';
import { end } from './child.js';

/** A mapping as the benchmark sees it: connecting to `listen` reaches `target`. */
export interface Forward {
  readonly direction: 'outbound' | 'inbound';
  readonly listen: number;
  readonly target: number;
}

export interface PeerOptions {
  readonly forwards: readonly Forward[];
  /** Where to connect instead of sshd itself: a link in front of it. */
  readonly via?: number;
  /** `-o` options beyond the common ones, as written in ssh_config. */
  readonly options?: readonly string[];
}

export interface Peer {
  readonly pid: number;
  stop(): Promise<void>;
}

const forwardArguments = (forwards: readonly Forward[]): string[] =>
  forwards.flatMap((f) => [f.direction === 'outbound' ? '-L' : '-R', `127.0.0.1:${f.listen}:127.0.0.1:${f.target}`]);

async function commandLine(sshd: Sshd, peer: PeerOptions): Promise<string[]> {
  const port = peer.via ?? sshd.port;
  const known = join(sshd.directory, `known_hosts.${port}`);
  await writeFile(known, sshd.hostKeys.map((key) => `[127.0.0.1]:${port} ${key.publicKey}\n`).join(''));
  const options = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile=${known}`,
    'ExitOnForwardFailure=yes',
    'IdentitiesOnly=yes',
    'ControlMaster=no',
    ...(peer.options ?? []),
  ];
  return [
    '-N',
    '-F',
    'none',
    '-i',
    sshd.userKey.path,
    '-p',
    String(port),
    ...options.flatMap((o) => ['-o', o]),
    ...forwardArguments(peer.forwards),
    `${sshd.username}@127.0.0.1`,
  ];
}

const handle = (child: ChildProcess): Peer => ({ pid: child.pid ?? 0, stop: () => end(child) });

/** OpenSSH's own client, `ssh -N`, with no configuration file of the machine. */
export async function startSsh(sshd: Sshd, options: PeerOptions): Promise<Peer> {
  return handle(spawn('ssh', await commandLine(sshd, options), { stdio: ['ignore', 'ignore', 'ignore'] }));
}

/** `autossh -M 0` around the same client: the supervision most people use. */
/**
 * autossh slows down after five sessions that lived for less than a tenth of its poll time (600 s unless told). Ours live
 * for 12 s between two losses: with a poll time of 100 s each loss is a fresh one to it, as it is to us.
 */
const AUTOSSH_POLL_SECONDS = '100';

export async function startAutossh(sshd: Sshd, options: PeerOptions): Promise<Peer> {
  const keepAlive = ['ServerAliveInterval=10', 'ServerAliveCountMax=2'];
  const args = await commandLine(sshd, { ...options, options: [...keepAlive, ...(options.options ?? [])] });
  return handle(
    spawn('autossh', ['-M', '0', ...args], {
      stdio: ['ignore', 'ignore', 'ignore'],
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], AUTOSSH_GATETIME: '0', AUTOSSH_POLL: AUTOSSH_POLL_SECONDS },
    }),
  );
}
