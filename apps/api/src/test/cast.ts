import { randomUUID } from 'node:crypto';
import { type Client, createClient } from '@stellwerk/contracts';
import type { AccessScope, Permission, Role } from '@stellwerk/domain';
import { csrfTokenOf, hashSessionToken, newApiKey, newSessionToken } from '@stellwerk/secrets';
import type { World } from './world.js';

const HOUR = 3_600_000;

/** Somebody with one role. */
export interface Actor {
  readonly personId: string;
  readonly memberId: string;
  readonly role: Role;
  readonly providerId: string;
  readonly tenantId: string | null;
  readonly email: string;
}

/** A browser in which somebody is signed in; follows every new cookie, as a browser does. */
export interface Visit {
  readonly client: Client;
  /** Cookie and CSRF token as they are now. */
  headers(): Record<string, string>;
}

export interface VisitOptions {
  readonly stage?: 'full' | 'second-factor' | 'enrol-factor' | 'change-password';
  /** How long ago the person proved to be there. */
  readonly provedMinutesAgo?: number;
  /** The id of the OpenID provider that vouched for them; else they came by passkey. */
  readonly through?: string;
}

/** A member of a provider, or of one of its tenants. The person's sign-in is not part of it: see `visit`. */
export async function hire(
  world: World,
  role: Role,
  at: { readonly providerId: string; readonly tenantId?: string | null; readonly tenantIds?: 'all' | readonly string[] },
): Promise<Actor> {
  const email = `${role}-${randomUUID()}@example.org`;
  const member = await world.store.asSystem('test', (tx) =>
    tx.access.createMember({ ...at, role, email, name: `Frau ${role}`, passwordHash: null }),
  );
  if (member === null) throw new Error('the e-mail address is taken');
  return { personId: member.personId, memberId: member.id, role, providerId: at.providerId, tenantId: at.tenantId ?? null, email };
}

/** A new session, as if the person had just signed in. */
export async function visit(world: World, actor: Actor, options: VisitOptions = {}): Promise<Visit> {
  let token = newSessionToken();
  await world.store.asSystem('test', (tx) =>
    tx.sessions.start({
      memberId: actor.memberId,
      tokenHash: hashSessionToken(token),
      stage: options.stage ?? 'full',
      method: options.through === undefined ? 'passkey' : 'oidc',
      identityProviderId: options.through ?? null,
      address: null,
      userAgent: null,
      lifetimeMs: HOUR,
    }),
  );
  if (options.provedMinutesAgo !== undefined)
    await world.sql(
      `UPDATE session SET proved_at = now() - $2::int * interval '1 minute' WHERE token_hash = $1`,
      hashSessionToken(token),
      options.provedMinutesAgo,
    );
  const headers = () => ({ cookie: `stellwerk_session=${token}`, 'x-csrf-token': csrfTokenOf(token) });
  const client = createClient({
    baseUrl: world.url,
    headers,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      token = /stellwerk_session=([\w-]{43})/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? token;
      return response;
    },
  });
  return { client, headers };
}

/** A service account with one key, made past the API: tests decide what it holds. */
export async function machine(
  world: World,
  providerId: string,
  scopes: readonly Permission[],
  tenantIds: 'all' | readonly string[] = 'all',
): Promise<{ readonly headers: Record<string, string>; readonly client: Client; readonly keyId: string; readonly accountId: string }> {
  const { key, prefix, hash } = newApiKey();
  const made = await world.store.asSystem('test', (tx) =>
    tx.access.createApiKey({ providerId, name: 'Abgleich', prefix, hash, scopes: scopes as AccessScope[], tenantIds }),
  );
  const headers = { authorization: `Bearer ${key}` };
  return {
    headers,
    client: createClient({ baseUrl: world.url, headers: () => headers }),
    keyId: made.id,
    accountId: made.serviceAccountId,
  };
}
