// A lock file that names its holder, so that a crash leaves nothing to clean up by hand. Plain JavaScript: it runs before anything is installed.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** When a process began (Linux; field 22 of proc(5) stat), so that a recycled process id is not taken for the holder. */
export function startedAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function alive({ pid, started }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return started === startedAt(pid);
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Takes the lock or says who has it.
 * @param {string} file
 * @returns {{ held: true, release: () => void } | { held: false, pid: number }}
 */
export function takeLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, started: startedAt(process.pid) }));
  try {
    for (;;) {
      try {
        linkSync(mine, file);
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = read(file);
      if (holder && alive(holder)) return { held: false, pid: holder.pid };
      // The holder is dead. Move its file aside first: if somebody else was quicker, what we moved is theirs, and goes back.
      const aside = `${mine}.stale`;
      try {
        renameSync(file, aside);
      } catch {
        continue;
      }
      const moved = read(aside);
      if (moved && alive(moved)) {
        try {
          linkSync(aside, file);
        } catch {
          // Taken meanwhile: the next turn finds out by whom.
        }
      }
      rmSync(aside, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return { held: true, release: () => rmSync(file, { force: true }) };
}

/** Waits for the lock; `onWait` is told once who has it. */
export async function waitForLock(file, onWait) {
  let told = false;
  for (;;) {
    const lock = takeLock(file);
    if (lock.held) return lock;
    if (!told) onWait(lock.pid);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
