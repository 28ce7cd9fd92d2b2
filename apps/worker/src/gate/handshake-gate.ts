import { failed, type Fault, fault, type Result } from '@stellwerk/domain';
import { FairSlots } from './fair-slots.js';
import { IN_FLIGHT, LoopWatch } from './in-flight.js';
import { HostWatch, type HostWatchOptions, type WatchedHost } from './host-watch.js';

/** Below MaxStartups' default of 10 (sshd_config(5)), where OpenSSH begins to drop connections at random. */
const PER_HOST = 8;

const NOBODY_THERE: ReadonlySet<Fault['code']> = new Set([
  'connection-refused',
  'connection-timed-out',
  'network-unreachable',
  'name-not-found',
  'not-ssh',
]);

/** Two doors in a row: the host's own, held from the first packet on, and the process's, held only while keys are exchanged. */
export class HandshakeGate {
  readonly hosts: HostWatch;
  private readonly perHost = new Map<string, { slots: FairSlots; users: number }>();
  /** Unlimited, 1,000 handshakes freeze the event loop for 2.7 s (measured). */
  private readonly handshakes = new FairSlots({ total: IN_FLIGHT.first, perParty: IN_FLIGHT.perTenant });
  private readonly loop: LoopWatch;

  constructor(options: HostWatchOptions) {
    this.hosts = new HostWatch(options);
    this.loop = new LoopWatch(
      options.now,
      () => this.perHost.size > 0,
      (limit) => this.handshakes.allow(limit),
    );
  }

  load = () => this.handshakes.load();

  /**
   * Runs one attempt through both doors. `connect` opens TCP, `handshake` does the rest: a host that never answers
   * occupies its own slots and none of the process's. Tells the watch how it went.
   */
  async pass<S, T>(
    host: WatchedHost,
    signal: AbortSignal,
    attempt: {
      connect: (signal: AbortSignal) => Promise<Result<S>>;
      handshake: (socket: S, signal: AbortSignal) => Promise<Result<T>>;
      discard: (socket: S) => void;
    },
  ): Promise<Result<T>> {
    const key = HostWatch.key(host);
    const door = this.perHost.get(key) ?? { slots: new FairSlots({ total: PER_HOST, perParty: PER_HOST }), users: 0 };
    this.perHost.set(key, door);
    door.users += 1;
    this.loop.wake();
    const leaveHost = await door.slots.enter(key, signal);
    try {
      if (!leaveHost) return failed(fault('connection-lost'));
      // Somebody before us in the line may have found out that nobody is there.
      const down = this.hosts.faultOf(host);
      if (down) return failed(down);
      const socket = await attempt.connect(signal);
      if (!socket.ok) return this.note(host, socket);
      const leave = await this.handshakes.enter(host.tenantId, signal);
      if (!leave) {
        attempt.discard(socket.value);
        return failed(fault('connection-lost'));
      }
      try {
        return this.note(host, await attempt.handshake(socket.value, signal));
      } finally {
        leave();
      }
    } finally {
      leaveHost?.();
      door.users -= 1;
      if (door.users === 0) this.perHost.delete(key);
    }
  }

  private note<T>(host: WatchedHost, result: Result<T>): Result<T> {
    if (result.ok) this.hosts.cameUp(host);
    else if (NOBODY_THERE.has(result.fault.code)) this.hosts.wentDown(host, result.fault);
    return result;
  }
}
