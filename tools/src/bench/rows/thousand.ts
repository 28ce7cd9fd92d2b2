import { type Sshd, startSshd } from '@stellwerk/testing';
import { type Bench, pause } from '../context.js';
import { startFleet } from '../fleet.js';
import { allUp, type Fleet, type FleetTunnel } from '../fleet-types.js';
import { type Forward, type Peer, startSsh } from '../peers.js';
import { ports } from '../ports.js';
import { cpuSeconds, isAlive, pssKib } from '../procfs.js';
import { atMost, type Measure, type Row, untargeted } from '../row.js';
import { median, shown, single, spread } from '../statistics.js';
import { startTunnels } from '../tunnels.js';

const SERVERS = 10;
const PER_CUSTOMER = 20;

/** Many customers have many servers: the tunnels are spread over ten of them. */
export async function servers(bench: Bench): Promise<readonly Sshd[]> {
  const started: Sshd[] = [];
  for (let i = 0; i < SERVERS; i += 1) started.push(bench.using(await startSshd()));
  return started;
}

async function forwards(bench: Bench, count: number): Promise<readonly Forward[]> {
  const target = await bench.load.ask('listen', null);
  return (await ports(count)).map((listen) => ({ direction: 'outbound', listen, target }));
}

/** `count` tunnels with one mapping each, twenty to a customer, every customer with one of the servers. */
export async function manyTunnels(bench: Bench, hosts: readonly Sshd[], count: number): Promise<readonly FleetTunnel[]> {
  return (await forwards(bench, count)).map((forward, i) => {
    const customer = Math.floor(i / PER_CUSTOMER);
    return { sshd: hosts[customer % SERVERS] as Sshd, customer: `customer ${customer}`, forwards: [forward] };
  });
}

/** PSS of `ssh -N` processes with one forward each, KiB, and their share of a core in percent per 1,000. */
async function peerCost(bench: Bench, sshd: Sshd, count: number, seconds: number): Promise<{ pss: readonly number[]; cpu: number }> {
  const peers: Peer[] = [];
  bench.using({ stop: async () => void (await Promise.all(peers.map((peer) => peer.stop()))) });
  const wanted = await forwards(bench, count);
  for (const forward of wanted) {
    peers.push(await startSsh(sshd, { forwards: [forward], options: ['ServerAliveInterval=6', 'ServerAliveCountMax=3'] }));
    if (peers.length % 8 === 0) await pause(400);
  }
  await bench.load.ask('untilEcho', { ports: wanted.map((f) => f.listen), timeoutMs: 60_000 });
  const living = peers.filter((peer) => isAlive(peer.pid));
  if (living.length < count * 0.9) throw new Error(`only ${living.length} of ${count} ssh processes stayed up`);
  const used = (): number => living.reduce((sum, peer) => sum + cpuSeconds(peer.pid), 0);
  const before = used();
  await pause(seconds * 1000);
  return { cpu: ((used() - before) / seconds / living.length) * 1000 * 100, pss: living.map((peer) => pssKib(peer.pid)) };
}

/** A worker that has nothing to do, long enough after its start: what a process costs before its first tunnel. */
async function emptyWorker(fleet: Fleet): Promise<{ rss: number; cpu: number }> {
  const worker = await fleet.worker('bench-empty');
  await pause(5000);
  const cost = { rss: worker.rssKib(), cpu: worker.cpuSeconds() };
  await worker.stop();
  return cost;
}

async function thousand(bench: Bench): Promise<readonly Measure[]> {
  const count = bench.quick ? 100 : 1000;
  const idleSeconds = bench.quick ? 10 : 60;
  const hosts = await servers(bench);
  const fleet = bench.using(await startFleet());
  const empty = await emptyWorker(fleet);
  await fleet.add(await manyTunnels(bench, hosts, count));

  const began = Date.now();
  const worker = await fleet.worker('bench-thousand');
  await fleet.until('the first tunnel up', allUp(1), 30_000);
  await worker.loop();
  const seconds = ((await fleet.until('every tunnel up', allUp(count), 240_000)) - began) / 1000;
  const loop = await worker.loop();
  const perConnection = ((worker.cpuSeconds() - empty.cpu) / count) * 1000;
  bench.say(
    `  ${count} tunnels up in ${shown(seconds)} s, event loop p99 ${shown(loop.p99Ms)} ms, ${shown(perConnection)} ms of processor time each`,
  );

  await pause(bench.quick ? 5000 : 30_000);
  const before = worker.cpuSeconds();
  await pause(idleSeconds * 1000);
  const workerCpu = ((worker.cpuSeconds() - before) / idleSeconds / count) * 1000 * 100;
  const memory = (worker.rssKib() - empty.rss) / count;
  await worker.stop();

  const peer = await peerCost(bench, hosts[0] as Sshd, bench.quick ? 20 : 100, bench.quick ? 10 : 30);
  const pss = median(peer.pss);
  bench.say(
    `  ${shown(memory)} KiB per tunnel against ${shown(pss)} KiB of ssh; idle ${shown(workerCpu)} % of a core per 1,000, probes included`,
  );
  return [
    {
      name: `memory per idle tunnel at ${count}, whole worker, against ssh`,
      target: atMost(0.04),
      unit: 'x',
      value: spread([memory / pss]),
      detail: `${shown(memory)} against ${shown(pss)} KiB (1/${shown(pss / memory)})`,
    },
    { name: 'worker without tunnels', target: untargeted, unit: 'KiB', value: single(empty.rss) },
    {
      name: 'event-loop delay p99 while they come up',
      target: atMost(50),
      unit: 'ms',
      value: single(loop.p99Ms),
      detail: `longest ${shown(loop.maxMs)} ms`,
    },
    {
      name: 'own processor time per connection',
      target: atMost(5),
      unit: 'ms',
      value: single(perConnection),
      detail: 'reading the fleet, probing the mappings and writing statuses included',
    },
    {
      name: `start of the worker → all ${count} up`,
      target: untargeted,
      unit: 's',
      value: single(seconds),
      detail: 'sshd uses the same cores and most of the time',
    },
    {
      name: 'idle processor use per 1,000 tunnels, whole worker',
      target: untargeted,
      unit: '%',
      value: single(workerCpu),
      detail: `of one core, every mapping probed every 16 to 19 seconds; ssh: ${shown(peer.cpu)} %, keep-alive only`,
    },
  ];
}

async function keepAlive(bench: Bench): Promise<readonly Measure[]> {
  const count = bench.quick ? 100 : 1000;
  const hosts = await servers(bench);
  const tunnels = bench.using(await startTunnels());
  const wanted = await forwards(bench, count);
  for (const [i, sshd] of hosts.entries())
    await tunnels.openMany(
      sshd,
      wanted.filter((_, k) => k % SERVERS === i).map((f) => [f]),
      8,
    );
  if ((await tunnels.alive()) !== count) throw new Error('not every tunnel came up');
  await pause(10_000);
  const shares: number[] = [];
  for (let round = 0; round < (bench.quick ? 1 : 3); round += 1) {
    const before = cpuSeconds(tunnels.pid);
    await pause(20_000);
    shares.push(((cpuSeconds(tunnels.pid) - before) / 20 / count) * 1000 * 100);
  }
  bench.say(`  keep-alive: ${shown(median(shares))} % of a core per 1,000`);
  return [
    {
      name: `keep-alive processor use per 1,000 tunnels (${count} measured)`,
      target: atMost(3),
      unit: '%',
      value: spread(shares),
      detail: 'of one core; nothing else flows',
    },
  ];
}

export const thousandTunnels: Row = {
  key: 'thousand',
  title: '1,000 tunnels in one worker',
  method:
    'A real worker process is started on a fleet of 1,000 tunnels of 50 customers, one mapping each, spread over ten sshd. Memory is its resident set half a minute after the storm, less that of a ' +
    'worker without tunnels, against the median PSS of 100 `ssh -N` processes with one forward each. The event-loop delay is sampled inside the worker every 10 ms, from the first tunnel up to the last.',
  boundSeconds: 900,
  run: thousand,
};

export const keepAliveCost: Row = {
  key: 'keep-alive',
  title: 'Keep-alive of 1,000 idle tunnels',
  method:
    'Stellwerk’s sessions alone, without supervision and probes, so that nothing but the keep-alive wakes the process; processor time from /proc over 20 s, three times.',
  boundSeconds: 420,
  run: keepAlive,
};
