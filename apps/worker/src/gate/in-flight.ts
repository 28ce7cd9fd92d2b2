/**
 * How many handshakes may be in flight in this process. Up to `most`, where an event loop with a core of its own is at its
 * limit; fewer when it comes late, because then handshakes hold up the traffic of the tunnels that stand. On a machine that
 * shares its cores with the servers, 12 bring a fleet up as fast as 24 with half the delay (400 tunnels: 7.0 and 7.0 s, p99 47 and 81 ms).
 */
export const IN_FLIGHT = { most: 24, first: 12, least: 8, perTenant: 12, everyMs: 20, lateMs: 15, calmMs: 5 } as const;

type Bounds = Readonly<Record<'most' | 'first' | 'least' | 'everyMs' | 'lateMs' | 'calmMs', number>>;

/** The next limit after a look at the event loop that came `lateMs` late: down by a tenth, up by an eighth of one. */
export function nextLimit(limit: number, lateMs: number, bounds: Bounds = IN_FLIGHT): number {
  if (lateMs > bounds.lateMs) return Math.max(bounds.least, limit * 0.9);
  return lateMs <= bounds.calmMs ? Math.min(bounds.most, limit + 0.125) : limit;
}

/** Looks at the event loop while there is something to limit, and tells the limit whenever it moves. */
export class LoopWatch {
  private limit: number;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly now: () => number,
    private readonly busy: () => boolean,
    private readonly onLimit: (limit: number) => void,
    private readonly bounds: Bounds = IN_FLIGHT,
  ) {
    this.limit = bounds.first;
  }

  /** There is something to limit: look until there is not. */
  wake(): void {
    if (this.timer) return;
    const due = this.now() + this.bounds.everyMs;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.limit = nextLimit(this.limit, this.now() - due, this.bounds);
      this.onLimit(Math.floor(this.limit));
      if (this.busy()) this.wake();
    }, this.bounds.everyMs).unref();
  }
}
