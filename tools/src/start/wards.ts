import { readFileSync } from 'node:fs';

/** A process somebody has to end: its id, when it began (so that a recycled id is not mistaken for it), and how to ask it to leave. */
export interface Ward {
  readonly pid: number;
  readonly started: string;
  readonly signal: NodeJS.Signals;
  /** PostgreSQL and Redis go last: the others still write to them. */
  readonly store: boolean;
}

/** The start time of a process in clock ticks since boot (Linux, field 22 of proc(5) stat); empty elsewhere, and for one that has ended. */
export function startedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}

/** True while this very process lives. */
export function alive(ward: Pick<Ward, 'pid' | 'started'>): boolean {
  try {
    process.kill(ward.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startedAt(ward.pid) === ward.started;
}
