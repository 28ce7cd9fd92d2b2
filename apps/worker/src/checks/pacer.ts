import type { Limiter } from '@stellwerk/queue';
import type { CheckTarget } from './target.js';

/** Probe etiquette (domain reference §6). Windows in seconds. */
export const PACE = {
  /** Connections to one target, by all workers together. */
  target: { name: 'check-target', points: 1, seconds: 1 },
  /** Enumerations of one target's TLS: by schedule once a day, less what a clock may differ; apart from them one an hour that a person asks for. */
  enumeration: { name: 'check-tls-enumeration', points: 1, seconds: 82_000 },
  enumerationNow: { name: 'check-tls-enumeration-now', points: 1, seconds: 3_600 },
  /** Runs of one customer's checks. */
  tenant: { name: 'check-tenant', points: 200, seconds: 10 },
} as const;

/** Runs of one customer in this process at once: a customer whose hosts all stay silent must not hold up the others. */
const PER_TENANT = 24;

export interface PacedRun {
  readonly tenantId: string;
  readonly target: CheckTarget;
  readonly trigger: 'schedule' | 'now';
}

/** `done` must be called at the end; `looked` tells that the target was really bothered. */
export type Admission =
  | { readonly go: true; readonly looked: () => Promise<void>; readonly done: () => void }
  | { readonly go: false; readonly againInMs: number };

interface Limits {
  readonly target: Limiter;
  readonly enumeration: Limiter;
  readonly enumerationNow: Limiter;
  readonly tenant: Limiter;
}

/** Who may run now, and who is put off until when. Nothing that is put off has failed. */
export class Pacer {
  private readonly inFlight = new Map<string, number>();

  constructor(
    private readonly limits: Limits,
    private readonly random: () => number,
  ) {}

  get running(): number {
    let sum = 0;
    for (const n of this.inFlight.values()) sum += n;
    return sum;
  }

  async admit({ tenantId, target, trigger }: PacedRun): Promise<Admission> {
    if ((this.inFlight.get(tenantId) ?? 0) >= PER_TENANT) return this.later(1_000);
    this.count(tenantId, 1);
    const refused = await this.refusedFor({ tenantId, target, trigger });
    if (refused !== null) {
      this.count(tenantId, -1);
      return this.later(refused);
    }
    return {
      go: true,
      done: () => this.count(tenantId, -1),
      looked: async () => {
        if (target.enumerates && target.key !== null) await this.daily(trigger).spend(target.key);
      },
    };
  }

  /** Milliseconds to wait; null: none. Only who gets through is counted. */
  private async refusedFor({ tenantId, target, trigger }: PacedRun): Promise<number | null> {
    if (target.key !== null && target.enumerates) {
      // Asked without counting: a run that is interrupted has bothered nobody.
      const before = await this.daily(trigger).spend(target.key, 0);
      if (before.remaining < 1) return before.resetMs;
    }
    const tenant = await this.limits.tenant.spend(tenantId);
    if (!tenant.allowed) return tenant.resetMs;
    if (target.key === null) return null;
    const alone = await this.limits.target.spend(target.key);
    if (alone.allowed) return null;
    await this.limits.tenant.giveBack(tenantId);
    return alone.resetMs;
  }

  private daily(trigger: PacedRun['trigger']): Limiter {
    return trigger === 'now' ? this.limits.enumerationNow : this.limits.enumeration;
  }

  /** Not all at the same moment again. */
  private later = (ms: number): Admission => ({
    go: false,
    againInMs: Math.round(ms + this.random() * Math.max(500, Math.min(ms, 5_000))),
  });

  private count(tenantId: string, by: number): void {
    const n = (this.inFlight.get(tenantId) ?? 0) + by;
    if (n > 0) this.inFlight.set(tenantId, n);
    else this.inFlight.delete(tenantId);
  }
}
