import { goneInMs, LEASE, planShards, witnessed, type WorkerSign } from '@stellwerk/domain';
import type { Claim, ShardRow } from '@stellwerk/store';

/** The lease statements this worker needs, each one a transaction. They throw while the database is away. */
export interface LeaseTable {
  /** Renews the own row and reads the whole table. */
  renew(): Promise<{ readonly workers: readonly WorkerSign[]; readonly shards: readonly ShardRow[] }>;
  /** Ends the leases of `gone` first, who missed two renewals and lost their line, if the table still agrees. */
  claim(shards: readonly number[], gone: readonly string[]): Promise<readonly Claim[]>;
  release(shards: readonly number[]): Promise<void>;
  leave(): Promise<void>;
}

export interface LeaseKeeperDeps {
  readonly workerId: string;
  readonly table: LeaseTable;
  /** Own shards that carry running tunnels. */
  readonly busy: () => ReadonlySet<number>;
  readonly onGained: (claims: readonly Claim[]) => void;
  /** The shards' tunnels must be gone when this resolves. */
  readonly onLost: (shards: readonly number[], why: 'fence-moved' | 'handed-over') => Promise<void>;
  /** Shards were released: whoever shall have them need not wait for its turn. */
  readonly onReleased: () => void;
  readonly now: () => number;
  /** Which line to the database stands; null while none does. */
  readonly line: () => number | null;
  /** The database could (not) be reached, and why not; called on changes. */
  readonly onReachable: (reachable: boolean, error?: unknown) => void;
}

/** At its start a worker lets others that start with it come forward, so that shards are shared out and not handed over. */
const SETTLE_MS = 700;
/** After an outage of the database every lease has run out. The living get this long to renew before they count as dead. */
const AMNESTY_MS = 3_500;

/**
 * Holds this worker's share of the shards. It believes the table and nothing else; while the table cannot be read it
 * keeps what it has (fail static), because then nobody can take over either.
 */
export class LeaseKeeper {
  private readonly fences = new Map<number, number>();
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> | null = null;
  private again = false;
  private stopped = false;
  private reachable = true;
  private settled = false;
  private amnestyUntil = 0;
  private seen: ReadonlySet<string> = new Set();
  private line: number | null = null;

  constructor(private readonly deps: LeaseKeeperDeps) {}

  get held(): ReadonlyMap<number, number> {
    return this.fences;
  }

  /** Looks at the table now; joins a round under way and adds one. */
  async tick(): Promise<void> {
    if (this.stopped) return;
    if (this.round) {
      this.again = true;
      return this.round;
    }
    this.round = this.rounds().finally(() => (this.round = null));
    return this.round;
  }

  /** Somebody took these shards under these fences: whatever is held below is over, at once. */
  fencesMoved(owner: string, shards: readonly { readonly id: number; readonly fence: number }[]): void {
    if (owner !== this.deps.workerId) void this.lose(shards.filter((s) => (this.fences.get(s.id) ?? Infinity) < s.fence).map((s) => s.id));
  }

  /** A write under the shard's fence was refused. */
  refused(shard: number): void {
    void this.lose([shard]);
  }

  /** Gives everything back. Call when the tunnels are down. */
  async leave(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.round;
    this.fences.clear();
    await this.deps.table.leave();
  }

  private async rounds(): Promise<void> {
    do {
      this.again = false;
      const pause = await this.once();
      if (this.timer) clearTimeout(this.timer);
      if (!this.stopped) this.timer = setTimeout(() => void this.tick(), pause);
    } while (this.again && !this.stopped);
  }

  /** One look and what follows from it; resolves with the pause until the next one. */
  private async once(): Promise<number> {
    try {
      const { workers, shards } = await this.deps.table.renew();
      this.reach(true);
      await this.lose(
        shards
          .filter((s) => this.fences.has(s.id) && (s.owner !== this.deps.workerId || s.fence !== this.fences.get(s.id)))
          .map((s) => s.id),
      );
      if (!this.settled) {
        this.settled = true;
        return SETTLE_MS;
      }
      this.witness(workers);
      const living = workers.filter((w) => goneInMs(w, this.seen) > 0).map((w) => w.id);
      const amnesty = this.deps.now() < this.amnestyUntil;
      const { claim, release } = amnesty
        ? { claim: [], release: [] }
        : planShards({ self: this.deps.workerId, living, shards, busy: this.deps.busy() });
      await this.handOver(release);
      const orphaned = shards
        .filter((s) => s.owner === this.deps.workerId && !this.fences.has(s.id) && !release.includes(s.id))
        .map((s) => s.id);
      const gone = workers.filter((w) => w.expiresInMs > 0 && !living.includes(w.id)).map((w) => w.id);
      await this.gain([...claim, ...orphaned], gone);
      return this.untilNext(workers);
    } catch (error) {
      this.reach(false, error);
      return LEASE.againMs;
    }
  }

  private witness(signs: readonly WorkerSign[]): void {
    const line = this.deps.line();
    this.seen = witnessed(this.seen, { self: this.deps.workerId, signs, unbroken: line !== null && line === this.line });
    this.line = line;
  }

  /** The next renewal, or the moment another worker counts as gone if it says nothing more: a takeover need not wait for our turn. */
  private untilNext(workers: readonly WorkerSign[]): number {
    const ends = workers
      .filter((w) => w.id !== this.deps.workerId)
      .map((w) => goneInMs(w, this.seen))
      .filter((ms) => ms > 0);
    return Math.max(20, Math.min(LEASE.renewMs, ...ends.map((ms) => ms + 20)));
  }

  private async gain(shards: readonly number[], gone: readonly string[]): Promise<void> {
    if (shards.length === 0 || this.stopped) return;
    const claims = (await this.deps.table.claim(shards, gone)).filter((c) => this.fences.get(c.shard) !== c.fence);
    for (const c of claims) this.fences.set(c.shard, c.fence);
    if (claims.length > 0) this.deps.onGained(claims);
  }

  private async handOver(shards: readonly number[]): Promise<void> {
    const held = shards.filter((id) => this.fences.has(id));
    if (shards.length === 0) return;
    for (const id of held) this.fences.delete(id);
    // Tunnels first, then the row: the next owner must find the ports free.
    await this.deps.onLost(held, 'handed-over');
    await this.deps.table.release(shards);
    this.deps.onReleased();
  }

  private async lose(shards: readonly number[]): Promise<void> {
    const held = shards.filter((id) => this.fences.delete(id));
    if (held.length > 0) await this.deps.onLost(held, 'fence-moved');
  }

  private reach(reachable: boolean, error?: unknown): void {
    if (reachable === this.reachable) return;
    this.reachable = reachable;
    if (reachable) this.amnestyUntil = this.deps.now() + AMNESTY_MS;
    this.deps.onReachable(reachable, error);
  }
}
