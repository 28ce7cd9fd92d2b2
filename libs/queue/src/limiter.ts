import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { impatient, open } from './connection.js';
import type { Log } from './log.js';

export interface LimiterOptions {
  /** Names the counters; limiters of one name share them, in every process. */
  readonly name: string;
  /** So many in so many seconds, from the first on (a fixed window per key). */
  readonly points: number;
  readonly seconds: number;
}

/** What an attempt met. */
export interface Spent {
  readonly allowed: boolean;
  /** Points left in the window. */
  readonly remaining: number;
  /** Until the window ends and all points are back, milliseconds. */
  readonly resetMs: number;
}

/**
 * Counts attempts per key, together with all other processes on the same Redis. While Redis is away each process counts for itself,
 * so nobody is locked out and no guesser runs free. Keys are hashed: addresses and e-mails do not lie in Redis in clear.
 */
export interface Limiter {
  readonly points: number;
  readonly seconds: number;
  /** Counts `points` (1 unless told); what is not allowed is counted too. Never throws. */
  spend(key: string, points?: number): Promise<Spent>;
  /** Takes `points` back: it was no attempt of the kind that is counted. */
  giveBack(key: string, points?: number): Promise<void>;
  /** Forgets a key. */
  forgive(key: string): Promise<void>;
}

/** The connection of all limiters. Whoever found it silent spares the others the wait for a while. */
export interface Counters {
  readonly redis: Redis;
  silentUntil: number;
}

/** A request of a person waits for the count, and usually for several: what does not answer at once is not waited for. */
const ANSWER_WITHIN_MS = 300;
const SILENT_FOR_MS = 2_000;

export const openCounters = (redisUrl: string, log: Log): Counters => ({
  redis: open(redisUrl, { ...impatient, commandTimeout: ANSWER_WITHIN_MS, maxRetriesPerRequest: 0, enableOfflineQueue: false }, log),
  silentUntil: 0,
});

const shorter = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 22);

export function createLimiter(counters: Counters, { name, points, seconds }: LimiterOptions): Limiter {
  const window = { points, duration: seconds, keyPrefix: `stellwerk:limit:${name}` };
  const alone = new RateLimiterMemory(window);
  const together = new RateLimiterRedis({ ...window, storeClient: counters.redis });

  /** Asks Redis, or while it is away this process alone. */
  async function counted<T>(ask: (limiter: RateLimiterMemory | RateLimiterRedis) => Promise<T>): Promise<T> {
    if (counters.redis.status !== 'ready' || performance.now() < counters.silentUntil) return ask(alone);
    try {
      return await ask(together);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error;
      counters.silentUntil = performance.now() + SILENT_FOR_MS;
      return ask(alone);
    }
  }
  const told = (allowed: boolean, result: RateLimiterRes): Spent => ({
    allowed,
    remaining: Math.max(0, result.remainingPoints),
    resetMs: Math.max(0, result.msBeforeNext),
  });
  return {
    points,
    seconds,
    async spend(key, count = 1) {
      try {
        return told(true, await counted((limiter) => limiter.consume(shorter(key), count)));
      } catch (error) {
        if (error instanceof RateLimiterRes) return told(false, error);
        throw error;
      }
    },
    giveBack: async (key, count = 1) => void (await counted((limiter) => limiter.reward(shorter(key), count))),
    forgive: async (key) => {
      // Both: what was counted here while Redis was away must not outlive being forgiven.
      await Promise.all([counted((limiter) => limiter.delete(shorter(key))), alone.delete(shorter(key))]);
    },
  };
}
