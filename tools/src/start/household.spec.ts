import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@stellwerk/testing';
import type { ChildSpec } from './child.js';
import { nodeChild } from './child.js';
import { Household } from './household.js';
import { compiled } from './paths.js';

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

describe('the processes of a single machine', () => {
  let folder: string;
  let household: Household;
  const script = (name: string, text: string): string => {
    const path = join(folder, `${name}.mjs`);
    writeFileSync(path, text);
    return path;
  };
  /** A process that writes its id to a file and waits. */
  const waiting = (name: string, more = ''): ChildSpec =>
    nodeChild(
      name,
      script(
        name,
        `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(join(folder, name))}, String(process.pid));\n${more}\nsetInterval(() => undefined, 1e6);`,
      ),
      {},
    );
  const pidOf = (name: string): number => (existsSync(join(folder, name)) ? Number(readFileSync(join(folder, name), 'utf8')) : 0);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stellwerk-household-'));
    household = new Household(join(folder, 'logs'), join(folder, 'ready.json'), () => undefined);
  });
  afterEach(async () => {
    await household.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts a killed process again', async () => {
    household.start(waiting('a'));
    const first = await until('the process', () => pidOf('a'));
    process.kill(first, 'SIGKILL');
    const second = await until('its successor', () => (pidOf('a') === first ? 0 : pidOf('a')));
    expect(alive(second)).toBe(true);
  });

  it('ends what does not leave when asked, and stores last', async () => {
    const order: string[] = [];
    household.start({ ...waiting('stubborn', "process.on('SIGTERM', () => undefined);"), graceMs: 300 });
    household.start({ ...waiting('store'), store: true });
    const pids = [await until('stubborn', () => pidOf('stubborn')), await until('store', () => pidOf('store'))];
    const watch = setInterval(() => {
      for (const [i, name] of ['stubborn', 'store'].entries()) if (!order.includes(name) && !alive(pids[i] ?? 0)) order.push(name);
    }, 2);
    await household.stop();
    await until('both to be gone', () => order.length === 2);
    clearInterval(watch);
    expect(order).toEqual(['stubborn', 'store']);
  });

  it('writes output to a log and keeps what must not be seen out of the list of processes', async () => {
    household.start({ name: 'cat', command: 'cat', args: ['-'], input: 'a secret\n' });
    await until(
      'the log',
      () => existsSync(join(folder, 'logs', 'cat.log')) && readFileSync(join(folder, 'logs', 'cat.log'), 'utf8').includes('a secret'),
    );
  });

  it('leaves nothing running when the starting process is killed, not even one that ignores its leash', async () => {
    const ready = join(folder, 'ready.json');
    writeFileSync(ready, '{}');
    const specs = [waiting('tame'), waiting('wild', "process.on('SIGTERM', () => undefined);"), { ...waiting('store'), store: true }];
    const parent = script(
      'parent',
      `import { Household } from ${JSON.stringify(compiled('./household.js', import.meta.url))};
const household = new Household(${JSON.stringify(join(folder, 'logs'))}, ${JSON.stringify(ready)}, () => undefined);
for (const spec of ${JSON.stringify(specs)}) household.start(spec);`,
    );
    const starting = spawn(process.execPath, [parent], { stdio: 'inherit' });
    const pids = await until('all three', () => {
      const found = ['tame', 'wild', 'store'].map(pidOf);
      return found.every((pid) => pid > 0) ? found : null;
    });
    starting.kill('SIGKILL');
    await until('all to be gone', () => !pids.some(alive), 15_000);
    expect(existsSync(ready)).toBe(false);
  }, 30_000);
});
