import { startSshd } from '@stellwerk/testing';
import { type Bench, pairwise, rounds } from '../context.js';
import { startSsh } from '../peers.js';
import type { Rate } from '../processes/load-client.js';
import { atLeast, atMost, type Measure, type Row, type Target, untargeted } from '../row.js';
import { median, shown, spread } from '../statistics.js';
import { startTunnels } from '../tunnels.js';
import { bothWays } from './bulk.js';

type Figure = (name: string, unit: Measure['unit'], of: (rate: Rate) => number, target: Target) => Measure;

/** Turns the rounds of both contenders into ratios. */
const figures =
  (results: { ours: Rate[]; peer: Rate[] }): Figure =>
  (name, unit, of, target) => ({
    name,
    target,
    unit,
    value: spread(pairwise(results.ours, results.peer, of)),
    detail: `${shown(median(results.ours.map(of)))} against ${shown(median(results.peer.map(of)))}`,
  });

const perSecond = (rate: Rate): number => rate.perSecond;
const p99 = (rate: Rate): number => rate.p99Ms;

async function run(bench: Bench): Promise<readonly Measure[]> {
  const sshd = bench.using(await startSshd());
  const target = await bench.load.ask('listen', null);
  const [a, b] = [await bothWays(target), await bothWays(target)];
  const ours = bench.using(await startTunnels());
  const { cipher } = await ours.open(sshd, { forwards: a.forwards });
  bench.using(await startSsh(sshd, { forwards: b.forwards, options: [`Ciphers=${cipher}`] }));
  await bench.load.ask('untilEcho', { ports: [a, b].flatMap((x) => [x.outbound, x.inbound]), timeoutMs: 15_000 });

  const ms = bench.quick ? 400 : 1500;
  const count = bench.quick ? 2 : 9;
  const measures: Measure[] = [];
  let errors = 0;
  for (const direction of ['outbound', 'inbound'] as const) {
    for (const abreast of [16, 1]) {
      const through = (mappings: typeof a) => () => bench.load.ask('connections', { port: mappings[direction], abreast, ms });
      const results = await rounds(count, { ours: through(a), peer: through(b) });
      errors += results.ours.reduce((sum, r) => sum + r.errors, 0);
      const figure = figures(results);
      measures.push(
        figure(
          `new connections per second, ${direction}, ${abreast} at a time`,
          'x',
          perSecond,
          atLeast(direction === 'outbound' ? 0.8 : 1.5),
        ),
      );
      bench.say(`  ${direction}, ${abreast} at a time: ${measures.at(-1)?.detail ?? ''} connections/s`);
    }
  }
  for (const direction of ['outbound', 'inbound'] as const) {
    for (const abreast of [1, 16]) {
      const through = (mappings: typeof a) => () => bench.load.ask('roundTrips', { port: mappings[direction], abreast, ms });
      const figure = figures(await rounds(count, { ours: through(a), peer: through(b) }));
      measures.push(
        figure(`round trips per second, ${direction}, ${abreast} at a time`, 'x', perSecond, atLeast(0.95)),
        figure(`round trip p99, ${direction}, ${abreast} at a time`, 'x', p99, atMost(1.5)),
      );
      bench.say(
        `  ${direction}, ${abreast} at a time: ${measures.at(-2)?.detail ?? ''} round trips/s, p99 ${measures.at(-1)?.detail ?? ''} ms`,
      );
    }
  }
  measures.push({ name: 'failed connections through Stellwerk', target: untargeted, unit: 'count', value: spread([errors]) });
  return measures;
}

export const interactive: Row = {
  key: 'interactive',
  title: 'New connections and round trips',
  method:
    'A connection counts when it was opened, carried one echo and was closed; a round trip is 64 bytes there and back on a standing connection. Both clients use ' +
    'the same cipher. Each round lasts 1.5 s. OpenSSH’s own remote forwards stall on Nagle’s algorithm, which explains the gain on inbound mappings.',
  boundSeconds: 300,
  run,
};
