import { createHash, timingSafeEqual } from 'node:crypto';
import type { Store } from '@stellwerk/store';
import type { Request } from 'express';
import { SessionCookie } from './cookie.js';
import type { Principal } from './principal.js';

/** A session ends this long after the last request, and in any case after the second span. */
export const SESSION = { idleMs: 12 * 3_600_000, absoluteMs: 7 * 24 * 3_600_000 } as const;

/** Far above every token we hand out; longer ones are not worth hashing. */
const LONGEST_TOKEN = 200;

export const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Derived from the session's token, so that it needs no storage and dies with it. */
export const csrfTokenOf = (token: string): string => createHash('sha256').update(`csrf:${token}`).digest('base64url');

export const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/** Turns a request's credential into a principal: the bearer key if there is one, else the session cookie. */
export class Authentication {
  constructor(
    private readonly store: Store,
    private readonly cookie: SessionCookie,
  ) {}

  /** Null: no credential, or none that is (still) good. `extend`: this counts as activity of the session. */
  async principalOf(request: Pick<Request, 'headers'>, extend = true): Promise<Principal | null> {
    const header = request.headers.authorization;
    if (header !== undefined) {
      const key = /^Bearer +(\S+)$/i.exec(header)?.[1];
      return key === undefined || key.length > LONGEST_TOKEN ? null : this.ofApiKey(key);
    }
    const token = this.cookie.read(request);
    return token === null || token === '' || token.length > LONGEST_TOKEN ? null : this.ofSession(token, extend);
  }

  private async ofApiKey(key: string): Promise<Principal | null> {
    const found = await this.store.asSystem('authenticate an API key', (tx) => tx.access.findApiKey(digest(key)));
    if (found === null) return null;
    const { apiKey, provider } = found;
    return { kind: 'service-account', id: apiKey.id, name: apiKey.name, email: null, provider: { id: provider.id, name: provider.name }, scope: { providerId: provider.id, tenantIds: apiKey.tenantIds }, csrfToken: null };
  }

  private async ofSession(token: string, extend: boolean): Promise<Principal | null> {
    const found = await this.store.asSystem('authenticate a session', async (tx) => {
      const session = await tx.access.findSession(digest(token));
      if (session !== null && extend) await tx.access.extendSession(digest(token), SESSION);
      return session;
    });
    if (found === null) return null;
    const { member, provider } = found;
    return { kind: 'member', id: member.id, name: member.name, email: member.email, provider: { id: provider.id, name: provider.name }, scope: { providerId: provider.id, tenantIds: 'all' }, csrfToken: csrfTokenOf(token) };
  }
}
