import type { Redis } from 'ioredis';
import { catalog, type JobInput, type JobName, queueName, specOf } from './catalog.js';
import { within } from './connection.js';
import type { Log } from './log.js';
import { PREFIX, type Queues } from './queues.js';

/** A job that comes again and again: at `offsetMs` after every whole multiple of `everyMs` (Unix time). */
export interface TimetableEntry<N extends JobName> {
  /** Names it. Whoever makes the key puts into it whatever makes another schedule of it, so that keys alone tell what must change. */
  readonly key: string;
  readonly everyMs: number;
  /** 1 to `everyMs` - 1. */
  readonly offsetMs: number;
  readonly payload: JobInput<N>;
}

/**
 * The recurring jobs of one name on one edge, as Redis has them: never the truth, always to be brought in line with it. Methods throw while
 * Redis is away, after at most 2.5 s per step.
 */
export interface Timetable<N extends JobName> {
  /** How many there are: one cheap question that shows a Redis that was emptied. */
  size(): Promise<number>;
  keys(): Promise<ReadonlySet<string>>;
  /** Keys that should have run before this time (milliseconds since the epoch) and whose job is gone: they would never run again. */
  lost(before: number, limit: number): Promise<string[]>;
  /** Adds or renews entries, some at a time; stops between two when `signal` aborts. */
  put(entries: readonly TimetableEntry<N>[], signal?: AbortSignal): Promise<void>;
  remove(keys: readonly string[], signal?: AbortSignal): Promise<void>;
  /** Jobs of the queue that nobody has begun although their time has come. */
  waiting(): Promise<number>;
}

const STEP_MS = 2_500;
/** Entries written side by side: few enough to leave the event loop to the tunnels (0.1 ms of it each). */
const AT_ONCE = 20;
/** Entries read in one answer. */
const PER_ANSWER = 2_000;

export function createTimetable<N extends JobName>(
  about: { readonly queues: Queues; readonly redis: Redis; readonly log: Log },
  name: N,
  edgeId: string,
): Timetable<N> {
  const spec = specOf(name);
  const queue = queueName(spec.queue, edgeId);
  const repeat = `${PREFIX}:${queue}:repeat`;
  const { queues, redis } = about;
  const step = <T>(action: Promise<T>): Promise<T> => within(action, STEP_MS, `timetable of ${name}`);
  const opts = { attempts: spec.attempts, removeOnComplete: true, removeOnFail: { count: 100, age: 86_400 } };

  const inSteps = async <T>(all: readonly T[], signal: AbortSignal | undefined, work: (one: T) => Promise<unknown>): Promise<void> => {
    for (let i = 0; i < all.length && !signal?.aborted; i += AT_ONCE) {
      await step(Promise.all(all.slice(i, i + AT_ONCE).map(work)));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  return {
    size: () => step(redis.zcard(repeat)),
    keys: async () => {
      const found = new Set<string>();
      let cursor = '0';
      do {
        const [next, pairs] = await step(redis.zscan(repeat, cursor, 'COUNT', PER_ANSWER));
        for (let i = 0; i < pairs.length; i += 2) found.add(pairs[i]!);
        cursor = next;
      } while (cursor !== '0');
      return found;
    },
    lost: async (before, limit) => {
      const late = await step(redis.zrangebyscore(repeat, '-inf', before, 'WITHSCORES', 'LIMIT', 0, limit));
      const entries = late.flatMap((key, i) => (i % 2 === 0 ? [{ key, at: late[i + 1]! }] : []));
      const there = await step(Promise.all(entries.map(({ key, at }) => redis.exists(`${repeat}:${key}:${at}`))));
      return entries.filter((_, i) => there[i] === 0).map(({ key }) => key);
    },
    put: (entries, signal) =>
      inSteps(entries, signal, ({ key, everyMs, offsetMs, payload }) =>
        queues
          .of(queue)
          .upsertJobScheduler(key, { every: everyMs, offset: offsetMs }, { name, data: catalog[name].payload.parse(payload), opts }),
      ),
    remove: (keys, signal) => inSteps(keys, signal, (key) => queues.of(queue).removeJobScheduler(key)),
    waiting: () => step(redis.llen(`${PREFIX}:${queue}:wait`)),
  };
}
