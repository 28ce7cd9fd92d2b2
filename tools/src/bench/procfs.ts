import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

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
