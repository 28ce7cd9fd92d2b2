import type { KeepAlive } from './session.js';

/**
 * 6 s of receive silence, then 4 s for any byte at all: a silent cut is known after at most 11 s, of the 12 s that the
 * 20-second promise leaves for noticing.
 */
export const KEEP_ALIVE: KeepAlive = { silenceMs: 6_000, answerMs: 4_000 };

/** How often all sessions are looked at. One timer for the whole process; a look is a comparison. */
const TICK_MS = 250;

/** What the ticker needs of a connection. */
export interface Pulse {
  /** Bytes received since the beginning: read from the socket, so that counting life costs nothing per packet. */
  bytesRead(): number;
  /** Asks the other end for a sign of life. */
  ask(): void;
  /** Nothing came: the path is dead. */
  dead(): void;
}

interface Watched {
  readonly pulse: Pulse;
  readonly timing: KeepAlive;
  bytes: number;
  heardAt: number;
  askedAt: number | null;
}

/** Looks after any number of connections with one timer. */
export class KeepAliveTicker {
  private readonly watched = new Set<Watched>();
  private timer: NodeJS.Timeout | null = null;
  private lastTick = 0;

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly tickMs = TICK_MS,
  ) {}

  /** Watches a connection until the returned function is called. */
  watch(pulse: Pulse, timing: KeepAlive): () => void {
    const entry: Watched = { pulse, timing, bytes: pulse.bytesRead(), heardAt: this.now(), askedAt: null };
    this.watched.add(entry);
    if (!this.timer) this.start();
    return () => {
      this.watched.delete(entry);
      if (this.watched.size === 0) this.stop();
    };
  }

  /** One look at everybody; called by the timer, and by tests with a clock of their own. */
  tick(): void {
    const now = this.now();
    // A tick that comes late means that this process was busy: bytes may lie unread in the kernel. Nobody is blamed for it.
    const late = Math.max(0, now - this.lastTick - 2 * this.tickMs);
    this.lastTick = now;
    for (const entry of this.watched) this.look(entry, now, late);
  }

  private look(entry: Watched, now: number, late: number): void {
    const bytes = entry.pulse.bytesRead();
    if (bytes !== entry.bytes) {
      entry.bytes = bytes;
      entry.heardAt = now;
      entry.askedAt = null;
      return;
    }
    entry.heardAt += late;
    if (entry.askedAt !== null) {
      entry.askedAt += late;
      if (now - entry.askedAt < entry.timing.answerMs) return;
      this.watched.delete(entry);
      entry.pulse.dead();
      return;
    }
    if (now - entry.heardAt < entry.timing.silenceMs) return;
    entry.askedAt = now;
    entry.pulse.ask();
  }

  private start(): void {
    this.lastTick = this.now();
    this.timer = setInterval(() => this.tick(), this.tickMs);
    this.timer.unref();
  }

  private stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }
}

/** The one ticker of this process. */
export const processTicker = new KeepAliveTicker();
