import type { Redis } from 'ioredis';
import { type Bus, createBus } from './bus.js';
import type { JobHandlers, JobName } from './catalog.js';
import { type Consumer, startConsumer } from './consumer.js';
import { type Counters, createLimiter, type Limiter, type LimiterOptions, openCounters } from './limiter.js';
import type { Log } from './log.js';
import { open, impatient } from './connection.js';
import { createProducer, type Producer } from './producer.js';
import { openQueues } from './queues.js';
import { createTimetable, type Timetable } from './timetable.js';

/**
 * Everything Redis does for Stellwerk: short jobs and the event bus. Nothing here is the truth of anything; with Redis
 * away every call answers within seconds, as a value, and all comes back by itself when Redis does.
 */
export interface Queue extends Producer {
  readonly bus: Bus;
  /** Starts working on jobs of the edge. */
  startWorkers(edgeId: string, handlers: JobHandlers): Consumer;
  /** Counts attempts, together with every other process. */
  limiter(options: LimiterOptions): Limiter;
  /** The recurring jobs of one name on one edge. */
  timetable<N extends JobName>(name: N, edgeId: string): Timetable<N>;
  /** Ends consumers, producers and the bus. */
  close(): Promise<void>;
}

export function createQueue(redisUrl: string, log: Log): Queue {
  const bus = createBus(redisUrl, log);
  const queues = openQueues(redisUrl, log);
  const producer = createProducer(queues);
  const consumers = new Set<Consumer>();
  let counters: Counters | null = null;
  let reader: Redis | null = null;
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
    timetable: (name, edgeId) => createTimetable({ queues, redis: (reader ??= open(redisUrl, impatient, log)), log }, name, edgeId),
    close: async () => {
      await Promise.all([...consumers].map((c) => c.close()));
      await queues.close();
      await bus.close();
      counters?.redis.disconnect();
      reader?.disconnect();
    },
  };
}
