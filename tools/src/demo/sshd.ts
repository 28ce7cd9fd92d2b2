import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { available } from '@stellwerk/testing';
import type { ChildSpec } from '../start/child.js';

const run = promisify(execFile);
export const DEMO_SSH_PORT = 2222;

export interface DemoSshd {
  readonly spec: ChildSpec;
  readonly username: string;
  readonly privateKey: string;
  readonly hostKey: { readonly type: string; readonly fingerprint: string };
}

async function key(path: string, kind: 'ed25519' | 'ecdsa'): Promise<void> {
  if (!existsSync(path)) await run('ssh-keygen', ['-q', '-t', kind, '-N', '', '-C', 'stellwerk-demonstration', '-f', path]);
}

/**
 * The demonstration's SSH server: one real sshd that listens on every customer's loopback address, with keys of its own in
 * `folder` that are made once. Only the demonstration's key may sign in, as the account Stellwerk runs under.
 * @returns null where this machine has no sshd
 */
export async function demoSshd(folder: string, hosts: readonly string[]): Promise<DemoSshd | null> {
  const command = available('sshd');
  if (command === null || available('ssh') === null) return null;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // sshd started by root insists on its separation directory, which lies in a file system emptied at every boot.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const file = (name: string): string => join(folder, name);
  await Promise.all([key(file('host_ed25519'), 'ed25519'), key(file('host_ecdsa'), 'ecdsa'), key(file('user_key'), 'ed25519')]);
  await writeFile(file('authorized_keys'), `restrict,port-forwarding ${await readFile(file('user_key.pub'), 'utf8')}`, { mode: 0o600 });
  const configuration = [
    ...hosts.map((host) => `ListenAddress ${host}:${DEMO_SSH_PORT}`),
    `HostKey ${file('host_ed25519')}`,
    `HostKey ${file('host_ecdsa')}`,
    `AuthorizedKeysFile ${file('authorized_keys')}`,
    `PidFile none`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'AllowTcpForwarding yes',
    'GatewayPorts clientspecified',
    'ClientAliveInterval 20',
    'ClientAliveCountMax 3',
    'MaxStartups 100',
    // Debian's bash reads ~/.bashrc for commands over SSH unless it thinks it runs below another shell; here that is wasted time.
    'SetEnv SHLVL=1',
    '',
  ].join('\n');
  await writeFile(file('sshd_config'), configuration, { mode: 0o600 });
  const listed = await run('ssh-keygen', ['-l', '-f', file('host_ed25519.pub')]);
  return {
    username: userInfo().username,
    privateKey: await readFile(file('user_key'), 'utf8'),
    hostKey: { type: 'ssh-ed25519', fingerprint: listed.stdout.split(' ')[1] ?? '' },
    spec: { name: 'demo-sshd', command, args: ['-D', '-e', '-f', file('sshd_config')], graceMs: 2_000 },
  };
}
