import { type Endpoint, routes } from '@stellwerk/contracts';
import type { Limiter, Queue } from '@stellwerk/queue';
import { Refusal } from '../http/refusal.js';

/** So many requests in so many seconds, counted per principal in all API processes together. */
export interface Quota {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

const REQUESTS_PER_MINUTE = 600;

/** What costs others more than us: connections to customers' hosts, mails, whole archives. On top of the common quota. */
const DIAL: Quota = { name: 'connections', points: 30, seconds: 60 };
const MAIL: Quota = { name: 'mails', points: 30, seconds: 600 };
const EXPORT: Quota = { name: 'exports', points: 20, seconds: 600 };
const EXPENSIVE = new Map<Endpoint, Quota>([
  [routes.testSshServer, DIAL],
  [routes.probeHostKeys, DIAL],
  [routes.createIdentityProvider, DIAL],
  [routes.replaceIdentityProvider, DIAL],
  [routes.invite, MAIL],
  [routes.resendInvitation, MAIL],
  [routes.exportTenant, EXPORT],
  [routes.exportAuditEvents, EXPORT],
  [routes.exportPersonalData, EXPORT],
  [routes.exportMe, EXPORT],
]);

/** Header fields that tell a caller its quotas (draft-ietf-httpapi-ratelimit-headers-11). */
export type LimitHeaders = Readonly<Record<'ratelimit-policy' | 'ratelimit', string>>;

interface Met {
  readonly quota: Quota;
  readonly allowed: boolean;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** `w` and `t` are seconds, `q` and `r` requests; a partition is the caller's credential, which it knows without `pk`. */
export const headersOf = (met: readonly Omit<Met, 'allowed'>[]): LimitHeaders => ({
  'ratelimit-policy': met.map(({ quota: { name, points, seconds } }) => `"${name}";q=${points};w=${seconds}`).join(', '),
  ratelimit: met.map(({ quota, remaining, resetSeconds }) => `"${quota.name}";r=${remaining};t=${resetSeconds}`).join(', '),
});

/** Counts requests of principals against their quotas. */
export class RateLimits {
  private readonly common: Quota;
  private readonly limiters = new Map<string, Limiter>();

  constructor(
    private readonly queue: Pick<Queue, 'limiter'>,
    requestsPerMinute = REQUESTS_PER_MINUTE,
  ) {
    this.common = { name: 'default', points: requestsPerMinute, seconds: 60 };
  }

  /** Counts one request. `refusal` is set when one of the quotas is used up; the headers go out in either case. */
  async spend(principalId: string, e: Endpoint): Promise<{ readonly headers: LimitHeaders; readonly refusal: Refusal | null }> {
    const expensive = EXPENSIVE.get(e);
    const met = [await this.meet(this.common, principalId)];
    // A request that is refused anyway does not use up the scarcer quota.
    if (expensive !== undefined && met[0]?.allowed) met.push(await this.meet(expensive, principalId));
    const over = met.find(({ allowed }) => !allowed);
    const seconds = Math.max(1, over?.resetSeconds ?? 1);
    const refusal = over ? new Refusal('rate-limited', { params: { seconds }, headers: { 'retry-after': String(seconds) } }) : null;
    return { headers: headersOf(met), refusal };
  }

  private async meet(quota: Quota, key: string): Promise<Met> {
    const { allowed, remaining, resetMs } = await this.limiterOf(quota).spend(key);
    return { quota, allowed, remaining, resetSeconds: Math.ceil(resetMs / 1000) };
  }

  private limiterOf(quota: Quota): Limiter {
    const known = this.limiters.get(quota.name);
    if (known) return known;
    const limiter = this.queue.limiter({ name: `api-${quota.name}`, points: quota.points, seconds: quota.seconds });
    this.limiters.set(quota.name, limiter);
    return limiter;
  }
}
