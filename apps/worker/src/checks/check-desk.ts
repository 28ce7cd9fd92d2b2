import { setMaxListeners } from 'node:events';
import type { CertificateFacts } from '@stellwerk/domain';
import { type CheckMeans, type Dialer, edgeVantage, type Probes, sshVantage } from '@stellwerk/probe';
import type { JobPayload, Postponed, Queue } from '@stellwerk/queue';
import type { RunnableCheck, Store, SystemTx } from '@stellwerk/store';
import { Complaint } from '../complaint.js';
import { FairSlots } from '../gate/fair-slots.js';
import { LoopWatch } from '../gate/in-flight.js';
import { asking, soon } from '../store-access.js';
import type { WorkerLog } from '../worker.js';
import { calledOffBy } from './called-off.js';
import { PACE, Pacer } from './pacer.js';
import { runCheck, type RunCheckDeps } from './run-check.js';
import { ScheduleKeeper } from './schedule-keeper.js';
import { type VantageDeps, VantageSessions } from './vantage-sessions.js';

/** What probes are made of, besides the way to their target. */
export interface CheckEngines {
  readonly probes: Probes;
  /** The way to what is looked at from this edge; names lead where the resolvers of checks say. */
  readonly dialer: Dialer;
  /** The operator's own addresses, as the dialer has them: not even through a customer's SSH server is anybody led to them. */
  readonly protectedEndpoints: readonly string[];
  readonly allowLoopback: boolean;
}

export interface CheckDeskDeps extends VantageDeps {
  readonly workerId: string;
  readonly edgeId: string;
  readonly store: Store;
  readonly queue: Queue;
  readonly engines: CheckEngines;
  readonly log: WorkerLog;
  readonly now: () => number;
  readonly random: () => number;
  readonly onRun: RunCheckDeps['onRun'];
  readonly onCorrected: (schedules: number) => void;
}

/** What can be seen of checks, for metrics. */
export interface ChecksView {
  /** Runs under way, and probes among them that wait for their turn. */
  readonly running: number;
  readonly waiting: number;
  /** Checks of the edge that nobody ran although their time is long past. */
  readonly late: number;
}

export interface CheckDesk {
  readonly run: (job: JobPayload<'check.run'>, signal: AbortSignal) => Promise<Postponed | void>;
  readonly view: () => ChecksView;
  readonly stop: () => Promise<void>;
}

/**
 * Probes at once in this process. Hosts that stay silent hold a place for seconds and cost nothing; the limit falls while the event loop
 * comes late, because the tunnels' traffic goes first.
 */
const PROBES = { most: 64, first: 32, least: 12, perTenant: 16, everyMs: 20, lateMs: 15, calmMs: 5 } as const;

/** Longer than any job may take: the queue ends it before. */
const JOB_MS = 600_000;
/** What is interrupted by the end of this process waits for another one, this long at least. */
const ELSEWHERE_MS = 1_000;

/** The checks of an edge: keeps them on schedule and runs those that reach this worker. */
export function startChecks(deps: CheckDeskDeps): CheckDesk {
  const { edgeId, store, queue, engines, log, now, random } = deps;
  const ask = asking(store, 'schedules of checks');
  const keeper = new ScheduleKeeper({
    edgeId,
    timetable: queue.timetable('check.run', edgeId),
    enqueue: (run, delayMs) => queue.enqueue('check.run', run, edgeId, delayMs),
    ask: (question) => ask((tx) => question(tx.checkWork)),
    now,
    random,
    complaint: new Complaint((error) => log.warn({ err: error }, 'the schedules of checks could not be compared; it is tried again')),
    onCorrected: (schedules) => {
      log.warn({ schedules }, 'schedules of checks had to be corrected');
      deps.onCorrected(schedules);
    },
  });
  const stopping = new AbortController();
  // One per run under way.
  setMaxListeners(0, stopping.signal);
  const sessions = new VantageSessions(deps);
  const slots = new FairSlots({ total: PROBES.first, perParty: PROBES.perTenant });
  const watch: LoopWatch = new LoopWatch(
    now,
    () => slots.load().inUse > 0,
    (limit) => slots.allow(limit),
    PROBES,
  );
  const limiter = (of: keyof typeof PACE) => queue.limiter(PACE[of]);
  const pacer = new Pacer(
    {
      target: limiter('target'),
      tenant: limiter('tenant'),
      enumeration: limiter('enumeration'),
      enumerationNow: limiter('enumerationNow'),
    },
    random,
  );
  const system = <T>(work: (tx: SystemTx) => Promise<T>): Promise<T> => soon(store.asSystem('run a check', work), 'a run of a check');
  const read: typeof system = (work) => soon(store.asSystem('run a check', work, { plain: true }), 'a run of a check');

  const running: RunCheckDeps = {
    workerId: deps.workerId,
    edgeId,
    now,
    system,
    read,
    pacer,
    enter: (tenantId, signal) => {
      watch.wake();
      return slots.enter(tenantId, signal);
    },
    from: async (check, signal, work) => {
      if (check.vantage.kind === 'edge') return { ok: true, value: await work(edgeVantage(engines.dialer, check.allowedNetworks)) };
      const { dialer, protectedEndpoints, allowLoopback } = engines;
      return sessions.use(check, signal, (session) =>
        work(sshVantage({ open: (host, port) => session.open(host, port), dialer, protectedEndpoints, allowLoopback })),
      );
    },
    means: (check) => ({ ...engines.probes, certificates: certificatesOf(check, system) }),
    publish: (message) => void queue.bus.publish(message),
    onRun: deps.onRun,
  };

  const ends = [
    queue.bus.subscribe(['checks.changed'], (message) => void (message.edgeId === edgeId && keeper.nudge(message.checkIds ?? []))),
    queue.bus.onReconnected(() => void keeper.forget()),
  ];
  void keeper.nudge();

  return {
    run: async (job, signal) => {
      try {
        if (!stopping.signal.aborted)
          return await calledOffBy([signal, stopping.signal], JOB_MS, (within) => runCheck(job, within, running));
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
      return { againInMs: ELSEWHERE_MS };
    },
    view: () => ({ running: pacer.running, waiting: slots.load().waiting, late: keeper.late }),
    stop: async () => {
      ends.forEach((end) => end());
      // First of all: whoever looks through a session that is about to end would see an outage that is none.
      stopping.abort();
      await keeper.stop();
      sessions.close();
    },
  };
}

type Ask = <T>(work: (tx: SystemTx) => Promise<T>) => Promise<T>;

/** Stored certificates, those of the check's own customer only. */
const certificatesOf = ({ tenantId }: RunnableCheck, system: Ask): CheckMeans['certificates'] => ({
  find: (id) => system((tx) => tx.certificateWork.material(tenantId, id)),
  uploadedFor: async (name): Promise<readonly CertificateFacts[]> =>
    (await system((tx) => tx.certificateWork.uploadedFor(tenantId, name))).map(({ facts }) => facts),
});
