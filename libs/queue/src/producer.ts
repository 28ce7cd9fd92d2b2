import { Queue as BullQueue } from 'bullmq';
import { catalog, JOB_NAMES, type JobInput, type JobName, queueName, specOf } from './catalog.js';
import { impatient, optionsOf, sayOnce, within } from './connection.js';
import type { Log } from './log.js';

/** Whether a job was taken. `false` is not an error of the caller: work that matters is found again by the next resync. */
export type Enqueued = { readonly queued: true } | { readonly queued: false; readonly reason: string };

export interface Producer {
  /** Puts a job into the queue of `edgeId`. Answers within 2.5 s, also while Redis is away; throws only for a payload that the catalogue refuses. */
  readonly enqueue: <N extends JobName>(name: N, payload: JobInput<N>, edgeId: string) => Promise<Enqueued>;
  /** Makes sure the scheduled jobs of the catalogue are scheduled. Idempotent. */
  readonly schedule: () => Promise<Enqueued>;
  readonly close: () => Promise<void>;
}

const ANSWER_WITHIN_MS = 2_500;

export function createProducer(redisUrl: string, log: Log): Producer {
  const queues = new Map<string, BullQueue>();
  const said = sayOnce(log, 'jobs cannot be queued: redis is away');

  const queueOf = (name: string): BullQueue => {
    const known = queues.get(name);
    if (known) return known;
    const queue = new BullQueue(name, {
      connection: { ...optionsOf(redisUrl), ...impatient },
      prefix: 'stellwerk',
      skipWaitingForReady: true,
      skipVersionCheck: true,
    });
    queue.on('error', said.error);
    queues.set(name, queue);
    return queue;
  };

  const attempt = async (what: string, action: () => Promise<unknown>): Promise<Enqueued> => {
    try {
      await within(action(), ANSWER_WITHIN_MS, what);
      said.back();
      return { queued: true };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      said.error(new Error(reason));
      return { queued: false, reason };
    }
  };

  return {
    enqueue: (name, payload, edgeId) => {
      const spec = specOf(name);
      const data = catalog[name].payload.parse(payload);
      return attempt(name, () =>
        queueOf(queueName(spec.queue, edgeId)).add(name, data, {
          attempts: spec.attempts,
          backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
          // Not a jobId: retained finished ids silently swallow later adds.
          deduplication: { id: `${name}/${spec.dedupe(data)}`, keepLastIfActive: true },
          removeOnComplete: { count: 100, age: 3_600 },
          removeOnFail: { count: 500, age: 86_400 },
        }),
      );
    },
    schedule: () =>
      attempt('schedule', async () => {
        for (const name of JOB_NAMES) {
          const { everyMs, queue, attempts } = specOf(name);
          if (everyMs === undefined) continue;
          const opts = { attempts, removeOnComplete: { count: 10 }, removeOnFail: { count: 50 } };
          await queueOf(queueName(queue, 'any')).upsertJobScheduler(name, { every: everyMs }, { name, data: {}, opts });
        }
      }),
    close: async () => {
      await Promise.all(
        [...queues.values()].map((q) => within(q.close(), 1_000, 'close').catch(() => q.disconnect().catch(() => undefined))),
      );
    },
  };
}
