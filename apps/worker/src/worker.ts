import { type Credential, type Result, shardOf, skewOf } from '@stellwerk/domain';
import type { Dialer } from '@stellwerk/probe';
import type { BusMessage, Queue } from '@stellwerk/queue';
import type { DesiredSshServer, Store, SystemTx } from '@stellwerk/store';
import { type CheckEngines, type ChecksView, startChecks } from './checks/check-desk.js';
import { Complaint } from './complaint.js';
import { HandshakeGate } from './gate/handshake-gate.js';
import { RefusedCredentials } from './gate/refused-credentials.js';
import { greets } from './greeting.js';
import { handlers } from './jobs/handlers.js';
import type { CheckpointDesk } from './jobs/checkpoint.js';
import type { MailDesk } from './jobs/send-mails.js';
import { LeaseKeeper } from './lease/lease-keeper.js';
import { StatusWriter } from './status/status-writer.js';
import { asking, leaseTable, soon } from './store-access.js';
import { Supervisor } from './supervisor/supervisor.js';
import type { SignInParty } from './tunnel/connection.js';
import { TrustedKeys } from './tunnel/trusted-keys.js';

export interface WorkerLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface WorkerDeps {
  readonly workerId: string;
  readonly edgeId: string;
  readonly store: Store;
  readonly queue: Queue;
  readonly dialer: Dialer;
  readonly openCredential: (party: SignInParty, server: DesiredSshServer) => Promise<Result<Credential>>;
  readonly log: WorkerLog;
  readonly now: () => number;
  readonly random: () => number;
  /** Absent: people are told in the portal only. */
  readonly mail?: MailDesk | null;
  /** Absent: the audit is not signed. */
  readonly checkpoints?: CheckpointDesk | null;
  /** What checks are probed with. */
  readonly checks: CheckEngines;
  /** Told what metrics count. */
  readonly counts?: WorkerCounts;
}

/** What only grows. */
export interface WorkerCounts {
  /** Corrections that a full resync of tunnels needed. */
  readonly corrected: (steps: number) => void;
  /** Schedules of checks that were not as they should be. */
  readonly schedulesCorrected: (schedules: number) => void;
  readonly checkRun: (run: { readonly kind: string; readonly status: string; readonly tookMs: number }) => void;
}

/** What can be seen of a running worker, for metrics and readiness. */
export interface WorkerView {
  readonly shards: number;
  /** Tunnels by state. */
  readonly tunnels: Readonly<Record<string, number>>;
  readonly handshakes: { readonly inUse: number; readonly waiting: number };
  readonly hostsDown: number;
  readonly unwritten: { readonly statuses: number; readonly events: number; readonly lostEvents: number };
  readonly databaseReachable: boolean;
  readonly checks: ChecksView;
}

export interface RunningWorker {
  readonly view: () => WorkerView;
  /** Ends the tunnels, gives the shards back at once and tells the others. */
  readonly stop: () => Promise<void>;
}

/** Milliseconds between writes of what changed. */
const FLUSH_MS = 1_000;
/** Everything is refreshed once in this many turns, a part in each: a thousand statuses at once would hold up the event loop. */
const REFRESH_TURNS = 15;

/** Starts a worker on its edge: claims its share of the shards and keeps their tunnels up until `stop`. */
export function startWorker(deps: WorkerDeps): RunningWorker {
  const { workerId, edgeId, store, queue, dialer, log, now, random } = deps;
  const [askDesired, askStatus] = [asking(store, 'desired tunnels'), asking(store, 'tunnel status')];
  const tellKeys = <T>(work: (tx: SystemTx) => Promise<T>): Promise<T> => soon(store.asSystem('host keys', work), 'host keys');
  const line = store.line(workerId);
  let reachable = true;
  /** How far the database's clock is ahead of ours: ends of access are told by its clock. */
  let skewMs = 0;
  let cuts: string | null = null;

  const gate: HandshakeGate = new HandshakeGate({ answers: (host, signal) => greets(dialer, host, signal), random, now });
  const writer: StatusWriter = new StatusWriter({
    workerId,
    now,
    fenceOf: (tunnelId) => keeper.held.get(shardOf(tunnelId)) ?? null,
    write: (statuses, events) =>
      askStatus(async (tx) => {
        const refused = statuses.length > 0 ? await tx.running.writeStatuses(workerId, statuses) : [];
        if (events.length > 0) await tx.events.add(events);
        return refused;
      }),
    publish: (message) => void queue.bus.publish(message),
    complaint: new Complaint((error) => log.warn({ err: error }, 'statuses could not be written; they are kept')),
    onRefused: ({ why, tunnelId }, shard) => {
      log.warn({ tunnelId, shard, why }, 'a status was refused');
      if (why === 'fence-moved') keeper.refused(shard);
      else void supervisor.nudge();
    },
  });
  const hostKeys: TrustedKeys = new TrustedKeys({
    pin: (id, key) => tellKeys((tx) => tx.running.pinHostKey(id, key)),
    noteOffered: (id, keys) => tellKeys((tx) => tx.running.noteOfferedKeys(id, keys)),
    note: (event) => writer.note(event),
    now,
  });
  const signingIn = { dialer, gate, hostKeys, refused: new RefusedCredentials(now), openCredential: deps.openCredential };
  const supervisor: Supervisor = new Supervisor({
    ...signingIn,
    workerId,
    now,
    random,
    desired: (shards) => askDesired((tx) => tx.running.desired(edgeId, shards)),
    accessNow: () => now() + skewMs,
    onEnded: () => void queue.enqueue('requests.finish', {}, edgeId),
    heldShards: () => keeper.held,
    report: (report) => writer.put(report),
    forget: (tunnelId) => writer.forget(tunnelId),
    note: (event) => writer.note(event),
    complaint: new Complaint((error) => log.warn({ err: error }, 'what shall run could not be read or carried out; what runs stays')),
    onCorrected: (steps) => {
      log.warn({ steps }, 'a resync had to correct what a nudge should have brought');
      deps.counts?.corrected(steps);
    },
  });
  const keeper: LeaseKeeper = new LeaseKeeper({
    workerId,
    table: leaseTable(
      store,
      { workerId, edgeId },
      {
        now,
        onClock: (look) => (skewMs = skewOf(look, skewMs)),
        onCuts: (seen) => {
          if (cuts !== null && cuts !== seen) void supervisor.nudge();
          cuts = seen;
        },
      },
    ),
    busy: () => supervisor.busy(),
    onGained: (claims) => {
      log.info({ shards: claims.length }, 'shards gained');
      void queue.bus.publish({
        type: 'fences.moved',
        edgeId,
        owner: workerId,
        shards: claims.map((c) => ({ id: c.shard, fence: c.fence })),
      });
      void supervisor.nudge();
    },
    onLost: async (shards, why) => {
      log.info({ shards: shards.length, why }, 'shards let go');
      await supervisor.letGo(shards);
    },
    onReleased: () => void queue.bus.publish({ type: 'edge.nudge', edgeId }),
    now,
    line: () => line.standing(),
    onReachable: (yes, error) => {
      reachable = yes;
      if (yes) log.info({}, 'the database answers again');
      else log.warn({ err: error }, 'the database is away: everything stays as it is');
      if (yes) void writer.flush();
    },
  });

  const heard = ['fences.moved', 'edge.nudge', 'tunnel.probe'] as const;
  const onMessage = (m: Extract<BusMessage, { type: (typeof heard)[number] }>): void => {
    if (m.type === 'fences.moved' && m.edgeId === edgeId) keeper.fencesMoved(m.owner, m.shards);
    else if (m.type === 'edge.nudge' && m.edgeId === edgeId) void keeper.tick().then(() => supervisor.nudge());
    else if (m.type === 'tunnel.probe') void supervisor.running.get(m.tunnelId)?.probe();
  };
  let scheduled = false;
  const schedule = async (): Promise<void> => void (scheduled ||= (await queue.schedule()).queued);
  const reconnected = (): void => {
    // Redis may have come back empty, and nudges may have been missed.
    scheduled = false;
    void schedule();
    void supervisor.nudge();
  };
  const checks = startChecks({
    ...signingIn,
    workerId,
    edgeId,
    store,
    queue,
    log,
    now,
    random,
    engines: deps.checks,
    live: (sshServerId) => supervisor.sessionTo(sshServerId),
    onRun: (run) => deps.counts?.checkRun(run),
    onCorrected: (schedules) => deps.counts?.schedulesCorrected(schedules),
  });
  const ends = [queue.bus.subscribe(heard, onMessage), queue.bus.onReconnected(reconnected)];
  const consumer = queue.startWorkers(
    edgeId,
    handlers({
      edgeId,
      store,
      dialer,
      bus: queue.bus,
      mail: deps.mail ?? null,
      checkpoints: deps.checkpoints ?? null,
      now,
      nudge: () => supervisor.nudge(),
      runCheck: checks.run,
    }),
  );
  void schedule();

  let turn = 0;
  const everySecond = (): void => {
    supervisor.endDue();
    supervisor.report({ turn: (turn += 1), of: REFRESH_TURNS });
    void writer.flush();
    void hostKeys.flush();
    if (!scheduled && turn % REFRESH_TURNS === 0) void schedule();
  };
  const timer = setInterval(everySecond, FLUSH_MS);
  void keeper.tick();

  return {
    view: () => ({
      shards: keeper.held.size,
      tunnels: countStates([...supervisor.running.values()].map((r) => r.state)),
      handshakes: gate.load(),
      hostsDown: gate.hosts.down,
      unwritten: writer.waiting,
      databaseReachable: reachable,
      checks: checks.view(),
    }),
    stop: async () => {
      clearInterval(timer);
      ends.forEach((end) => end());
      await checks.stop();
      supervisor.report({ turn: 0, of: 1 });
      await supervisor.stop();
      gate.hosts.close();
      await writer.flush();
      await keeper.leave().catch(() => log.warn({}, 'the shards could not be given back; they are free when the lease runs out'));
      await line.close();
      await queue.bus.publish({ type: 'edge.nudge', edgeId });
      await consumer.close();
    },
  };
}

const countStates = (states: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const s of states) counts[s] = (counts[s] ?? 0) + 1;
  return counts;
};
