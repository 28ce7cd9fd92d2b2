import type { CheckSpec } from '@stellwerk/domain';
import { openOwner, type Owner } from '@stellwerk/store';
import { idWithin, seedChecks, seedTenants, tcpSpec, tlsSpec } from '../check-seed.js';
import { type Child, start } from '../child.js';
import { type Bench, pause } from '../context.js';
import { type Exporter, type ExporterModule, startExporter } from '../exporter.js';
import { startFleet } from '../fleet.js';
import type { Fleet, WorkerProcess } from '../fleet-types.js';
import { inLanes } from '../lanes.js';
import type { EndpointCommands } from '../processes/endpoints.js';
import type { ProbeCommands } from '../processes/probes.js';
import { familySeconds, runSeconds } from '../procfs.js';
import { atLeast, type Measure, type Row, untargeted } from '../row.js';
import { median, shown, spread } from '../statistics.js';
import { provide } from '../../start/packages.js';

/** One minute is one round: for each kind a turn of the worker, which runs its checks by schedule, then one of exporter and probes. */
const MINUTE_MS = 60_000;
const TURN_MS = 15_000;
/** Of the worker's turn: no slot lies before the one, nor after the other. */
const [SLOTS_FROM_MS, SLOTS_TO_MS] = [500, 10_500];
const ENDPOINTS = 200;
const CUSTOMERS = 6;
/** Of each customer: half of the endpoints, so that every endpoint belongs to three of them. */
const EACH = ENDPOINTS / 2;
const LOOKS = CUSTOMERS * EACH;
/** Looks under way at once, of exporter and probes. */
const AT_ONCE = 16;
/** The first run of a check writes what later ones find as it was. */
const WARMING_MINUTES = 2;
/** Turns of exporter and probes before all others: code is compiled while it runs for the first few thousand times. */
const WARMING_TURNS = 8;

const KINDS = ['tls-endpoint', 'tcp-port'] as const;
type Kind = (typeof KINDS)[number];
const MODULES = { 'tls-endpoint': 'certificate', 'tcp-port': 'port' } as const satisfies Record<Kind, ExporterModule>;

/** Processor time per look, milliseconds. */
interface Round {
  /** How many of its checks the worker came to within its turn. */
  readonly runs: number;
  readonly worker: number;
  readonly probes: number;
  readonly exporter: number;
  readonly database: number;
  readonly redis: number;
}

interface Arena {
  readonly fleet: Fleet;
  readonly owner: Owner;
  readonly worker: WorkerProcess;
  readonly probes: Child<ProbeCommands>;
  readonly exporter: Exporter;
  readonly specs: Readonly<Record<Kind, readonly CheckSpec[]>>;
}

async function startArena(bench: Bench): Promise<Arena> {
  await provide(['prometheus-blackbox-exporter'], (line) => bench.say(line));
  const endpoints = bench.using(start<EndpointCommands>('endpoints'));
  const [tls, tcp] = [await endpoints.ask('tls', ENDPOINTS), await endpoints.ask('tcp', ENDPOINTS)];
  const exporter = bench.using(await startExporter(tls.root));
  const fleet = bench.using(await startFleet());
  const owner = await openOwner(fleet.installation.postgres.ownerUrl);
  bench.using({ stop: () => owner.close() });
  const looks = <T>(of: readonly T[]): readonly T[] => Array.from({ length: LOOKS }, (_, i) => of[i % ENDPOINTS] as T);
  const specs = { 'tls-endpoint': looks(tls.ports.map(tlsSpec)), 'tcp-port': looks(tcp.map(tcpSpec)) };
  const tenants = await seedTenants(owner, CUSTOMERS);
  const seeded = KINDS.flatMap((kind, k) =>
    specs[kind].map((spec, i) => {
      const turn = k * 2 * TURN_MS;
      const id = idWithin(MINUTE_MS / 1000, turn + SLOTS_FROM_MS, turn + SLOTS_TO_MS);
      return { id, tenantId: tenants[Math.floor(i / EACH)] as string, spec, intervalSeconds: MINUTE_MS / 1000 };
    }),
  );
  await seedChecks(owner, seeded);
  const worker = await fleet.worker('bench-checks', { meter: false });
  return { fleet, owner, worker, exporter, specs, probes: bench.using(start<ProbeCommands>('probes')) };
}

const until = (at: number): Promise<void> => pause(Math.max(0, at - Date.now()));

/** Runs of a kind recorded since then; the worker's own word on what it saw. */
async function recorded({ owner }: Arena, kind: Kind, since: number): Promise<number> {
  const [found] = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM checks WHERE kind = $1 AND last_run_at >= $2::timestamptz AND status NOT IN ('unable-to-tell', 'pending')`,
    kind,
    new Date(since),
  );
  return found?.n ?? 0;
}

/** The worker's turn. Everything of a run counts, and whatever else it does meanwhile: leases, schedules, upkeep. */
async function workersTurn(arena: Arena, kind: Kind, began: number): Promise<Pick<Round, 'worker' | 'database' | 'redis' | 'runs'>> {
  const { postgres, redis } = arena.fleet.installation;
  const used = async () => ({
    worker: runSeconds(arena.worker.pid),
    database: await familySeconds(postgres.pid),
    redis: runSeconds(redis.pid()),
  });
  await until(began + SLOTS_FROM_MS / 2);
  const before = await used();
  await until(began + SLOTS_TO_MS + 300);
  let runs = await recorded(arena, kind, began);
  for (; runs < LOOKS && Date.now() < began + TURN_MS - 200; runs = await recorded(arena, kind, began)) await pause(200);
  const after = await used();
  const each = (of: 'worker' | 'database' | 'redis'): number => ((after[of] - before[of]) / runs) * 1000;
  return { runs, worker: each('worker'), database: each('database'), redis: each('redis') };
}

/** Processor time of a process for each of the looks it is made to take, milliseconds. */
async function perLook(who: string, pid: number, look: () => Promise<number>): Promise<number> {
  const before = runSeconds(pid);
  const told = await look();
  const used = runSeconds(pid) - before;
  if (told < LOOKS) throw new Error(`the ${who} could tell only ${told} of ${LOOKS}`);
  return (used / LOOKS) * 1000;
}

/** The turn of exporter and probes, one right after the other, the first one second in the next round. */
async function driven({ exporter, probes, specs }: Arena, kind: Kind, exporterFirst: boolean): Promise<Pick<Round, 'exporter' | 'probes'>> {
  const target = ({ params }: CheckSpec): string => ('port' in params ? `127.0.0.1:${params.port}` : '');
  const theirs = () =>
    perLook('exporter', exporter.pid, () => inLanes(specs[kind], AT_ONCE, (spec) => exporter.probe(MODULES[kind], target(spec))));
  const ours = () => perLook('probes', probes.pid, () => probes.ask('look', { specs: specs[kind], atOnce: AT_ONCE }));
  const first = exporterFirst ? await theirs() : await ours();
  const second = exporterFirst ? await ours() : await theirs();
  return exporterFirst ? { exporter: first, probes: second } : { exporter: second, probes: first };
}

async function oneMinute(arena: Arena, minute: number, exporterFirst: boolean): Promise<Record<Kind, Round>> {
  const round = async (kind: Kind, began: number): Promise<Round> => {
    const ours = await workersTurn(arena, kind, began);
    await until(began + TURN_MS);
    return { ...ours, ...(await driven(arena, kind, exporterFirst)) };
  };
  const certificates = await round('tls-endpoint', minute);
  return { 'tls-endpoint': certificates, 'tcp-port': await round('tcp-port', minute + 2 * TURN_MS) };
}

const NAMES = { 'tls-endpoint': 'certificate checks', 'tcp-port': 'TCP checks' } as const;

function measures(kind: Kind, rounds: readonly Round[]): Measure[] {
  const cost = (of: Exclude<keyof Round, 'runs'>): string => `${shown(median(rounds.map((round) => round[of])))} ms`;
  const rate = (of: 'worker' | 'probes') => spread(rounds.map((round) => round.exporter / round[of]));
  return [
    {
      name: `${NAMES[kind]} per CPU-second: probe and rules`,
      target: atLeast(1),
      unit: 'x',
      value: rate('probes'),
      detail: `${cost('probes')} against ${cost('exporter')} of processor time each`,
    },
    {
      name: `${NAMES[kind]} per CPU-second: the whole worker, schedule and history included`,
      target: untargeted,
      unit: 'x',
      value: rate('worker'),
      detail: `${cost('worker')} against ${cost('exporter')}; beside it ${cost('database')} in PostgreSQL, ${cost('redis')} in Redis`,
    },
  ];
}

async function run(bench: Bench): Promise<readonly Measure[]> {
  const arena = await startArena(bench);
  const rounds: Record<Kind, Round>[] = [];
  const count = bench.quick ? 1 : 6;
  for (let turn = 0; turn < WARMING_TURNS; turn += 1) for (const kind of KINDS) await driven(arena, kind, turn % 2 === 0);
  for (let round = -WARMING_MINUTES; round < count; round += 1) {
    // The first minute that is whole, and late enough that every schedule stands.
    const minute = Math.ceil((Date.now() + (round === -WARMING_MINUTES ? 10_000 : 100)) / MINUTE_MS) * MINUTE_MS;
    await until(minute);
    const result = await oneMinute(arena, minute, round % 2 === 0);
    if (round >= 0) rounds.push(result);
    for (const kind of KINDS) {
      const { runs, worker, probes, exporter, database, redis } = result[kind];
      if (round >= 0 && runs < LOOKS * 0.95) throw new Error(`the worker came to only ${runs} of ${LOOKS} checks (${kind}) in its turn`);
      bench.say(
        `  ${NAMES[kind]}: ${runs} runs, worker ${shown(worker)} ms, probe ${shown(probes)} ms, exporter ${shown(exporter)} ms (PostgreSQL ${shown(database)}, Redis ${shown(redis)})`,
      );
    }
  }
  return KINDS.flatMap((kind) =>
    measures(
      kind,
      rounds.map((round) => round[kind]),
    ),
  );
}

export const checks: Row = {
  key: 'checks',
  title: 'Checks against prometheus-blackbox-exporter',
  method:
    `${ENDPOINTS} TLS services (ECDSA P-256, leaf and intermediate, TLS 1.3) and ${ENDPOINTS} open ports on loopback, in a process of their own. A round is one minute, in which everybody takes a turn at the same looks (${LOOKS} of each ` +
    `kind), exporter and probes ${AT_ONCE} at once, the worker when their slots come. The judged figure compares like with like, one look with its verdict: our probe and our rules, answered as JSON, in a process of their own, against Debian’s exporter with its defaults, asked over kept HTTP connections ` +
    'as Prometheus asks it, and answering metrics. Both complete the handshake and verify the chain up to a root (the exporter’s is among its system roots; ours is on neither list, which our rules report). Ours also reads the whole chain, judges it by both programmes, and remembers signatures it ' +
    'has verified; the exporter also serves HTTP. The whole worker is told beside it, because it does what the exporter leaves to Prometheus: a real worker process whose scheduled checks take a job from Redis, keep to the pace of target and customer, and write run, findings and certificate to PostgreSQL. ' +
    'Processor time is that of all threads of a process, from /proc.',
  boundSeconds: 900,
  run,
};
