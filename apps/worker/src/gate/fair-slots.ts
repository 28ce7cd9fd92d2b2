/** Leaves a slot; calling it again does nothing. */
export type Leave = () => void;

interface Waiting {
  readonly give: (leave: Leave) => void;
}

/**
 * A bounded number of slots, handed out round-robin by party: a tenant with 300 waiting tunnels gets one turn, then the
 * next tenant gets one. No party ever holds more than `perParty`, so a slot that hangs until its timeout delays its own
 * party and not the others.
 */
export class FairSlots {
  private readonly held = new Map<string, number>();
  private readonly queues = new Map<string, Waiting[]>();
  private inUse = 0;

  private total: number;

  constructor(private readonly limit: { readonly total: number; readonly perParty: number }) {
    this.total = limit.total;
  }

  /** Another total from now on; who is in stays in. */
  allow(total: number): void {
    this.total = total;
    this.serve();
  }

  /** Resolves with the way out once it is the party's turn; null when `signal` aborts first. */
  enter(party: string, signal: AbortSignal): Promise<Leave | null> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(null);
      const giveUp = (): void => {
        this.forget(party, waiting);
        resolve(null);
      };
      const waiting: Waiting = {
        give: (leave) => {
          signal.removeEventListener('abort', giveUp);
          resolve(leave);
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      const queue = this.queues.get(party);
      if (queue) queue.push(waiting);
      else this.queues.set(party, [waiting]);
      this.serve();
    });
  }

  /** How many are in and how many wait. */
  load(): { readonly inUse: number; readonly waiting: number } {
    return { inUse: this.inUse, waiting: [...this.queues.values()].reduce((sum, q) => sum + q.length, 0) };
  }

  private serve(): void {
    while (this.inUse < this.total) {
      const party = this.nextParty();
      if (party === null) return;
      const queue = this.queues.get(party) ?? [];
      const waiting = queue.shift();
      // Back to the end of the line: a Map keeps the order of insertion.
      this.queues.delete(party);
      if (queue.length > 0) this.queues.set(party, queue);
      this.inUse += 1;
      this.held.set(party, (this.held.get(party) ?? 0) + 1);
      waiting?.give(this.leaving(party));
    }
  }

  private nextParty(): string | null {
    for (const party of this.queues.keys()) if ((this.held.get(party) ?? 0) < this.limit.perParty) return party;
    return null;
  }

  private leaving(party: string): Leave {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.inUse -= 1;
      const rest = (this.held.get(party) ?? 1) - 1;
      if (rest > 0) this.held.set(party, rest);
      else this.held.delete(party);
      this.serve();
    };
  }

  private forget(party: string, waiting: Waiting): void {
    const queue = this.queues.get(party)?.filter((w) => w !== waiting) ?? [];
    if (queue.length > 0) this.queues.set(party, queue);
    else this.queues.delete(party);
  }
}
