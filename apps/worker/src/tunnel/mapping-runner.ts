import type { Duplex } from 'node:stream';
import { failed, fault, type Fault, type Mapping, type MappingState, type MappingStatus, ok, type Result } from '@stellwerk/domain';
import { type Relay, relay, type RelayCounters, type SideListener } from '@stellwerk/ssh';
import type { Connection } from './connection.js';
import { type Arrival, atPbx, probeMapping, targetOf } from './probe-mapping.js';

/**
 * Milliseconds. A proof is worth 30 s: the next one comes after 19 s at the latest, may take 5, and is written within one;
 * a miss is looked at again at once. A thousand idle tunnels pay for every probe, so there are no more than that needs.
 */
const PROBE = { everyMs: 16_000, jitterMs: 3_000, againMs: 1_500, arrivalMs: 5_000 };
const REOPEN = { firstMs: 500, capMs: 10_000 };

export interface MappingDeps {
  readonly now: () => number;
  readonly random: () => number;
  /** State or reason changed, or a proof is newer. */
  readonly onChange: () => void;
  /** The listening port on a server is taken: `freed` when it may be tried again at once. */
  readonly freePort: (mapping: Mapping) => Promise<'freed' | Fault>;
}

/** One mapping on one live connection: its listener, its relays, its proof. Ends with the connection. */
export class MappingRunner {
  state: MappingState = 'opening';
  reason: Fault | null = null;
  probedAt: number | null = null;
  private listener: SideListener | null = null;
  private closed = false;
  private opens = 0;
  private misses = 0;
  private probing: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private ownProbes = 0;
  private readonly arrivals = new Set<(outcome: Result<null>) => void>();
  private readonly relays = new Set<Relay>();
  private readonly ending = new AbortController();

  constructor(
    public mapping: Mapping,
    private readonly connection: Connection,
    readonly counters: RelayCounters,
    private readonly deps: MappingDeps,
  ) {}

  /** Opens the listener and keeps trying; every outcome shows in `state`. */
  start(): void {
    void this.open();
  }

  status(): MappingStatus {
    const { bytesIn, bytesOut, connections, connectionsTotal } = this.counters;
    const probedAt = this.probedAt === null ? null : new Date(this.probedAt).toISOString();
    return { id: this.mapping.id, state: this.state, reason: this.reason, probedAt, bytesIn, bytesOut, connections, connectionsTotal };
  }

  /** Proves the mapping now, or joins the probe under way. */
  probe(): Promise<void> {
    this.probing ??= this.prove().finally(() => (this.probing = null));
    return this.probing;
  }

  /** Accepts nothing more; what flows may finish. */
  async drain(): Promise<void> {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    this.ending.abort();
    await this.listener?.close();
    this.listener = null;
  }

  /** Resolves when nothing flows any more. */
  async idle(): Promise<void> {
    await Promise.all([...this.relays].map((r) => r.done));
  }

  /** Ends the listener and everything that flows through it. */
  async close(): Promise<void> {
    for (const r of this.relays) r.destroy();
    await this.drain();
  }

  private async open(): Promise<void> {
    if (this.closed) return;
    const { mapping, connection } = this;
    const side = mapping.direction === 'outbound' ? connection.pbxSide : connection.serverSide;
    const port = mapping.direction === 'outbound' ? mapping.localPort : mapping.remotePort;
    const result = await side.listen({
      port,
      exposure: mapping.exposure,
      allowFrom: mapping.allowFrom,
      onConnection: (stream) => void this.carry(stream),
    });
    if (!result.ok) return this.openFailed(result.fault);
    if (this.closed) return void (await result.value.close());
    this.listener = result.value;
    this.opens = 0;
    await this.probe();
  }

  private async openFailed(reason: Fault): Promise<void> {
    if (this.closed) return;
    let shown = reason;
    if (reason.code === 'remote-port-taken') {
      const freed = await this.deps.freePort(this.mapping);
      if (freed === 'freed' && this.opens < 3) {
        this.opens += 1;
        return this.open();
      }
      if (freed !== 'freed') shown = freed;
    }
    this.become('failing', shown);
    this.opens += 1;
    const ceiling = Math.min(REOPEN.capMs, REOPEN.firstMs * 2 ** Math.min(this.opens, 8));
    this.later(ceiling * (0.5 + 0.5 * this.deps.random()), () => void this.open());
  }

  private async carry(from: Duplex): Promise<void> {
    from.on('error', () => undefined);
    const outbound = this.mapping.direction === 'outbound';
    const { connection, mapping } = this;
    const ownProbe = !outbound && this.ownProbes > 0;
    if (ownProbe) this.ownProbes -= 1;
    const target = targetOf(mapping);
    const to = outbound
      ? await connection.serverSide.dial(target.host, target.port)
      : await connection.pbxSide.dial(connection.pbxHost, mapping.localPort);
    if (!outbound) for (const arrived of this.arrivals) arrived(to.ok ? ok(null) : failed(atPbx(to.fault)));
    if (!to.ok) {
      from.destroy();
      // A user just met this failure: look at once instead of at the next turn.
      if (!ownProbe && this.state === 'up') this.later(0, () => void this.probe());
      return;
    }
    const counters = ownProbe ? { bytesIn: 0, bytesOut: 0, connections: 0, connectionsTotal: 0 } : this.counters;
    const carried = outbound ? relay(from, to.value, counters) : relay(to.value, from, counters);
    this.relays.add(carried);
    await carried.done;
    this.relays.delete(carried);
  }

  private async prove(): Promise<void> {
    if (this.closed || !this.listener) return;
    if (this.mapping.direction === 'inbound') this.ownProbes += 1;
    const { mapping, connection } = this;
    const result = await probeMapping({ mapping, connection, nextArrival: () => this.nextArrival(), signal: this.ending.signal });
    if (this.closed || !this.listener) return;
    if (result.ok) {
      this.misses = 0;
      this.probedAt = this.deps.now();
      const unseen = result.value === 'unverified' || (mapping.direction === 'inbound' && this.listener.binding === 'unverified');
      this.become('up', unseen ? fault('bind-unverified', { port: mapping.remotePort }) : null);
    } else {
      this.misses += 1;
      // One miss of a proven mapping may be a hiccup; the second in a row is told.
      if (this.state !== 'up' || this.misses > 1) this.become('failing', result.fault);
      if (result.fault.code === 'remote-port-held-by-stale-session' || (mapping.direction === 'inbound' && result.fault.hop === 'target'))
        return this.lostListener(result.fault);
    }
    this.later(
      result.ok ? PROBE.everyMs + PROBE.jitterMs * this.deps.random() : PROBE.againMs * Math.min(this.misses, 4),
      () => void this.probe(),
    );
  }

  /** Nobody, or somebody else, answers on the port that we were told is ours: bind it anew. */
  private async lostListener(reason: Fault): Promise<void> {
    await this.listener?.close();
    this.listener = null;
    await this.openFailed(reason.hop === 'target' ? fault('remote-port-taken', { port: this.mapping.remotePort }) : reason);
  }

  private nextArrival(): Arrival {
    let cancel = (): void => undefined;
    const outcome = new Promise<Result<null> | null>((resolve) => {
      const settle = (seen: Result<null> | null): void => {
        clearTimeout(timer);
        if (!this.arrivals.delete(settle)) return;
        if (seen === null && this.ownProbes > 0) this.ownProbes -= 1;
        resolve(seen);
      };
      const timer = setTimeout(() => settle(null), PROBE.arrivalMs);
      cancel = () => settle(null);
      this.arrivals.add(settle);
    });
    return { outcome, cancel };
  }

  private become(state: MappingState, reason: Fault | null): void {
    this.state = state;
    this.reason = reason;
    this.deps.onChange();
  }

  private later(ms: number, action: () => void): void {
    if (this.timer) clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(action, ms);
  }
}
