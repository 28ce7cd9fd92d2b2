import { type Fault, shardOf, type TunnelState, type TunnelStatus } from '@stellwerk/domain';
import type { BusMessage } from '@stellwerk/queue';
import type { NewTunnelEvent, RefusedWrite, StatusWrite } from '@stellwerk/store';
import type { Complaint } from '../complaint.js';
import { isNews, isPassing, remember, type Told } from './timeline.js';

/** One tunnel's status as its runner gives it, with what the row needs besides. */
export interface Report {
  readonly tunnel: { readonly id: string; readonly providerId: string; readonly tenantId: string; readonly pbxId: string };
  readonly generation: number;
  readonly status: TunnelStatus;
  readonly remoteSession: unknown;
}

export interface StatusWriterDeps {
  readonly workerId: string;
  readonly now: () => number;
  /** The fence under which this worker holds the tunnel's shard; null when it does not. */
  readonly fenceOf: (tunnelId: string) => number | null;
  /** Writes a batch; throws while the database is away. */
  readonly write: (statuses: readonly StatusWrite[], events: readonly NewTunnelEvent[]) => Promise<readonly RefusedWrite[]>;
  readonly publish: (message: BusMessage) => void;
  /** Told when a batch could not be written; it is kept and tried again. */
  readonly complaint: Complaint;
  readonly onRefused: (refused: RefusedWrite, shard: number) => void;
}

const BATCH = 500;
/** Milliseconds from a change of state to its write; what changes within is one write. Totals wait for the next full flush. */
const SOON_MS = 100;
/** Events kept while the database is away; then the oldest go first. Statuses need no bound: one per tunnel. */
const EVENTS_KEPT = 20_000;

/**
 * Brings what the runners see to PostgreSQL in fenced batches, and then to the bus: whoever hears of a state and asks for
 * it must not be given the one before. While the database is away it keeps the newest status per tunnel and the timeline,
 * tells the bus all the same, and writes both when it is back.
 */
export class StatusWriter {
  private readonly pending = new Map<string, Report>();
  private events: NewTunnelEvent[] = [];
  private readonly told = new Map<string, Told | null>();
  /** Per tunnel, what was last told of each mapping. */
  private readonly toldMappings = new Map<string, Map<string, string>>();
  private readonly published = new Map<string, string>();
  private readonly states = new Map<string, { readonly tunnel: TunnelState; readonly all: string }>();
  /** What does not wait for the next full flush. */
  private readonly hurried = new Set<string>();
  private everything = false;
  private timer: NodeJS.Timeout | null = null;
  private flushing: Promise<boolean> | null = null;
  private lost = 0;

  constructor(private readonly deps: StatusWriterDeps) {}

  get waiting(): { readonly statuses: number; readonly events: number; readonly lostEvents: number } {
    return { statuses: this.pending.size, events: this.events.length, lostEvents: this.lost };
  }

  /**
   * Takes the newest status of a tunnel: a change of state is written soon, anything else with the next flush. So is one
   * passing state after another (connecting, verifying): what it comes to follows at once, and is written in its place.
   */
  put(report: Report): void {
    const { tunnel, status } = report;
    const before = this.states.get(tunnel.id);
    this.pending.set(tunnel.id, report);
    this.tell(report);
    const all = `${status.state} ${status.mappings.map((m) => m.state).join(' ')}`;
    if (before?.all === all) return;
    this.states.set(tunnel.id, { tunnel: status.state, all });
    if (before && isPassing(before.tunnel) && isPassing(status.state)) return;
    this.hurried.add(tunnel.id);
    this.timer ??= setTimeout(() => void this.write(), SOON_MS).unref();
  }

  /** Tells the bus, if a reader would see a difference. */
  private publish({ tunnel, status }: Report): void {
    const face = JSON.stringify([
      status.state,
      status.reason,
      status.attempts,
      status.mappings.map((m) => [m.state, m.reason, m.bytesIn, m.bytesOut, m.connections]),
    ]);
    if (this.published.get(tunnel.id) === face) return;
    this.published.set(tunnel.id, face);
    const { id, providerId, tenantId, pbxId } = tunnel;
    this.deps.publish({ type: 'tunnel.status', providerId, tenantId, pbxId, tunnelId: id, status });
  }

  /** Adds a line to the timeline. */
  note(event: Omit<NewTunnelEvent, 'at' | 'workerId'>): void {
    this.events.push({ ...event, at: new Date(this.deps.now()), workerId: this.deps.workerId });
    if (this.events.length <= EVENTS_KEPT) return;
    this.lost += this.events.length - EVENTS_KEPT;
    this.events = this.events.slice(-EVENTS_KEPT);
  }

  /** Somebody else speaks for this tunnel now. */
  forget(tunnelId: string): void {
    this.pending.delete(tunnelId);
    this.told.delete(tunnelId);
    this.toldMappings.delete(tunnelId);
    this.published.delete(tunnelId);
    this.states.delete(tunnelId);
    this.hurried.delete(tunnelId);
  }

  /** Writes what is pending; true when everything was written. Never rejects; a second call joins the first. */
  flush(): Promise<boolean> {
    this.everything = true;
    return this.write();
  }

  private write(): Promise<boolean> {
    this.flushing ??= this.writeAll().finally(() => {
      this.flushing = null;
      this.everything = false;
    });
    return this.flushing;
  }

  /** The reports that are due, a batch of them. */
  private due(): readonly Report[] {
    const due = this.everything ? [...this.pending.keys()] : [...this.hurried];
    const batch = due.slice(0, BATCH);
    for (const id of batch) this.hurried.delete(id);
    return batch.flatMap((id) => this.pending.get(id) ?? []);
  }

  private async writeAll(): Promise<boolean> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    for (let batch = this.due(); batch.length > 0 || this.events.length > 0; batch = this.due()) {
      const events = this.events.slice(0, BATCH);
      const writes = batch.flatMap((r) => this.toWrite(r) ?? []);
      try {
        const refused = await this.deps.write(writes, events);
        for (const r of refused) {
          this.forget(r.tunnelId);
          this.deps.onRefused(r, shardOf(r.tunnelId));
        }
      } catch (error) {
        this.deps.complaint.failed(error);
        for (const r of this.pending.values()) this.publish(r);
        return false;
      }
      this.deps.complaint.succeeded();
      for (const r of batch) {
        if (this.states.has(r.tunnel.id)) this.publish(r);
        // A newer report that came in meanwhile stays.
        if (this.pending.get(r.tunnel.id) === r) this.pending.delete(r.tunnel.id);
      }
      const written = new Set(events);
      this.events = this.events.filter((e) => !written.has(e));
    }
    return true;
  }

  private toWrite({ tunnel, generation, status, remoteSession }: Report): StatusWrite | null {
    const fence = this.deps.fenceOf(tunnel.id);
    if (fence === null) return null;
    return {
      tunnelId: tunnel.id,
      fence,
      generation,
      state: status.state,
      since: new Date(status.since),
      reason: status.reason,
      attempts: status.attempts,
      nextAttemptAt: status.nextAttemptAt === null ? null : new Date(status.nextAttemptAt),
      roundTripMs: status.roundTripMs,
      mappings: status.mappings,
      remoteSession,
    };
  }

  private tell({ tunnel, status }: Report): void {
    const told = this.told.get(tunnel.id) ?? null;
    this.told.set(tunnel.id, remember(told, status));
    if (isNews(told, status)) this.note({ tunnelId: tunnel.id, kind: 'state-changed', state: status.state, reason: status.reason });
    this.tellMappings(tunnel.id, status);
  }

  /** Mappings speak for themselves only while the tunnel stands; its end is one line, not one per mapping. */
  private tellMappings(tunnelId: string, status: TunnelStatus): void {
    const before = this.toldMappings.get(tunnelId);
    const now = new Map<string, string>();
    for (const m of status.mappings) {
      const was = before?.get(m.id);
      const face = m.state === 'up' || m.state === 'failing' ? `${m.state} ${code(m.reason)}` : was;
      if (face !== undefined) now.set(m.id, face);
      if (face === was || (was === undefined && m.state === 'up')) continue;
      this.note({ tunnelId, kind: 'mapping-state-changed', state: status.state, mappingId: m.id, reason: m.reason });
    }
    this.toldMappings.set(tunnelId, now);
  }
}

const code = (reason: Fault | null): string => reason?.code ?? '';
