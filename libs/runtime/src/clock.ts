/** Ends a timer that has not fired yet. Idempotent. */
export type Cancel = () => void;

/** Time as the program sees it. Handed to whoever waits, so that tests need not. */
export interface Clock {
  /** Milliseconds since 1970, for people and databases. May jump. */
  now(): number;
  /** Milliseconds since some moment, for durations. Never goes back. */
  monotonic(): number;
  /** Calls `fn` once after `ms`; does not keep the process alive by itself. */
  after(ms: number, fn: () => void): Cancel;
  /** Calls `fn` every `ms`; does not keep the process alive by itself. */
  every(ms: number, fn: () => void): Cancel;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms).unref();
    return () => clearTimeout(timer);
  },
  every(ms, fn) {
    const timer = setInterval(fn, ms).unref();
    return () => clearInterval(timer);
  },
};

export interface ManualClock extends Clock {
  /** Moves time on, firing in order what is due, with promises settled after each. */
  advance(ms: number): Promise<void>;
  /** How many timers wait. */
  pending(): number;
}

interface Timer {
  at: number;
  readonly order: number;
  readonly every: number | null;
  readonly fn: () => void;
}

/** A clock that only moves when told. */
export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let time = 0;
  let order = 0;
  const timers = new Set<Timer>();
  const add = (ms: number, every: number | null, fn: () => void): Cancel => {
    const timer: Timer = { at: time + Math.max(ms, 0), order: (order += 1), every, fn };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    now: () => start + time,
    monotonic: () => time,
    after: (ms, fn) => add(ms, null, fn),
    every: (ms, fn) => add(ms, Math.max(ms, 1), fn),
    pending: () => timers.size,
    async advance(ms) {
      const end = time + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].filter((t) => t.at <= end).sort((a, b) => a.at - b.at || a.order - b.order);
        if (!next) break;
        time = next.at;
        if (next.every === null) timers.delete(next);
        else next.at += next.every;
        next.fn();
        await settle();
      }
      time = end;
    },
  };
}
