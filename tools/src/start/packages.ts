import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { available, type Requirement } from '@stellwerk/testing';

/** Debian's package for a program. */
const DEBIAN: Record<Requirement, string> = {
  sshd: 'openssh-server',
  ssh: 'openssh-client',
  'redis-server': 'redis-server',
  chromium: 'chromium',
  nft: 'nftables',
  ip: 'iproute2',
  iptables: 'iptables',
  autossh: 'autossh',
  named: 'bind9',
  openssl: 'openssl',
  // Brings Kamailio itself along.
  kamailio: 'kamailio-tls-modules',
  prosody: 'prosody',
  'prometheus-blackbox-exporter': 'prometheus-blackbox-exporter',
};

/** RUNLEVEL=1 keeps Debian's scripts from starting the daemons just installed: we run our own, on our own ports. */
const ENV = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
const NETWORK = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', '-o', 'DPkg::Lock::Timeout=120'];

const aptGet = (args: readonly string[], timeoutMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn('apt-get', [...NETWORK, ...args], { env: { ...process.env, ...ENV }, stdio: 'ignore', timeout: timeoutMs });
    child.once('error', () => resolve(false)).once('exit', (code) => resolve(code === 0));
  });

/** True on Debian and its kin as root: there a missing program may be installed. */
const mayInstall = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/**
 * Installs what is missing where that is allowed.
 * @param note is told what is being installed
 * @returns what is still missing afterwards
 */
export async function provide(requirements: readonly Requirement[], note: (text: string) => void): Promise<Requirement[]> {
  const missing = (): Requirement[] => requirements.filter((r) => available(r) === null);
  if (missing().length === 0 || !mayInstall()) return missing();
  note(
    `… install ${missing()
      .map((r) => DEBIAN[r])
      .join(', ')} with apt-get`,
  );
  await aptGet(['update', '-qq'], 120_000);
  await aptGet(['install', '-y', '-qq', '--no-install-recommends', ...missing().map((r) => DEBIAN[r])], 300_000);
  // One that cannot be had must not keep the others away.
  for (const one of missing()) await aptGet(['install', '-y', '-qq', '--no-install-recommends', DEBIAN[one]], 300_000);
  return missing();
}
