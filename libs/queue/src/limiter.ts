import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

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

const shorter = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 22);

/** @param redis an impatient connection: the request of a person waits for its answer */
export function createLimiter(redis: Redis, { name, points, seconds }: LimiterOptions): Limiter {
  const window = { points, duration: seconds, keyPrefix: `stellwerk:limit:${name}` };
  const insurance = new RateLimiterMemory(window);
  const limiter = new RateLimiterRedis({ ...window, storeClient: redis, rejectIfRedisNotReady: true, insuranceLimiter: insurance });
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
        return told(true, await limiter.consume(shorter(key), count));
      } catch (error) {
        if (error instanceof RateLimiterRes) return told(false, error);
        throw error;
      }
    },
    giveBack: async (key, count = 1) => void (await limiter.reward(shorter(key), count)),
    forgive: async (key) => {
      // Both: what was counted here while Redis was away must not outlive being forgiven.
      await Promise.all([limiter.delete(shorter(key)), insurance.delete(shorter(key))]);
    },
  };
}
