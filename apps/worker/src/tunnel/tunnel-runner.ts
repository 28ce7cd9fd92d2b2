import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  fault,
  type Fault,
  judgeHostKey,
  type Life,
  type LifeEffect,
  type LifeEvent,
  type Mapping,
  needsPerson,
  step,
  STOPPED,
  type TunnelStatus,
  verdict,
} from '@stellwerk/domain';
import { identify, type Session } from '@stellwerk/ssh';
import { remedyKey, type WantedTunnel } from '../supervisor/wanted.js';
import { type ConnectDeps, type Connection, connectTunnel, serversOf, watched } from './connection.js';
import { MappingSet } from './mapping-set.js';
import { freeStalePort, readRemoteSessions, type RemoteSessions } from './stale-port.js';

/** Milliseconds to wait for the name of our own process before mappings open without it. */
const NAME_FIRST_MS = 1_500;

export interface RunnerDeps extends ConnectDeps {
  readonly workerId: string;
  readonly now: () => number;
  readonly random: () => number;
  /** Something worth writing changed. */
  readonly onChange: (runner: TunnelRunner) => void;
  /** The tunnel has come to rest after `stop`. */
  readonly onStopped: (runner: TunnelRunner) => void;
}

/** Runs one tunnel: asks the pure machine what to do, does it, and reports what it sees. Owns the connection. */
export class TunnelRunner {
  private life: Life = STOPPED;
  private since: number;
  private connection: Connection | null = null;
  private dialing: AbortController | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopWaiting: () => void = () => undefined;
  private readonly mappings: MappingSet;
  /** Our processes on the servers: of the connection that lives now, and of the one before. */
  private identities: RemoteSessions;
  private previous: RemoteSessions;
  /** Mappings whose port we have held at some time: if it is taken now, an old session of ours is the likely holder. */
  private readonly held = new Set<string>();
  private abandoned = false;

  tunnel: WantedTunnel;

  constructor(
    tunnel: WantedTunnel,
    private readonly deps: RunnerDeps,
  ) {
    this.tunnel = { ...tunnel, last: null };
    this.since = deps.now();
    for (const s of serversOf(tunnel)) deps.hostKeys.learn(s);
    this.identities = this.previous = readRemoteSessions(tunnel.last?.remoteSession);
    for (const m of tunnel.last?.mappings ?? []) if (m.probedAt !== null) this.held.add(m.id);
    this.mappings = new MappingSet(tunnel.mappings, tunnel.last?.mappings ?? [], {
      now: deps.now,
      random: deps.random,
      onChange: () => this.judge(),
      freePort: (m) => this.freePort(m),
    });
  }

  get state(): Life['at'] {
    return this.life.at;
  }

  /** The live session to its SSH server. */
  get session(): Session | null {
    return this.connection?.server ?? null;
  }

  get remoteSessions(): RemoteSessions {
    return { server: this.identities.server ?? this.previous.server, pbx: this.identities.pbx ?? this.previous.pbx };
  }

  start(): void {
    this.dispatch({ is: 'start' });
  }

  stop(): void {
    this.dispatch({ is: 'stop' });
  }

  /** It may not run any more: everything is closed now, what is open is cut. */
  end(reason: Fault): void {
    this.dispatch({ is: 'end', reason });
  }

  /** Another worker owns the tunnel now: end everything at once and say nothing more. */
  async abandon(): Promise<void> {
    this.abandoned = true;
    this.endAll();
    this.life = STOPPED;
    await this.mappings.close();
  }

  /** The same tunnel as the store shows it now. */
  async update(tunnel: WantedTunnel, how: 'refresh' | 'remap' | 'reconnect'): Promise<void> {
    const before = this.tunnel;
    const shown = { ...tunnel, last: null };
    // A thousand tunnels are read every ten seconds. What shows nothing new is dropped while it is young, which costs the collector nothing.
    if (!isDeepStrictEqual(before, shown)) this.tunnel = shown;
    for (const s of serversOf(tunnel)) this.deps.hostKeys.learn(s);
    if (how !== 'refresh') await this.mappings.replace(tunnel.mappings);
    const restarted = before.restarts !== tunnel.restarts;
    if (restarted) for (const s of serversOf(tunnel)) this.deps.refused.forget(s);
    if (restarted || how === 'reconnect') this.dispatch({ is: 'person' });
    else if (this.life.at === 'blocked' && remedyKey(before) !== remedyKey(tunnel)) this.dispatch({ is: 'person' });
    else this.checkHostKeys();
    if (how === 'remap') this.judge();
  }

  probe(): Promise<void> {
    return this.mappings.probe();
  }

  status(): TunnelStatus {
    const { life } = this;
    const resting = life.at === 'waiting' || life.at === 'blocked';
    return {
      state: life.at,
      since: new Date(this.since).toISOString(),
      reason: 'reason' in life ? (life.reason ?? null) : null,
      attempts: 'attempt' in life ? life.attempt : 0,
      nextAttemptAt: resting ? new Date(life.until).toISOString() : null,
      worker: this.deps.workerId,
      roundTripMs: this.connection?.server.roundTripMs() ?? null,
      mappings: this.mappings.status(),
    };
  }

  private dispatch(event: LifeEvent): void {
    if (this.abandoned) return;
    const before = this.life;
    const [after, effects] = step(before, event, { now: this.deps.now(), random: this.deps.random() });
    this.life = after;
    if (after.at !== before.at) this.since = this.deps.now();
    for (const effect of effects) this.carryOut(effect);
    if (after === before) return;
    this.deps.onChange(this);
    if (after.at === 'stopped') this.deps.onStopped(this);
  }

  private carryOut(effect: LifeEffect): void {
    switch (effect.do) {
      case 'dial':
        return void this.dial();
      case 'close':
        return this.endAll();
      case 'drain':
        return void this.mappings.drain().then(() => this.dispatch({ is: 'drained' }));
      case 'wake':
        return this.wake(effect.afterMs);
    }
  }

  private wake(afterMs: number): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.due(), afterMs);
    if (this.life.at !== 'waiting') return;
    this.stopWaiting();
    const stops = serversOf(this.tunnel).map((s) =>
      this.deps.gate.hosts.wait(watched(this.tunnel, s), () => this.dispatch({ is: 'host-back' })),
    );
    this.stopWaiting = () => stops.forEach((stop) => stop());
  }

  private due(): void {
    // While the host is known to be down its one prober tries for everybody; it will wake us.
    if (this.life.at === 'waiting' && serversOf(this.tunnel).some((s) => this.deps.gate.hosts.isDown(watched(this.tunnel, s)))) return;
    this.dispatch({ is: 'due' });
  }

  private async dial(): Promise<void> {
    this.stopWaiting();
    const attempt = new AbortController();
    this.dialing = attempt;
    const result = await connectTunnel(this.tunnel, attempt.signal, this.deps);
    if (attempt.signal.aborted || this.dialing !== attempt) {
      if (result.ok) result.value.destroy();
      return;
    }
    this.dialing = null;
    if (!result.ok) return this.dispatch({ is: 'lost', fault: result.fault });
    this.live(result.value);
  }

  private live(connection: Connection): void {
    this.connection = connection;
    this.previous = this.remoteSessions;
    this.identities = { server: null, pbx: null };
    void connection.closed.then((reason) => this.lost(connection, reason));
    this.dispatch({ is: 'connected' });
    if (this.connection !== connection) return;
    void this.open(connection);
  }

  /**
   * Our process on a server that shall listen for us is named before the port is asked for: a connection that goes silent
   * a moment later must not leave a holder behind that nobody knows. A server slow to answer is not waited for.
   */
  private async open(connection: Connection): Promise<void> {
    await Promise.race([this.identify(connection), pause(NAME_FIRST_MS, undefined, { ref: false })]);
    if (this.connection === connection) await this.mappings.open(connection);
  }

  private lost(connection: Connection, reason: Fault): void {
    if (this.connection !== connection) return;
    this.dispatch({ is: 'lost', fault: reason });
  }

  /** Remembers our process on every server that listens for us, so that its port can be freed should it go silent. */
  private async identify(connection: Connection): Promise<void> {
    const listens = (direction: Mapping['direction']) => this.mappings.wanted.some((m) => m.direction === direction);
    const of = (session: Session | null, wanted: boolean) => (session && wanted ? identify(session) : Promise.resolve(null));
    const [server, pbx] = await Promise.all([of(connection.server, listens('inbound')), of(connection.pbx, listens('outbound'))]);
    if (this.connection !== connection || (!server && !pbx)) return;
    this.identities = { server, pbx };
    this.deps.onChange(this);
  }

  private async freePort(mapping: Mapping): Promise<'freed' | Fault> {
    const { connection } = this;
    const inbound = mapping.direction === 'inbound';
    const session = inbound ? connection?.server : connection?.pbx;
    if (!session) return fault('local-port-taken', { port: mapping.localPort });
    const stale = inbound ? this.previous.server : this.previous.pbx;
    return freeStalePort(session, { stale, port: inbound ? mapping.remotePort : mapping.localPort, heldBefore: this.held.has(mapping.id) });
  }

  private judge(): void {
    if (this.abandoned || !this.connection) return;
    const before = this.life;
    for (const m of this.mappings.status()) if (m.state === 'up') this.held.add(m.id);
    this.dispatch(verdict(this.mappings.live()));
    if (this.life === before) this.deps.onChange(this);
  }

  /** A person may have replaced the trusted key while we are connected to the holder of the old one. */
  private checkHostKeys(): void {
    const { connection } = this;
    if (!connection) return;
    const pairs = [
      [this.tunnel.sshServer, connection.server],
      [this.tunnel.pbx.sshServer, connection.pbx],
    ] as const;
    for (const [server, session] of pairs) {
      if (!server || !session) continue;
      const judged = judgeHostKey(this.deps.hostKeys.pinned(server), session.hostKey);
      if (typeof judged !== 'string' && needsPerson(judged)) return this.lost(connection, judged);
    }
  }

  private endAll(): void {
    if (this.timer) clearTimeout(this.timer);
    this.stopWaiting();
    this.dialing?.abort();
    this.dialing = null;
    const { connection } = this;
    this.connection = null;
    void this.mappings.close();
    connection?.destroy();
  }
}
