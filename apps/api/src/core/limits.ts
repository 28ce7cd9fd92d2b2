import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../http/refusal.js';

/** At most `points` in `seconds`, counted in this process: several API processes allow that many each. */
export interface Limit {
  readonly points: number;
  readonly seconds: number;
}

/** Slows down whoever asks too often. Keys are kept only while they count. */
export class Throttle {
  private readonly limiter: RateLimiterMemory;

  constructor(limit: Limit) {
    this.limiter = new RateLimiterMemory({ points: limit.points, duration: limit.seconds });
  }

  /** Counts one attempt; refuses with Retry-After when there were too many. */
  async spend(key: string): Promise<void> {
    try {
      await this.limiter.consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      throw new Refusal('rate-limited', { params: { seconds }, headers: { 'retry-after': String(seconds) } });
    }
  }

  /** Forgets the attempts of a key: it turned out to be legitimate. */
  async forgive(key: string): Promise<void> {
    await this.limiter.delete(key);
  }
}
