import { type Sshd, startSshd } from '@stellwerk/testing';
import { type Bench, pause } from '../context.js';
import { startFleet } from '../fleet.js';
import type { Fleet } from '../fleet-types.js';
import type { Forward } from '../peers.js';
import { port } from '../ports.js';
import { atMost, type Measure, type Row, untargeted } from '../row.js';
import { quantile, shown, single, type Spread } from '../statistics.js';

/** Long enough for a session to count as one that held, so that each cut is a fresh misfortune and not the tail of the last. */
const SETTLED_MS = 13_000;
/** Cuts fall anywhere within a keep-alive period. */
const SCATTER_MS = 8_000;
const LANES = 8;

interface Lane {
  readonly link: number;
  readonly forward: Forward;
}

interface Cut {
  readonly direction: Forward['direction'];
  /** Seconds from the silence until our end gave the connection up, and until a new connection carried an echo. */
  readonly noticed: number;
  readonly traffic: number;
}

async function lay(bench: Bench, fleet: Fleet, sshd: Sshd, target: number): Promise<readonly Lane[]> {
  const lanes: Lane[] = [];
  for (const direction of ['outbound', 'inbound'] as const) {
    for (let i = 0; i < (bench.quick ? 2 : LANES); i += 1) {
      const link = await bench.link.ask('open', { target: sshd.port, delayMs: 1, bytesPerSecond: 0 });
      lanes.push({ link, forward: { direction, listen: await port(), target } });
    }
  }
  await fleet.add(lanes.map(({ link, forward }) => ({ sshd, via: link, customer: `link ${link}`, forwards: [forward] })));
  const at = await bench.load.ask('untilEcho', { ports: lanes.map((lane) => lane.forward.listen), timeoutMs: 60_000 });
  if (at.some(Number.isNaN)) throw new Error('not every tunnel came up');
  return lanes;
}

async function cut(bench: Bench, lane: Lane): Promise<Cut> {
  await pause(Math.random() * SCATTER_MS);
  const { at, count } = await bench.link.ask('cut', lane.link);
  if (count !== 1) throw new Error(`a cut met ${count} connections instead of one: nothing can be said of it`);
  const [back = Number.NaN] = await bench.load.ask('untilEcho', { ports: [lane.forward.listen], timeoutMs: 90_000, patienceMs: 400 });
  const given = (await bench.link.ask('givenUp', lane.link)).filter((moment) => moment !== null);
  if (given.length !== 1) throw new Error('an echo came back while the silenced connection still stood: it took another way');
  await bench.link.ask('sweep', lane.link);
  return {
    direction: lane.forward.direction,
    noticed: (Math.max(...given) - at) / 1000,
    traffic: (back - at) / 1000,
  };
}

/** The quantile of several cuts, with the middle half of them as its spread. */
const at = (values: readonly number[], q: number): Spread => ({
  median: quantile(values, q),
  lower: quantile(values, 0.25),
  upper: quantile(values, 0.75),
  rounds: values.length,
});

async function cuts(bench: Bench): Promise<readonly Measure[]> {
  const sshd = bench.using(await startSshd());
  const target = await bench.load.ask('listen', null);
  const fleet = bench.using(await startFleet());
  bench.using(await fleet.worker('bench-cut'));
  const lanes = await lay(bench, fleet, sshd, target);
  const found: Cut[] = [];
  for (let wave = 0; wave < (bench.quick ? 1 : 5); wave += 1) {
    await pause(SETTLED_MS);
    found.push(...(await Promise.all(lanes.map((lane) => cut(bench, lane)))));
    bench.say(
      `  wave ${wave + 1}: slowest ${shown(Math.max(...found.slice(-lanes.length).map((c) => c.traffic)))} s from silence to traffic`,
    );
  }
  return (['outbound', 'inbound'] as const).flatMap((direction) => {
    const mine = found.filter((c) => c.direction === direction);
    const traffic = mine.map((c) => c.traffic);
    const noticed = mine.map((c) => c.noticed);
    const behind = (values: readonly number[]): string => `median ${shown(quantile(values, 0.5))}, slowest ${shown(Math.max(...values))} s`;
    return [
      {
        name: `silence → traffic, ${direction}, p99 of ${mine.length} cuts`,
        target: atMost(20),
        unit: 's',
        value: at(traffic, 0.99),
        detail: behind(traffic),
      },
      {
        name: `silence → noticed, ${direction}, slowest of ${mine.length} cuts`,
        target: atMost(12),
        unit: 's',
        value: at(noticed, 1),
        detail: behind(noticed),
      },
    ] satisfies Measure[];
  });
}

async function loaded(bench: Bench): Promise<readonly Measure[]> {
  const sshd = bench.using(await startSshd());
  const target = await bench.load.ask('listen', null);
  const link = await bench.link.ask('open', { target: sshd.port, delayMs: 10, bytesPerSecond: 500_000 });
  const fleet = bench.using(await startFleet());
  bench.using(await fleet.worker('bench-loaded'));
  const forward: Forward = { direction: 'outbound', listen: await port(), target };
  await fleet.add([{ sshd, via: link, customer: 'one', forwards: [forward] }]);
  await bench.load.ask('untilEcho', { ports: [forward.listen], timeoutMs: 30_000 });
  const seconds = bench.quick ? 15 : 60;
  const measures: Measure[] = [];
  for (const way of ['down', 'up'] as const) {
    const before = await bench.link.ask('count', link);
    const burden = await bench.load.ask('burden', { port: forward.listen, way, streams: 4 });
    await pause(seconds * 1000);
    await bench.load.ask('release', burden);
    const after = await bench.link.ask('count', link);
    const { up } = (await fleet.overview()).tunnels;
    const states = up === 1 ? 'the mapping was proven all along or is again' : 'the link was too full to prove the mapping';
    const alarms = after.opened - before.opened;
    measures.push({
      name: `connections given up in ${seconds} s of 4 ${way === 'down' ? 'downloads' : 'uploads'}`,
      target: atMost(0),
      unit: 'count',
      value: single(alarms),
      detail: `afterwards: ${states}`,
    });
    bench.say(`  ${way}: ${alarms} false alarms, afterwards ${states}`);
  }
  measures.push({
    name: 'link',
    target: untargeted,
    unit: 'count',
    value: single(1),
    detail: '500 KB/s each way, 20 ms round trip, 64 KiB of queue',
  });
  return measures;
}

export const silentCut: Row = {
  key: 'cut',
  title: 'Silent cut',
  method:
    'A real worker keeps 8 outbound and 8 inbound tunnels to a stock sshd on which the account may run a command. A TCP link in front of it, a process of its own, silences the standing ' +
    'connection at a random moment: both sockets stay open, no byte and no end of stream crosses any more, new connections pass. Five waves, 40 cuts each way; “noticed” is when the worker gave ' +
    'the silent connection up, “traffic” is the first echo through a new connection to the mapping.',
  boundSeconds: 600,
  run: cuts,
};

export const loadedLink: Row = {
  key: 'loaded-link',
  title: 'False alarms on a loaded link',
  method:
    'One tunnel through a link of 500 KB/s that four transfers at once keep full, first downwards, then upwards. A false alarm is a connection given up although the server lives.',
  boundSeconds: 300,
  run: loaded,
};
