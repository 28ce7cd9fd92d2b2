import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { alive, type Ward } from './wards.js';

/**
 * The keeper outlives the starting process for a few seconds. It learns on its standard input which processes were started;
 * when that pipe closes without a farewell, the starting process was killed, and the keeper ends what it left behind: first
 * the Node processes, which notice by themselves, then the stores they were still writing to.
 */
const wards = new Map<number, Ward>();
let farewell = false;
let ready: string | null = null;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const send = (ward: Ward, name: NodeJS.Signals): void => {
  try {
    if (alive(ward)) process.kill(ward.pid, name);
  } catch {
    // It ended between the look and the signal.
  }
};

async function end(rank: (ward: Ward) => boolean, graceMs: number): Promise<void> {
  const those = [...wards.values()].filter(rank);
  for (const ward of those) send(ward, ward.signal);
  for (const deadline = performance.now() + graceMs; those.some(alive) && performance.now() < deadline;) await pause(50);
  for (const ward of those) send(ward, 'SIGKILL');
}

// Ctrl-C belongs to the starting process; it tells the keeper when all is over.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const order = JSON.parse(line) as { add?: Ward; remove?: number; ready?: string; farewell?: true };
  if (order.add) wards.set(order.add.pid, order.add);
  if (order.remove !== undefined) wards.delete(order.remove);
  if (order.ready) ready = order.ready;
  if (order.farewell) farewell = true;
});
lines.on('close', () => {
  void (async () => {
    if (farewell) process.exit(0);
    if (ready) rmSync(ready, { force: true });
    await end((ward) => !ward.store, 8_000);
    await end((ward) => ward.store, 5_000);
    process.exit(0);
  })();
});
