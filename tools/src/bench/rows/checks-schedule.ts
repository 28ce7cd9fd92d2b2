import { ON_TIME_SHARE, slotOffsetMs } from '@stellwerk/domain';
import { openOwner, type Owner } from '@stellwerk/store';
import { randomUUID } from 'node:crypto';
import { seedChecks, type SeededCheck, tcpSpec, tlsSpec } from '../check-seed.js';
import { start } from '../child.js';
import { type Bench, pause } from '../context.js';
import { startFleet } from '../fleet.js';
import { allUp } from '../fleet-types.js';
import type { EndpointCommands } from '../processes/endpoints.js';
import { atMost, type Measure, type Row, untargeted } from '../row.js';
import { quantile, shown, single } from '../statistics.js';
import { manyTunnels, servers } from './thousand.js';

const ENDPOINTS = 200;
/** One check in five opens a TLS connection. */
const TLS_EVERY = 5;

interface Size {
  readonly tunnels: number;
  readonly checks: number;
  readonly intervalSeconds: number;
  readonly settleSeconds: number;
  readonly measureSeconds: number;
}
const FULL: Size = { tunnels: 1000, checks: 10_000, intervalSeconds: 300, settleSeconds: 90, measureSeconds: 450 };
const QUICK: Size = { tunnels: 100, checks: 1000, intervalSeconds: 60, settleSeconds: 30, measureSeconds: 90 };

async function seed(bench: Bench, owner: Owner, { checks, intervalSeconds }: Size): Promise<readonly SeededCheck[]> {
  const endpoints = bench.using(start<EndpointCommands>('endpoints'));
  const [tls, tcp] = [(await endpoints.ask('tls', ENDPOINTS)).ports, await endpoints.ask('tcp', ENDPOINTS)];
  const tenants = (await owner.query<{ id: string }>('SELECT id FROM tenant ORDER BY created_at, id')).map(({ id }) => id);
  const seeded = Array.from({ length: checks }, (_, i): SeededCheck => {
    const port = (i % TLS_EVERY === 0 ? tls : tcp)[Math.floor(i / tenants.length) % ENDPOINTS] as number;
    const spec = i % TLS_EVERY === 0 ? tlsSpec(port) : tcpSpec(port);
    return { id: randomUUID(), tenantId: tenants[i % tenants.length] as string, spec, intervalSeconds };
  });
  await seedChecks(owner, seeded);
  return seeded;
}

/** When runs were recorded, per check. A check's last run alone is kept everywhere, so it is read more often than it changes. */
class Runs {
  private readonly seen = new Map<string, Set<number>>();

  constructor(private readonly owner: Owner) {}

  async look(): Promise<void> {
    const rows = await this.owner.query<{ id: string; at: Date }>('SELECT id, last_run_at AS at FROM checks WHERE last_run_at IS NOT NULL');
    for (const { id, at } of rows) {
      const known = this.seen.get(id) ?? new Set();
      this.seen.set(id, known.add(at.getTime()));
    }
  }

  /** How late each slot between the two moments was served, milliseconds; infinite for one that nobody served within half an interval. */
  lateness(checks: readonly SeededCheck[], from: number, to: number): readonly number[] {
    return checks.flatMap(({ id, intervalSeconds }) => {
      const every = intervalSeconds * 1000;
      const offset = slotOffsetMs(id, intervalSeconds);
      const runs = [...(this.seen.get(id) ?? [])];
      const late: number[] = [];
      for (let slot = Math.ceil((from - offset) / every) * every + offset; slot < to; slot += every) {
        const mine = runs.map((at) => at - slot).filter((ms) => Math.abs(ms) < every / 2);
        late.push(mine.length === 0 ? Number.POSITIVE_INFINITY : mine.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a)));
      }
      return late;
    });
  }
}

/** Tunnels that were anything but up at some time since then. */
async function dropped(owner: Owner, since: Date): Promise<number> {
  const [found] = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM tunnel_status WHERE state <> 'up' OR since > $1::timestamptz`,
    since,
  );
  return found?.n ?? 0;
}

async function run(bench: Bench): Promise<readonly Measure[]> {
  const size = bench.quick ? QUICK : FULL;
  const hosts = await servers(bench);
  const fleet = bench.using(await startFleet());
  await fleet.add(await manyTunnels(bench, hosts, size.tunnels));
  const worker = await fleet.worker('bench-schedule');
  await fleet.until('every tunnel up', allUp(size.tunnels), 300_000);
  const owner = await openOwner(fleet.installation.postgres.ownerUrl);
  bench.using({ stop: () => owner.close() });
  bench.say(`  ${size.tunnels} tunnels up`);

  const seeded = await seed(bench, owner, size);
  await pause(size.settleSeconds * 1000);
  const runs = new Runs(owner);
  await worker.loop();
  const [from, cpu] = [Date.now(), worker.cpuSeconds()];

  for (const end = from + size.measureSeconds * 1000; Date.now() < end; await runs.look()) await pause((size.intervalSeconds * 1000) / 6);
  const to = Date.now();
  const [share, loop, lost] = [
    (worker.cpuSeconds() - cpu) / ((to - from) / 1000),
    await worker.loop(),
    await dropped(owner, new Date(from)),
  ];
  // What was due at the very end gets the time it may take.
  const patience = size.intervalSeconds * 1000 * ON_TIME_SHARE;
  await pause(patience);
  await runs.look();

  const late = runs.lateness(seeded, from, to);
  const off = late.filter((ms) => Math.abs(ms) > patience).length;
  const [half, p99, most] = [quantile(late, 0.5), quantile(late, 0.99), Math.max(...late)];
  bench.say(
    `  ${late.length} runs: ${off} off schedule; late by ${shown(half)} ms (median), ${shown(p99)} ms (p99), ${shown(most)} ms at most; ` +
      `event loop p99 ${shown(loop.p99Ms)} ms, ${lost} tunnels lost, ${shown(share * 100)} % of a core`,
  );

  const runsPerSecond = size.checks / size.intervalSeconds;
  return [
    {
      name: `runs missed or off by more than 5 % of their interval, of ${late.length}`,
      target: atMost(0),
      unit: 'count',
      value: single(off),
      detail: `recorded after their slot: median ${shown(half)} ms, p99 ${shown(p99)} ms, longest ${shown(most)} ms; allowed ${shown(patience / 1000)} s`,
    },
    {
      name: 'event-loop delay p99 meanwhile',
      target: atMost(50),
      unit: 'ms',
      value: single(loop.p99Ms),
      detail: `longest ${shown(loop.maxMs)} ms`,
    },
    {
      name: `tunnels of ${size.tunnels} that did not stay up`,
      target: atMost(0),
      unit: 'count',
      value: single(lost),
    },
    {
      name: `processor use of the worker with ${size.tunnels} tunnels and ${shown(runsPerSecond)} runs a second`,
      target: untargeted,
      unit: '%',
      value: single(share * 100),
      detail: 'of one core, tunnels’ keep-alive and probes included',
    },
  ];
}

export const checksOnSchedule: Row = {
  key: 'checks-schedule',
  title: '10,000 scheduled checks beside 1,000 tunnels',
  method:
    'The fleet of “1,000 tunnels in one worker”, all up; then 10,000 checks of its customers with an interval of 300 s (four in five a TCP port, one in five a TLS endpoint, on loopback) are written into the tables, and the same worker puts them on schedule. ' +
    'Measured over one and a half intervals, beginning a minute and a half later. Late is how long after its slot a run was recorded, probe included; a slot that nobody served counts as off. The event-loop delay is sampled inside the worker every 10 ms. ' +
    'A tunnel that was anything but up at some moment counts as one that did not stay up.',
  boundSeconds: 1500,
  run,
};
