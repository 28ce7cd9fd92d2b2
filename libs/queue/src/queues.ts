import { Queue as BullQueue } from 'bullmq';
import { impatient, optionsOf, sayOnce, within } from './connection.js';
import type { Log } from './log.js';

/** Whether Redis did it. `false` is not an error of the caller: work that matters is found again by the next resync. */
export type Enqueued = { readonly queued: true } | { readonly queued: false; readonly reason: string };

/** BullMQ's queues of this process, one connection each, opened when first used. */
export interface Queues {
  readonly of: (name: string) => BullQueue;
  /** Answers within 2.5 s, also while Redis is away; says in the log once that it is. */
  readonly attempt: (what: string, action: () => Promise<unknown>) => Promise<Enqueued>;
  readonly close: () => Promise<void>;
}

const ANSWER_WITHIN_MS = 2_500;
export const PREFIX = 'stellwerk';

export function openQueues(redisUrl: string, log: Log): Queues {
  const queues = new Map<string, BullQueue>();
  const said = sayOnce(log, 'jobs cannot be queued: redis is away');
  return {
    of: (name) => {
      const known = queues.get(name);
      if (known) return known;
      const queue = new BullQueue(name, {
        connection: { ...optionsOf(redisUrl), ...impatient },
        prefix: PREFIX,
        skipWaitingForReady: true,
        skipVersionCheck: true,
      });
      queue.on('error', said.error);
      queues.set(name, queue);
      return queue;
    },
    attempt: async (what, action) => {
      try {
        await within(action(), ANSWER_WITHIN_MS, what);
        said.back();
        return { queued: true };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        said.error(new Error(reason));
        return { queued: false, reason };
      }
    },
    close: async () => {
      await Promise.all(
        [...queues.values()].map((q) => within(q.close(), 1_000, 'close').catch(() => q.disconnect().catch(() => undefined))),
      );
    },
  };
}
