import { type Bus, createBus } from './bus.js';
import type { JobHandlers } from './catalog.js';
import { type Consumer, startConsumer } from './consumer.js';
import { type Counters, createLimiter, type Limiter, type LimiterOptions, openCounters } from './limiter.js';
import type { Log } from './log.js';
import { createProducer, type Producer } from './producer.js';

/**
 * Everything Redis does for Stellwerk: short jobs and the event bus. Nothing here is the truth of anything; with Redis
 * away every call answers within seconds, as a value, and all comes back by itself when Redis does.
 */
export interface Queue extends Omit<Producer, 'close'> {
  readonly bus: Bus;
  /** Starts working on jobs of the edge. */
  startWorkers(edgeId: string, handlers: JobHandlers): Consumer;
  /** Counts attempts, together with every other process. */
  limiter(options: LimiterOptions): Limiter;
  /** Ends consumers, producers and the bus. */
  close(): Promise<void>;
}

export function createQueue(redisUrl: string, log: Log): Queue {
  const bus = createBus(redisUrl, log);
  const producer = createProducer(redisUrl, log);
  const consumers = new Set<Consumer>();
  let counters: Counters | null = null;
  return {
    bus,
    enqueue: producer.enqueue,
    schedule: producer.schedule,
    startWorkers: (edgeId, handlers) => {
      const consumer = startConsumer({ redisUrl, edgeId, log }, handlers);
      consumers.add(consumer);
      return consumer;
    },
    limiter: (options) => createLimiter((counters ??= openCounters(redisUrl, log)), options),
    close: async () => {
      await Promise.all([...consumers].map((c) => c.close()));
      await producer.close();
      await bus.close();
      counters?.redis.disconnect();
    },
  };
}
