/** How many connections may be in the making at once. */
export interface InFlightLimits {
  readonly perTarget: number;
  readonly total: number;
}

/** Admits connections first come, first served, within the limits; who is called off while waiting leaves the queue. */
export class InFlight {
  private readonly counts = new Map<string, number>();
  private total = 0;
  private readonly waiting = new Set<{ readonly target: string; readonly admit: () => void }>();

  constructor(private readonly limits: InFlightLimits) {}

  /** Resolves to a function that gives the place back (idempotent), or to null when the signal aborted first. */
  enter(target: string, signal: AbortSignal): Promise<(() => void) | null> {
    if (signal.aborted) return Promise.resolve(null);
    if (this.hasRoom(target)) return Promise.resolve(this.take(target));
    return new Promise((resolve) => {
      const entry = {
        target,
        admit: () => {
          signal.removeEventListener('abort', leave);
          resolve(this.take(target));
        },
      };
      const leave = (): void => {
        this.waiting.delete(entry);
        resolve(null);
      };
      this.waiting.add(entry);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  private hasRoom(target: string): boolean {
    return this.total < this.limits.total && (this.counts.get(target) ?? 0) < this.limits.perTarget;
  }

  private take(target: string): () => void {
    this.total += 1;
    this.counts.set(target, (this.counts.get(target) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.give(target);
    };
  }

  private give(target: string): void {
    this.total -= 1;
    const left = (this.counts.get(target) ?? 1) - 1;
    if (left > 0) this.counts.set(target, left);
    else this.counts.delete(target);
    for (const entry of this.waiting) {
      if (this.total >= this.limits.total) return;
      if (!this.hasRoom(entry.target)) continue;
      this.waiting.delete(entry);
      entry.admit();
    }
  }
}
