import { type Fault, plan, type PlanStep } from '@stellwerk/domain';
import type { Session } from '@stellwerk/ssh';
import type { DesiredTunnel } from '@stellwerk/store';
import type { Complaint } from '../complaint.js';
import type { Report } from '../status/status-writer.js';
import { type RunnerDeps, TunnelRunner } from '../tunnel/tunnel-runner.js';
import { isWanted, toWanted, type WantedTunnel, whyEnded } from './wanted.js';

export interface SupervisorDeps extends Omit<RunnerDeps, 'onChange' | 'onStopped'> {
  /** Every tunnel of these shards, wanted or not; throws while the database is away. */
  readonly desired: (shards: readonly number[]) => Promise<readonly DesiredTunnel[]>;
  /** Milliseconds since the epoch by the database's clock, as far as it is known: what ends of access are compared with. */
  readonly accessNow: () => number;
  /** The time of a tunnel was over, and it is closed: somebody should write that down. */
  readonly onEnded: () => void;
  readonly heldShards: () => ReadonlyMap<number, number>;
  readonly report: (report: Report) => void;
  readonly forget: (tunnelId: string) => void;
  /** A line of the timeline. */
  readonly note: (event: { readonly tunnelId: string; readonly kind: string }) => void;
  /** Told when a round did not come to its end; it is tried again. */
  readonly complaint: Complaint;
  /** A resync by the timer had to do something that a nudge should have brought. */
  readonly onCorrected: (steps: number) => void;
}

/** Milliseconds between full resyncs, when nobody nudges. */
const RESYNC_MS = 10_000;
const JITTER_MS = 2_000;
const AGAIN_MS = 1_000;
/** Shards read and applied in one go. */
const CHUNK = 32;

/**
 * The only loop over tunnels: makes what runs equal to what shall run. Wakes by timer and by nudges, which carry no input,
 * so that a lost one costs an interval and nothing else. While the database is away, what runs keeps running.
 */
export class Supervisor {
  private readonly runners = new Map<string, TunnelRunner>();
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> | null = null;
  private again = false;
  private stopped = false;
  private expected = true;

  constructor(private readonly deps: SupervisorDeps) {}

  get running(): ReadonlyMap<string, TunnelRunner> {
    return this.runners;
  }

  /** Shards that carry tunnels here. */
  busy(): ReadonlySet<number> {
    return new Set([...this.runners.values()].map((r) => r.tunnel.shard));
  }

  /** A live session to this SSH server, if a tunnel here has one. */
  sessionTo(sshServerId: string): Session | null {
    for (const { tunnel, session } of this.runners.values()) if (session && tunnel.sshServer.id === sshServerId) return session;
    return null;
  }

  /** Something may have changed: look now. Many nudges are one look, and one more if they came during it. */
  nudge(): Promise<void> {
    this.expected = true;
    return this.look();
  }

  /** These shards belong to somebody else: their tunnels end here at once. */
  async letGo(shards: readonly number[]): Promise<void> {
    const gone = new Set(shards);
    await Promise.all(
      [...this.runners.values()]
        .filter((r) => gone.has(r.tunnel.shard))
        .map((r) => {
          this.runners.delete(r.tunnel.id);
          this.deps.forget(r.tunnel.id);
          return r.abandon();
        }),
    );
  }

  /** Reports every `of`-th tunnel, another part each turn, changed or not: totals move and proofs age. */
  report({ turn, of }: { readonly turn: number; readonly of: number }): void {
    let i = 0;
    for (const runner of this.runners.values()) if (i++ % of === turn % of) this.tell(runner);
  }

  /** Closes what may not go on. Needs nobody: neither the database nor the bus nor the API. */
  endDue(): void {
    const now = this.deps.accessNow();
    let ended = 0;
    for (const runner of [...this.runners.values()]) {
      const why = whyEnded(runner.tunnel, now);
      if (!why) continue;
      runner.end(why);
      ended += 1;
    }
    if (ended > 0) this.deps.onEnded();
  }

  /** Ends everything, for shutdown. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.round;
    await Promise.all([...this.runners.values()].map((r) => r.abandon()));
    this.runners.clear();
  }

  private look(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    if (this.round) {
      this.again = true;
      return this.round;
    }
    this.round = this.rounds().finally(() => (this.round = null));
    return this.round;
  }

  private async rounds(): Promise<void> {
    do {
      this.again = false;
      const begin = performance.now();
      const pause = await this.once();
      if (this.timer) clearTimeout(this.timer);
      if (!this.stopped) this.timer = setTimeout(() => void this.look(), pause);
      // A burst of nudges must not keep a core busy: rest twice as long as the look took.
      if (this.again) await new Promise((resolve) => setTimeout(resolve, 20 + 2 * (performance.now() - begin)));
    } while (this.again && !this.stopped);
  }

  /** One look at everything, some shards at a time so that the event loop stays free; resolves with the pause until the next. */
  private async once(): Promise<number> {
    const nudged = this.expected;
    this.expected = false;
    const shards = [...this.deps.heldShards().keys()];
    let steps = 0;
    try {
      for (let i = 0; i < shards.length && !this.stopped; i += CHUNK) {
        const chunk = new Set(shards.slice(i, i + CHUNK));
        const desired = await this.deps.desired([...chunk]);
        steps += await this.apply(chunk, desired);
      }
    } catch (error) {
      this.deps.complaint.failed(error);
      this.expected ||= nudged;
      return AGAIN_MS;
    }
    this.deps.complaint.succeeded();
    if (!nudged && steps > 0) this.deps.onCorrected(steps);
    return RESYNC_MS + JITTER_MS * this.deps.random();
  }

  private async apply(shards: ReadonlySet<number>, read: readonly DesiredTunnel[]): Promise<number> {
    // A shard may have moved while we read.
    const held = this.deps.heldShards();
    const desired = this.stopped ? [] : read.filter((t) => held.has(t.shard));
    const now = this.deps.accessNow();
    const wanted = desired.filter((t) => isWanted(t, now)).map(toWanted);
    const ended = new Map(desired.map((t) => [t.id, whyEnded(t, now)]));
    // Draining ones are on their way out: neither running nor to be started a second time.
    const running = [...this.runners.values()].filter((r) => r.state !== 'draining' && shards.has(r.tunnel.shard)).map((r) => r.tunnel);
    const steps = plan(wanted, running);
    const touched = new Set(steps.map((s) => (s.do === 'stop' ? s.id : s.tunnel.id)));
    for (const s of steps) {
      const why = s.do === 'stop' ? ended.get(s.id) : null;
      if (s.do === 'stop' && why) this.runners.get(s.id)?.end(why);
      else await this.carryOut(s);
    }
    for (const t of wanted) if (!touched.has(t.id)) await this.runners.get(t.id)?.update(t, 'refresh');
    for (const t of desired) if (!isWanted(t, now)) this.reportResting(t, ended.get(t.id) ?? null);
    return steps.length;
  }

  private async carryOut(s: PlanStep<WantedTunnel>): Promise<void> {
    if (s.do === 'stop') return this.runners.get(s.id)?.stop();
    if (s.do === 'start') return this.start(s.tunnel);
    await this.runners.get(s.tunnel.id)?.update(s.tunnel, s.do);
  }

  private start(tunnel: WantedTunnel): void {
    if (this.runners.has(tunnel.id)) return; // still draining: its end nudges
    if (this.stopped || !this.deps.heldShards().has(tunnel.shard)) return;
    const runner = new TunnelRunner(tunnel, { ...this.deps, onChange: (r) => this.tell(r), onStopped: (r) => this.rested(r) });
    this.runners.set(tunnel.id, runner);
    const { last } = tunnel;
    if (last && last.workerId !== this.deps.workerId && last.state !== 'stopped')
      this.deps.note({ tunnelId: tunnel.id, kind: 'taken-over' });
    runner.start();
  }

  private rested(runner: TunnelRunner): void {
    if (this.runners.get(runner.tunnel.id) !== runner) return;
    this.runners.delete(runner.tunnel.id);
    void this.nudge();
  }

  private tell(runner: TunnelRunner): void {
    if (this.runners.get(runner.tunnel.id) === runner) this.deps.report(reportOf(runner));
  }

  /** A tunnel that shall not run and whose row says otherwise, because its last worker died or never stopped it. */
  private reportResting(t: DesiredTunnel, reason: Fault | null): void {
    if (this.runners.has(t.id) || !t.last || (t.last.state === 'stopped' && t.last.generation === t.generation)) return;
    const closed = t.last.mappings.map((m) => ({ ...m, state: 'closed' as const, reason: null, connections: 0 }));
    const status = {
      state: 'stopped' as const,
      since: new Date(this.deps.now()).toISOString(),
      reason,
      attempts: 0,
      nextAttemptAt: null,
      worker: this.deps.workerId,
      roundTripMs: null,
      mappings: closed,
    };
    this.deps.report({ tunnel: identityOf(t), generation: t.generation, status, remoteSession: t.last.remoteSession });
  }
}

const identityOf = (t: DesiredTunnel) => ({ id: t.id, providerId: t.providerId, tenantId: t.tenantId, pbxId: t.pbx.id });

const reportOf = (r: TunnelRunner): Report => ({
  tunnel: identityOf(r.tunnel),
  generation: r.tunnel.generation,
  status: r.status(),
  remoteSession: r.remoteSessions,
});
