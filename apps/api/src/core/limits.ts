import { parseAddress } from '@stellwerk/domain';
import type { Limiter, Queue } from '@stellwerk/queue';
import { Refusal } from '../http/refusal.js';

/** At most `points` in `seconds`, counted in all API processes together. */
export interface Limit {
  readonly points: number;
  readonly seconds: number;
}

/** Slows down whoever asks too often. Keys are kept only while they count. */
export class Throttle {
  private readonly limiter: Limiter;

  constructor(queue: Pick<Queue, 'limiter'>, name: string, limit: Limit) {
    this.limiter = queue.limiter({ name, ...limit });
  }

  /** Counts one attempt; refuses with Retry-After when there were too many. */
  async spend(key: string): Promise<void> {
    const { allowed, resetMs } = await this.limiter.spend(key);
    if (allowed) return;
    const seconds = Math.max(1, Math.ceil(resetMs / 1000));
    throw new Refusal('rate-limited', { params: { seconds }, headers: { 'retry-after': String(seconds) } });
  }

  /** Takes one attempt back: it was no guess. */
  giveBack(key: string): Promise<void> {
    return this.limiter.giveBack(key);
  }

  /** Forgets the attempts of a key: it turned out to be legitimate. */
  forgive(key: string): Promise<void> {
    return this.limiter.forgive(key);
  }
}

const SITE_PREFIX_BYTES = 8;

/** What counts as one address: with IPv6 the /64, because a single host has all of it to choose from (RFC 4291 §2.5.4). */
export function addressKey(address: string | null): string {
  const parsed = parseAddress(address ?? '');
  if (parsed === null) return 'unknown';
  return parsed.family === 4 ? parsed.canonical : Buffer.from(parsed.bytes.slice(0, SITE_PREFIX_BYTES)).toString('hex');
}
