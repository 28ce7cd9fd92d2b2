import { startSshd } from '@stellwerk/testing';
import { type Bench, pairwise, rounds } from '../context.js';
import { startSsh } from '../peers.js';
import { atLeast, type Measure, type Row } from '../row.js';
import { median, shown, spread } from '../statistics.js';
import { startTunnels } from '../tunnels.js';
import { bothWays } from './bulk.js';

const MIB = 1_048_576;
const DISTANCES = [
  { roundTripMs: 10, mib: 128 },
  { roundTripMs: 50, mib: 64 },
  { roundTripMs: 150, mib: 48 },
] as const;

async function run(bench: Bench): Promise<readonly Measure[]> {
  const sshd = bench.using(await startSshd());
  const target = await bench.load.ask('listen', null);
  const ours = bench.using(await startTunnels());
  const measures: Measure[] = [];
  for (const distance of DISTANCES) {
    const via = await bench.link.ask('open', { target: sshd.port, delayMs: distance.roundTripMs / 2, bytesPerSecond: 0 });
    const [a, b] = [await bothWays(target), await bothWays(target)];
    const { cipher } = await ours.open(sshd, { forwards: a.forwards, via });
    const peer = await startSsh(sshd, { forwards: b.forwards, via, options: [`Ciphers=${cipher}`] });
    bench.using(peer);
    await bench.load.ask('untilEcho', { ports: [a, b].flatMap((x) => [x.outbound, x.inbound]), timeoutMs: 20_000, patienceMs: 5000 });
    const bytes = (bench.quick ? 16 : distance.mib) * MIB;
    for (const direction of ['outbound', 'inbound'] as const) {
      for (const towards of ['server→client', 'client→server'] as const) {
        const way = (direction === 'outbound') === (towards === 'client→server') ? 'up' : 'down';
        const through = (mappings: typeof a) => async (): Promise<number> =>
          bytes / MIB / (await bench.load.ask('bulk', { port: mappings[direction], way, bytes }));
        const speed = await rounds(bench.quick ? 1 : 5, { ours: through(a), peer: through(b) });
        measures.push({
          name: `${distance.roundTripMs} ms, ${direction}, ${towards}`,
          target: atLeast(towards === 'server→client' ? 2 : 0.95),
          unit: 'x',
          value: spread(pairwise(speed.ours, speed.peer, (v) => v)),
          detail: `${shown(median(speed.ours))} against ${shown(median(speed.peer))} MiB/s`,
        });
        bench.say(
          `  ${distance.roundTripMs} ms, ${direction}, ${towards}: ${shown(median(speed.ours))} against ${shown(median(speed.peer))} MiB/s`,
        );
      }
    }
    await ours.close();
    await peer.stop();
  }
  return measures;
}

export const distance: Row = {
  key: 'distance',
  title: 'Bulk transfer over distance',
  method:
    'The same with a link in front of sshd that delivers every chunk half a round-trip time later, without loss and without a rate limit. Both clients use ' +
    'the same cipher; the transfer includes the slow start of its windows (128, 64 and 48 MiB at 10, 50 and 150 ms). A real path with loss will gain less.',
  boundSeconds: 900,
  run,
};
