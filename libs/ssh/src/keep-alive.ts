import type { KeepAlive } from './session.js';

/**
 * 7 s of receive silence, then 3.5 s for any byte at all: with the grain of the ticker a silent cut is known after at most
 * 12 s, which the 20-second promise leaves for noticing. Shorter would cost CPU for nothing: a ping round is 0.2 ms.
 */
export const KEEP_ALIVE: KeepAlive = { silenceMs: 7_000, answerMs: 3_500 };

/** How often all sessions are looked at. One timer for the whole process; a look is a comparison. */
const TICK_MS = 500;

/** What the ticker needs of a connection. */
export interface Pulse {
  /** Asks the other end for a sign of life. */
  ask(): void;
  /** Nothing came: the path is dead. */
  dead(): void;
}

/** A watched connection. */
export interface Watch {
  /** Something was received, whatever it was. Called for every chunk, so it only sets a flag. */
  readonly heard: () => void;
  readonly stop: () => void;
}

interface Watched {
  readonly pulse: Pulse;
  readonly timing: KeepAlive;
  fresh: boolean;
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

  watch(pulse: Pulse, timing: KeepAlive): Watch {
    const entry: Watched = { pulse, timing, fresh: false, heardAt: this.now(), askedAt: null };
    this.watched.add(entry);
    if (!this.timer) this.start();
    return {
      heard: () => {
        entry.fresh = true;
      },
      stop: () => {
        this.watched.delete(entry);
        if (this.watched.size === 0) this.stop();
      },
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
    if (entry.fresh) {
      entry.fresh = false;
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
