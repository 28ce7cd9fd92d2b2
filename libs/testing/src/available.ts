import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a suite may need from the machine, and the names under which it is installed. */
const PROGRAMS = {
  sshd: ['sshd'],
  ssh: ['ssh'],
  'redis-server': ['redis-server', 'valkey-server'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  nft: ['nft'],
  ip: ['ip'],
  iptables: ['iptables'],
  autossh: ['autossh'],
  named: ['named'],
  openssl: ['openssl'],
  kamailio: ['kamailio'],
  prosody: ['prosody'],
  'prometheus-blackbox-exporter': ['prometheus-blackbox-exporter'],
} as const;

export type Requirement = keyof typeof PROGRAMS;

/** Debian keeps daemons in directories that are not on everybody's PATH. */
const directories = (): string[] => [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
];

const executable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The path of a program this machine has, or null. Synchronous, so that a suite can decide before it is declared. */
export function available(requirement: Requirement): string | null {
  for (const name of PROGRAMS[requirement]) {
    for (const directory of directories()) {
      const file = join(directory, name);
      if (directory && executable(file)) return file;
    }
  }
  return null;
}

/** Like `describe`, but reported as skipped, with the reason in its title, where the machine lacks something it needs. */
export function describeWith(requirements: readonly Requirement[], title: string, suite: () => void): void {
  const missing = requirements.filter((r) => available(r) === null);
  if (missing.length === 0) describe(title, suite);
  else describe.skip(`${title} [not on this machine: ${missing.join(', ')}]`, suite);
}
