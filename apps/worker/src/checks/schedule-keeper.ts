import { catchUp, isForgotten, planSchedules, type Schedulable, scheduleKey, slotOffsetMs } from '@stellwerk/domain';
import type { Enqueued, JobInput, Timetable } from '@stellwerk/queue';
import type { CheckWork, ScheduledCheck } from '@stellwerk/store';
import type { Complaint } from '../complaint.js';

export interface ScheduleKeeperDeps {
  readonly edgeId: string;
  readonly timetable: Timetable<'check.run'>;
  /** Puts one run into the queue of the edge, for now or for in `delayMs`. */
  readonly enqueue: (run: JobInput<'check.run'>, delayMs: number) => Promise<Enqueued>;
  /** Asks the store; throws while the database is away. */
  readonly ask: <T>(question: (work: CheckWork) => Promise<T>) => Promise<T>;
  readonly now: () => number;
  readonly random: () => number;
  readonly complaint: Complaint;
  /** Schedules that were not as they should be although nobody had said so. */
  readonly onCorrected: (schedules: number) => void;
}

/** Milliseconds between two looks when nobody nudges; each costs two cheap questions as long as nothing has changed. */
const LOOK_MS = 10_000;
const JITTER_MS = 1_000;
const AGAIN_MS = 1_000;
/** However equal everything seems: how often all schedules are read and compared. */
const WHOLE_MS = 300_000;
/** A schedule whose next job should have begun this long ago is asked whether it still has one. */
const STUCK_MS = 30_000;
/** Overdue checks looked at in one go. */
const OVERDUE = 1_000;
/** While so many jobs wait, overdue checks are among them: nothing is made up for. */
const BACKLOG = 2_000;

/** What was the case when all was compared last. */
interface Compared {
  readonly digest: string;
  readonly size: number;
  readonly at: number;
  readonly changesAt: number | null;
}

type Planned = Schedulable & { readonly row: ScheduledCheck };

const planned = (row: ScheduledCheck): Planned => ({
  id: row.id,
  intervalSeconds: row.intervalSeconds,
  pausedAt: row.pausedAt?.getTime() ?? null,
  pausedUntil: row.pausedUntil?.getTime() ?? null,
  nextRunAt: row.nextRunAt.getTime(),
  row,
});

const runOf = ({ row: { id: checkId, providerId, tenantId } }: Planned): JobInput<'check.run'> => ({
  checkId,
  providerId,
  tenantId,
  trigger: 'schedule',
});

/**
 * Keeps the schedules of an edge in Redis equal to the checks in PostgreSQL, which alone are the truth: Redis may come back empty, a message
 * may get lost, another worker may have done it already. What was missed meanwhile is made up for, spread. Every worker of the edge has one.
 */
export class ScheduleKeeper {
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> | null = null;
  private again = false;
  private nudged = true;
  private compared: Compared | null = null;
  private overdue = 0;
  private readonly awaited = new Set<string>();
  private readonly stopping = new AbortController();

  constructor(private readonly deps: ScheduleKeeperDeps) {}

  /** Checks that nobody ran although their time is long past, as seen last. */
  get late(): number {
    return this.overdue;
  }

  /**
   * Something may have changed: look now. Many nudges are one look, and one more if they came during it. What is due of the checks named is
   * run at once: somebody has just changed them, and waits.
   */
  nudge(checkIds: readonly string[] = []): Promise<void> {
    this.nudged = true;
    for (const id of checkIds) this.awaited.add(id);
    return this.look();
  }

  /** Redis may have come back empty: read it anew. */
  forget(): Promise<void> {
    this.compared = null;
    return this.look();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.timer) clearTimeout(this.timer);
    await this.round;
  }

  private look(): Promise<void> {
    if (this.stopping.signal.aborted) return Promise.resolve();
    this.again = this.round !== null;
    return (this.round ??= this.rounds().finally(() => (this.round = null)));
  }

  private async rounds(): Promise<void> {
    do {
      this.again = false;
      const begin = performance.now();
      const pause = await this.once();
      if (this.timer) clearTimeout(this.timer);
      if (this.stopping.signal.aborted) return;
      this.timer = setTimeout(() => void this.look(), pause);
      // A burst of nudges must not keep a core busy.
      if (this.again) await new Promise((resolve) => setTimeout(resolve, 50 + 2 * (performance.now() - begin)));
    } while (this.again);
  }

  private async once(): Promise<number> {
    const { complaint, random } = this.deps;
    try {
      const fresh = await this.align();
      await this.revive();
      await this.makeUp(fresh);
    } catch (error) {
      complaint.failed(error);
      return AGAIN_MS;
    }
    complaint.succeeded();
    return LOOK_MS + JITTER_MS * random();
  }

  /** Brings the schedules in line. Returns the checks that had none before. */
  private async align(): Promise<readonly Planned[]> {
    const { ask, timetable, edgeId, now } = this.deps;
    const nudged = this.nudged;
    this.nudged = false;
    try {
      const [digest, size] = [await ask((work) => work.scheduleDigest(edgeId)), await timetable.size()];
      if (!this.mayDiffer(digest, size)) return [];
      const wanted = (await ask((work) => work.schedule(edgeId))).map(planned);
      const first = this.compared === null;
      const plan = planSchedules(wanted, await timetable.keys(), now());
      await this.carryOut(plan);
      const corrected = plan.put.length + plan.remove.length;
      // A pause that ended by itself is no correction, nor is the first look.
      const expected = nudged || first || (this.compared?.changesAt ?? Infinity) <= now();
      if (!expected && corrected > 0) this.deps.onCorrected(corrected);
      this.compared = { digest, size: await timetable.size(), at: now(), changesAt: plan.changesAt };
      return plan.put;
    } catch (error) {
      this.nudged ||= nudged;
      throw error;
    }
  }

  private mayDiffer(digest: string, size: number): boolean {
    const { compared } = this;
    if (!compared || compared.digest !== digest || compared.size !== size) return true;
    const at = this.deps.now();
    return at - compared.at > WHOLE_MS || (compared.changesAt !== null && compared.changesAt <= at);
  }

  private async carryOut({ put, remove }: { readonly put: readonly Planned[]; readonly remove: readonly string[] }): Promise<void> {
    const { timetable } = this.deps;
    const { signal } = this.stopping;
    await timetable.remove(remove, signal);
    await timetable.put(
      put.map((check) => ({
        key: scheduleKey(check),
        everyMs: check.intervalSeconds * 1_000,
        offsetMs: slotOffsetMs(check.id, check.intervalSeconds),
        payload: runOf(check),
      })),
      signal,
    );
  }

  /** A schedule whose next job got lost would never run again: it is begun anew at the next look. */
  private async revive(): Promise<void> {
    const { timetable, now } = this.deps;
    const lost = await timetable.lost(now() - STUCK_MS, OVERDUE);
    if (lost.length === 0) return;
    await timetable.remove(lost, this.stopping.signal);
    this.compared = null;
    this.again = true;
    this.deps.onCorrected(lost.length);
  }

  /** Queues what is overdue: at once what is new, after a while what somebody must have forgotten. */
  private async makeUp(fresh: readonly Planned[]): Promise<void> {
    const { ask, edgeId, now, timetable, enqueue } = this.deps;
    const due = (await ask((work) => work.due(edgeId, OVERDUE))).map(planned);
    const forgotten = due.filter((check) => isForgotten(check, now()));
    this.overdue = forgotten.length;
    const news = new Set([...fresh.map((check) => check.id), ...this.awaited]);
    this.awaited.clear();
    const missed = [...forgotten, ...due.filter((check) => news.has(check.id) && !isForgotten(check, now()))];
    if (missed.length === 0 || (await timetable.waiting()) > BACKLOG) return;
    for (const { check, delayMs } of catchUp(missed)) {
      if (this.stopping.signal.aborted) return;
      if (!(await enqueue(runOf(check), delayMs)).queued) return;
    }
  }
}
