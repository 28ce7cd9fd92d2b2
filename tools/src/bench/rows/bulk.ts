import { startSshd } from '@stellwerk/testing';
import { type Bench, pairwise, rounds } from '../context.js';
import { type Forward, startSsh } from '../peers.js';
import { ports } from '../ports.js';
import { atLeast, type Measure, type Row } from '../row.js';
import { median, shown, spread } from '../statistics.js';
import { startTunnels } from '../tunnels.js';

const MIB = 1_048_576;

/** One outbound and one inbound mapping to the load generator. */
export async function bothWays(
  target: number,
): Promise<{ readonly forwards: readonly Forward[]; readonly outbound: number; readonly inbound: number }> {
  const [outbound = 0, inbound = 0] = await ports(2);
  return {
    forwards: [
      { direction: 'outbound', listen: outbound, target },
      { direction: 'inbound', listen: inbound, target },
    ],
    outbound,
    inbound,
  };
}

const FLOWS = [
  { direction: 'outbound', way: 'up' },
  { direction: 'outbound', way: 'down' },
  { direction: 'inbound', way: 'up' },
  { direction: 'inbound', way: 'down' },
] as const;

const towards = (flow: (typeof FLOWS)[number]): string =>
  (flow.direction === 'outbound') === (flow.way === 'up') ? 'client→server' : 'server→client';

async function run(bench: Bench): Promise<readonly Measure[]> {
  const sshd = bench.using(await startSshd());
  const target = await bench.load.ask('listen', null);
  const [a, b, c] = [await bothWays(target), await bothWays(target), await bothWays(target)];
  const ours = bench.using(await startTunnels());
  const { cipher } = await ours.open(sshd, { forwards: a.forwards });
  bench.using(await startSsh(sshd, { forwards: b.forwards }));
  bench.using(await startSsh(sshd, { forwards: c.forwards, options: [`Ciphers=${cipher}`] }));
  const all = [a, b, c].flatMap((x) => [x.outbound, x.inbound]);
  await bench.load.ask('untilEcho', { ports: all, timeoutMs: 15_000 });

  const bytes = (bench.quick ? 24 : 96) * MIB;
  const measures: Measure[] = [];
  for (const flow of FLOWS) {
    const through = (mappings: typeof a) => async (): Promise<number> =>
      bytes / MIB / (await bench.load.ask('bulk', { port: mappings[flow.direction], way: flow.way, bytes }));
    const speed = await rounds(bench.quick ? 3 : 11, { ours: through(a), defaults: through(b), same: through(c) });
    const name = `${flow.direction}, ${towards(flow)}`;
    const detail = (peer: readonly number[]): string => `${shown(median(speed.ours))} against ${shown(median(peer))} MiB/s`;
    measures.push(
      {
        name: `${name}, defaults`,
        target: atLeast(1.1),
        unit: 'x',
        value: spread(pairwise(speed.ours, speed.defaults, (v) => v)),
        detail: detail(speed.defaults),
      },
      {
        name: `${name}, same cipher (${cipher})`,
        target: atLeast(0.95),
        unit: 'x',
        value: spread(pairwise(speed.ours, speed.same, (v) => v)),
        detail: detail(speed.same),
      },
    );
    bench.say(
      `  ${name}: ${shown(median(speed.ours))} MiB/s, ssh ${shown(median(speed.defaults))} (defaults), ${shown(median(speed.same))} (same cipher)`,
    );
  }
  return measures;
}

export const bulk: Row = {
  key: 'bulk',
  title: 'Bulk transfer',
  method:
    'One stream of 96 MiB through one mapping, from the connect to the arrival of the last byte. “Defaults” lets each client choose its cipher ' +
    '(OpenSSH: chacha20-poly1305, Stellwerk: AES-GCM); “same cipher” gives `ssh` the one Stellwerk negotiated.',
  boundSeconds: 300,
  run,
};
