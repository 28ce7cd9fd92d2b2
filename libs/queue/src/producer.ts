import { catalog, JOB_NAMES, type JobInput, type JobName, queueName, specOf } from './catalog.js';
import type { Enqueued, Queues } from './queues.js';

export interface Producer {
  /**
   * Puts a job into the queue of `edgeId`, for now or for in `delayMs`. Answers within 2.5 s, also while Redis is away; throws only for a
   * payload that the catalogue refuses.
   */
  readonly enqueue: <N extends JobName>(name: N, payload: JobInput<N>, edgeId: string, delayMs?: number) => Promise<Enqueued>;
  /** Makes sure the scheduled jobs of the catalogue are scheduled. Idempotent. */
  readonly schedule: () => Promise<Enqueued>;
}

export function createProducer(queues: Queues): Producer {
  return {
    enqueue: (name, payload, edgeId, delayMs = 0) => {
      const spec = specOf(name);
      const data = catalog[name].payload.parse(payload);
      return queues.attempt(name, () =>
        queues.of(queueName(spec.queue, edgeId)).add(name, data, {
          attempts: spec.attempts,
          delay: delayMs,
          lifo: spec.urgent?.(data) ?? false,
          backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
          // Not a jobId: retained finished ids silently swallow later adds.
          deduplication: { id: `${name}/${spec.dedupe(data)}`, keepLastIfActive: true },
          removeOnComplete: { count: 100, age: 3_600 },
          removeOnFail: { count: 500, age: 86_400 },
        }),
      );
    },
    schedule: () =>
      queues.attempt('schedule', async () => {
        for (const name of JOB_NAMES) {
          const { everyMs, queue, attempts } = specOf(name);
          if (everyMs === undefined) continue;
          const opts = { attempts, removeOnComplete: { count: 10 }, removeOnFail: { count: 50 } };
          await queues.of(queueName(queue, 'any')).upsertJobScheduler(name, { every: everyMs }, { name, data: {}, opts });
        }
      }),
  };
}
