import { readdir, readFile } from 'node:fs/promises';

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
}

/** One row of /proc, or null when the process is gone. The name stands in parentheses and may hold spaces (proc(5)). */
async function row(pid: number): Promise<Row | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const close = stat.lastIndexOf(')');
  const parent = Number(stat.slice(close + 2).split(' ')[1]);
  return close < 0 ? null : { pid, parent, name: stat.slice(stat.indexOf('(') + 1, close) };
}

/** Every living descendant of `pid` (Linux), youngest last. */
export async function descendants(pid: number): Promise<readonly Row[]> {
  const entries = await readdir('/proc');
  const rows = (await Promise.all(entries.filter((name) => /^\d+$/.test(name)).map((name) => row(Number(name))))).filter((r) => r !== null);
  const found: Row[] = [];
  const queue = [pid];
  for (let parent = queue.shift(); parent !== undefined; parent = queue.shift()) {
    const children = rows.filter((r) => r.parent === parent);
    found.push(...children);
    queue.push(...children.map((r) => r.pid));
  }
  return found.sort((a, b) => a.pid - b.pid);
}

/** Sends a signal; false when the process is already gone. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
