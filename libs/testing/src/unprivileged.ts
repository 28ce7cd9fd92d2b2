import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** How to start a program that refuses to run as root: put `prefix` before the command, `uid` and `gid` into the spawn options. */
export interface Unprivileged {
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

const NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'] as const;

/** True when an ordinary user may walk to every path: root's home and `mkdtemp` directories are 0700. */
const reachable = (paths: readonly string[]): boolean =>
  paths.every((path) => {
    for (let at = resolve(path); ; at = dirname(at)) {
      if (existsSync(at) && at !== resolve(path) && (statSync(at).mode & 0o001) === 0) return false;
      if (at === dirname(at)) return true;
    }
  });

/**
 * PostgreSQL refuses to run as root. Preferred is a user namespace in which root is called nobody: files keep their
 * owner, and directories only root may enter stay usable. Where the kernel forbids it, the account `postgres` or
 * `nobody` is used, whose data directory the caller must give it.
 * @param paths what the program has to reach: its binary and its data directory
 * @returns null when neither way works; an empty prefix when we are not root
 */
export function unprivileged(paths: readonly string[]): Unprivileged | null {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const [command, ...args] = NAMESPACE;
  if (spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0) return { prefix: NAMESPACE };
  if (!reachable(paths)) return null;
  for (const user of ['postgres', 'nobody']) {
    const id = (flag: string): number => Number.parseInt(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout, 10);
    if (id('-u') > 0) return { prefix: [], uid: id('-u'), gid: id('-g') };
  }
  return null;
}
