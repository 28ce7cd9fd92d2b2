import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOCK = fileURLToPath(new URL('../../lock.mjs', import.meta.url));

/** Takes the lock in a process of its own, which ends holding it. */
const takeElsewhere = (file: string): string =>
  spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { takeLock } from ${JSON.stringify(LOCK)}; const { held, pid } = takeLock(${JSON.stringify(file)}); console.log(held, pid);`,
    ],
    { encoding: 'utf8' },
  ).stdout.trim();

describe('the lock of a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stellwerk-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is refused to a second process, which learns who holds it', async () => {
    const file = join(folder, 'lock');
    const { takeLock } = (await import(LOCK)) as { takeLock: (file: string) => { held: boolean; release: () => void } };
    const lock = takeLock(file);
    expect(lock.held).toBe(true);
    expect(takeElsewhere(file)).toBe(`false ${process.pid}`);
    lock.release();
    expect(takeElsewhere(file)).toBe('true undefined');
  });

  it('is taken over from a dead process, from a recycled process id, and from half-written rubbish', () => {
    const file = join(folder, 'lock');
    expect(takeElsewhere(file)).toBe('true undefined');
    expect(existsSync(file)).toBe(true);
    expect(takeElsewhere(file)).toBe('true undefined');
    writeFileSync(file, JSON.stringify({ pid: process.pid, started: '1' }));
    expect(takeElsewhere(file)).toBe('true undefined');
    writeFileSync(file, '{"pid":');
    expect(takeElsewhere(file)).toBe('true undefined');
    expect(readdirSync(folder)).toEqual(['lock']);
  });
});
