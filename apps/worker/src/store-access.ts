import { hostname } from 'node:os';
import { type ClockLook, LEASE } from '@stellwerk/domain';
import type { Store, SystemTx } from '@stellwerk/store';
import type { LeaseTable } from './lease/lease-keeper.js';

/** A question to the database that has waited this long will not be answered any more. Milliseconds. */
const PATIENCE_MS = 4_000;

/** Asks the system door; throws while the database is away, and never waits for long. */
export type Ask = <T>(work: (tx: SystemTx) => Promise<T>) => Promise<T>;

/** Asks without waiting for long; an answer that comes too late is dropped. */
export async function soon<T>(answer: Promise<T>, what: string): Promise<T> {
  answer.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer: ${what}`)), PATIENCE_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/**
 * One kind of question, at most one of it in flight: while a frozen database holds the last one, the next is refused at
 * once instead of piling up behind it. Every caller can live with "unknown".
 */
export function asking(store: Store, reason: string): Ask {
  let pending = false;
  return (work) => {
    if (pending) return Promise.reject(new Error(`still waiting: ${reason}`));
    pending = true;
    return soon(
      store.asSystem(reason, work).finally(() => (pending = false)),
      reason,
    );
  };
}

/** What a worker learns by the way when it renews, every second. */
export interface RenewalWatch {
  readonly now: () => number;
  /** What the database's clock said between two looks at ours. Milliseconds since the epoch. */
  readonly onClock: (look: ClockLook) => void;
  /** Another text means that an access was cut since the last renewal: a worker that heard of it by nobody else looks now. */
  readonly onCuts: (cuts: string) => void;
}

/** The lease statements of one worker. */
export function leaseTable(store: Store, self: { readonly workerId: string; readonly edgeId: string }, watch: RenewalWatch): LeaseTable {
  const { workerId, edgeId } = self;
  const ask = asking(store, 'lease');
  let ensured = false;
  const me = { id: workerId, edgeId, host: hostname(), pid: process.pid, ttlMs: LEASE.ttlMs };
  return {
    renew: () =>
      ask(async (tx) => {
        if (!ensured) await tx.leases.ensureEdge(edgeId);
        const asked = watch.now();
        const { now, cuts } = await tx.leases.renew(me);
        watch.onClock({ asked, answered: watch.now(), database: now.getTime() });
        watch.onCuts(cuts);
        const { workers, shards } = await tx.leases.look(edgeId);
        ensured = true;
        return { workers: workers.map((w) => ({ id: w.id, onLine: w.onLine, expiresInMs: w.until.getTime() - now.getTime() })), shards };
      }),
    claim: (shards, ids) =>
      ask(async (tx) => {
        if (ids.length > 0) await tx.leases.end({ ids, remainingMs: LEASE.ttlMs - LEASE.missedMs });
        return tx.leases.claim(workerId, edgeId, shards);
      }),
    release: async (shards) => void (await ask((tx) => tx.leases.release(workerId, edgeId, shards))),
    leave: () => ask((tx) => tx.leases.leave(workerId)),
  };
}
