import { Permission, permissionsOf } from '@stellwerk/domain';
import { csrfTokenOf, hashSessionToken, parseApiKey } from '@stellwerk/secrets';
import type { Store } from '@stellwerk/store';
import type { Request } from 'express';
import type { SessionCookie } from './cookie.js';
import type { Principal } from './principal.js';

/** A session ends this long after the last request, and in any case after the second span. */
export const SESSION = { idleMs: 12 * 3_600_000, absoluteMs: 7 * 24 * 3_600_000 } as const;

/** Far above every token we hand out; longer ones are not worth hashing. */
const LONGEST_TOKEN = 200;

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
      const hash = parseApiKey(/^Bearer +(\S+)$/i.exec(header)?.[1] ?? '');
      return hash === null ? null : this.ofApiKey(hash);
    }
    const token = this.cookie.read(request);
    return token === null || token === '' || token.length > LONGEST_TOKEN ? null : this.ofSession(token, extend);
  }

  private async ofApiKey(hash: Uint8Array): Promise<Principal | null> {
    const found = await this.store.asSystem('authenticate an API key', (tx) => tx.access.findApiKey(hash));
    if (found === null) return null;
    const { apiKey, provider } = found;
    return {
      kind: 'service-account',
      id: apiKey.serviceAccountId,
      name: apiKey.name,
      email: null,
      provider: { id: provider.id, name: provider.name },
      tenant: null,
      membershipId: null,
      role: null,
      permissions: apiKey.scopes.filter((scope): scope is Permission => Permission.safeParse(scope).success),
      stage: 'full',
      actingFor: null,
      provedAt: null,
      scope: { providerId: provider.id, tenantIds: apiKey.tenantIds },
      csrfToken: null,
    };
  }

  private async ofSession(token: string, extend: boolean): Promise<Principal | null> {
    const hash = hashSessionToken(token);
    const found = await this.store.asSystem('authenticate a session', async (tx) => {
      const session = await tx.access.findSession(hash);
      if (session !== null && extend) await tx.access.extendSession(hash, SESSION);
      return session;
    });
    if (found === null) return null;
    const { session, member, provider } = found;
    return {
      kind: 'member',
      id: member.personId,
      name: member.name,
      email: member.email,
      provider: { id: provider.id, name: provider.name },
      tenant: null,
      membershipId: member.id,
      role: member.role,
      permissions: permissionsOf(member.role),
      stage: 'full',
      actingFor: null,
      provedAt: session.createdAt,
      scope: { providerId: provider.id, tenantIds: member.tenantId === null ? member.tenantIds : [member.tenantId] },
      csrfToken: csrfTokenOf(token),
    };
  }
}
