import { diffMappings, type Fault, type Mapping, type MappingStatus } from '@stellwerk/domain';
import { newCounters, type RelayCounters } from '@stellwerk/ssh';
import type { Connection } from './connection.js';
import { type MappingDeps, MappingRunner } from './mapping-runner.js';

/** The mappings of one tunnel over all its connections: totals survive a reconnect, listeners do not. */
export class MappingSet {
  private readonly counters = new Map<string, RelayCounters>();
  private runners = new Map<string, MappingRunner>();
  /** Listeners of the last connection may still be closing; the next one must find the ports free. */
  private closing: Promise<unknown> = Promise.resolve();
  private connection: Connection | null = null;

  constructor(
    private mappings: readonly Mapping[],
    last: readonly MappingStatus[],
    private readonly deps: MappingDeps,
  ) {
    for (const m of last)
      this.counters.set(m.id, { ...newCounters(), bytesIn: m.bytesIn, bytesOut: m.bytesOut, connectionsTotal: m.connectionsTotal });
  }

  get wanted(): readonly Mapping[] {
    return this.mappings;
  }

  /** What stands in the way on each, or how it is proven; without a connection every mapping is closed. */
  status(): MappingStatus[] {
    return this.mappings.map(
      (m) =>
        this.runners.get(m.id)?.status() ?? {
          id: m.id,
          state: 'closed',
          reason: null,
          probedAt: null,
          ...this.countersOf(m.id),
          connections: 0,
        },
    );
  }

  live(): Iterable<{ readonly state: MappingStatus['state']; readonly reason: Fault | null }> {
    return this.runners.values();
  }

  async open(connection: Connection): Promise<void> {
    this.connection = connection;
    await this.closing;
    if (this.connection !== connection) return;
    for (const m of this.mappings) this.add(m, connection);
  }

  /** Another set of mappings: on a live connection only what differs is closed and opened. */
  async replace(mappings: readonly Mapping[]): Promise<void> {
    const change = diffMappings(this.mappings, mappings);
    this.mappings = mappings;
    const gone = change.close.flatMap((id) => this.runners.get(id) ?? []);
    const next = new Map<string, MappingRunner>();
    for (const { was, now } of change.keep) {
      const runner = this.runners.get(was);
      const counters = this.counters.get(was);
      if (counters && was !== now.id) this.counters.set(now.id, counters);
      if (!runner) continue;
      runner.mapping = now;
      next.set(now.id, runner);
    }
    this.runners = next;
    const { connection } = this;
    await Promise.all(gone.map((r) => r.close()));
    if (connection && this.connection === connection) for (const m of change.open) this.add(m, connection);
    const known = new Set(mappings.map((m) => m.id));
    for (const id of this.counters.keys()) if (!known.has(id)) this.counters.delete(id);
  }

  /** Accepts nothing more and resolves when nothing flows. */
  async drain(): Promise<void> {
    const runners = [...this.runners.values()];
    await Promise.all(runners.map((r) => r.drain()));
    await Promise.all(runners.map((r) => r.idle()));
  }

  close(): Promise<unknown> {
    this.connection = null;
    const runners = [...this.runners.values()];
    this.runners = new Map();
    this.closing = Promise.all([this.closing, ...runners.map((r) => r.close())]);
    return this.closing;
  }

  /** Proves every mapping now. */
  async probe(): Promise<void> {
    await Promise.all([...this.runners.values()].map((r) => r.probe()));
  }

  private add(mapping: Mapping, connection: Connection): void {
    const runner = new MappingRunner(mapping, connection, this.countersOf(mapping.id), this.deps);
    this.runners.set(mapping.id, runner);
    runner.start();
  }

  private countersOf(id: string): RelayCounters {
    const known = this.counters.get(id);
    if (known) return known;
    const fresh = newCounters();
    this.counters.set(id, fresh);
    return fresh;
  }
}
