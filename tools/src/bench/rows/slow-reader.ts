import { startSshd } from '@stellwerk/testing';
import type { Bench } from '../context.js';
import { atMost, type Measure, type Row } from '../row.js';
import { spread } from '../statistics.js';
import { startTunnels } from '../tunnels.js';
import { bothWays } from './bulk.js';

const BYTES = 24 * 1_048_576;

async function run(bench: Bench): Promise<readonly Measure[]> {
  const sshd = bench.using(await startSshd());
  const target = await bench.load.ask('listen', null);
  const mappings = await bothWays(target);
  const ours = bench.using(await startTunnels());
  await ours.open(sshd, { forwards: mappings.forwards });
  await bench.load.ask('untilEcho', { ports: [mappings.outbound, mappings.inbound], timeoutMs: 15_000 });
  const measures: Measure[] = [];
  for (const direction of ['outbound', 'inbound'] as const) {
    for (const way of ['up', 'down'] as const) {
      const lost: number[] = [];
      const runs = bench.quick ? 2 : 20;
      while (lost.length < runs) {
        const batch = Array.from({ length: Math.min(5, runs - lost.length) }, () =>
          bench.load.ask('slowReader', { port: mappings[direction], way, bytes: BYTES }),
        );
        lost.push(...(await Promise.all(batch)));
      }
      const worst = Math.max(...lost.map(Math.abs));
      const value = { ...spread([worst]), rounds: lost.length };
      measures.push({
        name: `most bytes lost in one run, ${direction}, ${way === 'up' ? 'the caller sends' : 'the target sends'}`,
        target: atMost(0),
        unit: 'B',
        value,
      });
      bench.say(`  ${direction} ${way}: ${worst} bytes lost at most in ${lost.length} runs`);
    }
  }
  return measures;
}

export const slowReader: Row = {
  key: 'slow-reader',
  title: 'Bytes lost to a slow reader',
  method:
    '24 MiB to a reader that takes about 6 MiB/s, while the sender closes its connection as soon as it has written everything. 20 runs each, five at a time.',
  boundSeconds: 400,
  run,
};
