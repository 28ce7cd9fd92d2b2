import type { Session } from './session.js';

/** The server's own process of one session. Process ids are used again; with start time and boot it is that process or none. */
export interface SessionIdentity {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat: clock ticks since boot. */
  readonly startTime: string;
  readonly bootId: string;
}

/** `ended`: the process was there and is gone now. `gone`: it was not there any more. `refused`: it is not a session of this account, or would not end. */
export type StaleEnd = 'ended' | 'gone' | 'refused';

const IDENTIFY_MS = 5_000;
const END_MS = 10_000;

/** Runs a POSIX script whatever the account's login shell is; `exec` keeps sshd the parent. The script must hold no single quote. */
const script = (text: string): string => `exec /bin/sh -c '${text}'`;

/** $s = start time and $n = name of process $p (proc(5): the name stands in parentheses and may hold spaces). Empty when it is gone; a zombie holds no port. */
const LOOK = [
  'look() { s=; n=; read -r line < /proc/$p/stat || return 0; n=${line#*\\(}; n=${n%\\)*}; set -- ${line##*\\) }; s=${20}; [ "$1" != Z ] || s=; } 2>/dev/null',
  'read -r boot < /proc/sys/kernel/random/boot_id || exit 1',
];

const IDENTIFY = script([...LOOK, 'p=$PPID; look', 'echo stellwerk $p $s $boot $n'].join('\n'));

/** Names the process that serves this session, where the account may run a command on a system with /proc; else null. */
export async function identify(session: Session): Promise<SessionIdentity | null> {
  const printed = await session.run(IDENTIFY, IDENTIFY_MS);
  const found = /^stellwerk (\d+) (\d+) ([0-9a-f-]{36}) sshd\S*\s*$/m.exec(printed ?? '');
  if (!found) return null;
  const [, pid = '', startTime = '', bootId = ''] = found;
  return { pid: Number(pid), startTime, bootId };
}

/** Everything is checked and done in one script, so that no process can take the place of another in between. */
const END = (stale: SessionIdentity): string =>
  script(
    [
      ...LOOK,
      `[ "$boot" = "${stale.bootId}" ] || { echo gone; exit 0; }`,
      `p=${stale.pid}; look`,
      `[ "$s" = "${stale.startTime}" ] || { echo gone; exit 0; }`,
      '[ "$p" != "$PPID" ] || { echo refused; exit 0; }',
      'case "$n" in sshd*) ;; *) echo refused; exit 0 ;; esac',
      'u=; while read -r key real rest; do [ "$key" = Uid: ] && u=$real; done < /proc/$p/status',
      '[ "$u" = "$(id -u)" ] || { echo refused; exit 0; }',
      // A session that hangs on a dead line ends at TERM; one that is stopped does not.
      'kill -TERM $p 2>/dev/null || { echo refused; exit 0; }',
      'i=0; while [ $i -lt 30 ]; do look',
      `[ "$s" = "${stale.startTime}" ] || { echo ended; exit 0; }`,
      '[ $i -eq 3 ] && kill -KILL $p 2>/dev/null',
      'sleep 0.1 2>/dev/null || sleep 1; i=$((i+1)); done; echo refused',
    ].join('\n'),
  );

/**
 * Ends exactly the process of an earlier session of the same account, so that the ports it still holds are free at once.
 * Boot, start time, name and owner are checked on the server in the same breath. Null when no command could be run.
 */
export async function endStaleSession(session: Session, stale: SessionIdentity): Promise<StaleEnd | null> {
  const sane = Number.isInteger(stale.pid) && stale.pid > 1 && /^\d+$/.test(stale.startTime) && /^[0-9a-f-]{36}$/.test(stale.bootId);
  if (!sane) return 'refused';
  const printed = await session.run(END(stale), END_MS);
  const word = /^(ended|gone|refused)\s*$/m.exec(printed ?? '')?.[1];
  return word === 'ended' || word === 'gone' || word === 'refused' ? word : null;
}
