import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { descendants } from '@stellwerk/testing';

/** Jiffies per second: 100 on every Linux that matters, but asked all the same. */
const HERTZ = ((): number => {
  try {
    return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) || 100;
  } catch {
    return 100;
  }
})();

/** Processor time a process has used so far, user and system, seconds (proc(5), fields 14 and 15). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / HERTZ;
}

/**
 * Time the living threads of a process have run so far, seconds, to the microsecond (sched-stats: the first field counts nanoseconds): for
 * what is measured over too short a time for jiffies.
 */
export function runSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const run = threads.map((id) => Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]));
  return run.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9;
}

/** Processor time of a process and of all its children so far, those that have ended included, seconds. */
export async function familySeconds(pid: number): Promise<number> {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ended = (Number(fields[13]) + Number(fields[14])) / HERTZ;
  const living = [pid, ...(await descendants(pid)).map((child) => child.pid)].filter(isAlive);
  return living.reduce((sum, one) => sum + cpuSeconds(one), ended);
}

/** True while the process runs; one that has ended but was not collected yet does not. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch {
    return false;
  }
}

const kib = (text: string, name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN);

/** Resident set of a process, KiB. */
export const rssKib = (pid: number): number => kib(readFileSync(`/proc/${pid}/status`, 'utf8'), 'VmRSS');

/** Proportional set size, KiB: shared pages are divided among those who share them. */
export const pssKib = (pid: number): number => kib(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), 'Pss');
