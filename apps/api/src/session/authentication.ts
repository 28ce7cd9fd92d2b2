import { Stage } from '@stellwerk/contracts';
import { type AccessFacts, cidrContains, decideAccess, type Holder, opening, parseAddress, parseCidr, Permission } from '@stellwerk/domain';
import { csrfTokenOf, hashSessionToken, parseApiKey } from '@stellwerk/secrets';
import type { FoundKey, FoundSession, Store, SystemTx } from '@stellwerk/store';
import type { Request } from 'express';
import { doerOf } from '../audit/actor.js';
import { RefusedKeys } from '../audit/refused-keys.js';
import { Refusal } from '../http/refusal.js';
import type { SessionCookie } from './cookie.js';
import type { Principal, RequestOrigin } from './principal.js';

/** A session ends this long after the last request, in any case after the second span, and after the third while something is missing. */
export const SESSION = { idleMs: 12 * 3_600_000, absoluteMs: 7 * 24 * 3_600_000, unfinishedMs: 30 * 60_000 } as const;

/** Uses are noted at most this often. */
const NOTED_EVERY_MS = 60_000;
/** Far above every token we hand out; longer ones are not worth hashing. */
const LONGEST_TOKEN = 200;

/** What a request proves itself with, before anybody asked whether it is good. `token`: of a session. */
export type Credential = { readonly hash: Uint8Array } & ({ readonly kind: 'key' } | { readonly kind: 'session'; readonly token: string });

/** The parts of a request that say who and where. */
export type Calling = Pick<Request, 'headers' | 'ip' | 'res'>;

export const originOf = (request: Calling): RequestOrigin => ({
  id: String(request.res?.locals['requestId'] ?? ''),
  address: request.ip ?? null,
  userAgent: request.headers['user-agent'] ?? null,
});

/** True when a key may be used from this address: no networks are named, or one of them holds it. What is no address is in none. */
function addressAllowed(networks: readonly string[], address: string | null): boolean {
  if (networks.length === 0) return true;
  const from = parseAddress(address ?? '');
  return from !== null && networks.some((text) => ((network) => network !== null && cidrContains(network, from))(parseCidr(text)));
}

const decide = ({ facts, ...found }: FoundKey | FoundSession, holder: Holder, acting: AccessFacts['acting']) =>
  decideAccess({ ...facts, holder, acting, providerId: found.provider.id, now: found.now.getTime() });

/** Null: the way the session began does not open its membership (any more). */
export function principalOfSession(found: FoundSession, token: string, request: RequestOrigin): Principal | null {
  const { person, membership, acting } = found;
  // Asked anew each time: an identity provider that is enforced, or removed, ends what it no longer vouches for.
  if (!opening(found, membership).open) return null;
  const { providerId, tenantIds, permissions, wholeProvider, actingFor } = decide(found, { kind: 'member', role: membership.role }, acting);
  return {
    kind: 'member',
    id: person.id,
    name: person.name,
    email: person.email,
    locale: person.locale,
    provider: found.provider,
    tenant: found.tenant,
    membershipId: membership.id,
    sessionId: found.sessionId,
    role: membership.role,
    permissions,
    stage: Stage.parse(found.stage),
    actingFor: actingFor === null || acting === null ? null : { tenant: acting.tenant, provider: acting.provider },
    provedAt: found.provedAt,
    scope: { providerId, tenantIds },
    wholeProvider,
    csrfToken: csrfTokenOf(token),
    request,
  };
}

function principalOfKey(found: FoundKey, request: RequestOrigin): Principal {
  const scopes = found.account.scopes.filter((scope) => Permission.safeParse(scope).success);
  const { providerId, tenantIds, permissions, wholeProvider } = decide(found, { kind: 'machine', scopes }, null);
  return {
    kind: 'service-account',
    id: found.account.id,
    name: found.account.name,
    email: null,
    locale: null,
    provider: found.provider,
    tenant: null,
    membershipId: null,
    sessionId: null,
    role: null,
    permissions,
    stage: 'full',
    actingFor: null,
    provedAt: null,
    scope: { providerId, tenantIds },
    wholeProvider,
    csrfToken: null,
    request,
  };
}

/** Turns a request's credential into a principal: the bearer key if there is one, else the session cookie. Nothing is kept between two requests. */
export class Authentication {
  private readonly refusedKeys: RefusedKeys;

  constructor(
    private readonly store: Store,
    private readonly cookie: SessionCookie,
  ) {
    this.refusedKeys = new RefusedKeys(store);
  }

  /** Null: none, or nothing that could be one of ours. */
  credentialOf(request: Pick<Request, 'headers'>): Credential | null {
    const header = request.headers.authorization;
    if (header !== undefined) {
      const hash = parseApiKey(/^Bearer +(\S+)$/i.exec(header)?.[1] ?? '');
      return hash === null ? null : { kind: 'key', hash };
    }
    const token = this.cookie.read(request);
    return token === null || token === '' || token.length > LONGEST_TOKEN
      ? null
      : { kind: 'session', token, hash: hashSessionToken(token) };
  }

  /** Null: no credential, or none that is (still) good. Refuses a key that is used from outside its networks. This counts as a use of it. */
  async principalOf(request: Calling): Promise<Principal | null> {
    const credential = this.credentialOf(request);
    if (credential === null) return null;
    const origin = originOf(request);
    return credential.kind === 'key' ? this.ofKey(credential.hash, origin) : this.ofToken(credential.token, origin);
  }

  /** Whoever holds the token of a session, also one that was made a moment ago. Null: it is not (any more) good. */
  async ofToken(token: string, origin: RequestOrigin): Promise<Principal | null> {
    const hash = hashSessionToken(token);
    const look = (tx: SystemTx) => tx.principals.sessions([hash]);
    const [found] = await this.store.asSystem('authenticate a session', look, { plain: true });
    if (found === undefined) return null;
    if (found.now.getTime() - found.lastSeenAt.getTime() > NOTED_EVERY_MS)
      await this.store.asSystem('note the use of a session', (tx) => tx.sessions.touch(hash, SESSION));
    return principalOfSession(found, token, origin);
  }

  /**
   * The principals of many credentials as they are now, in one look; null where one is no longer good. Not a use of them: a page left open must
   * not keep its session alive.
   */
  async stillGood(held: readonly { readonly credential: Credential; readonly origin: RequestOrigin }[]): Promise<(Principal | null)[]> {
    const hashes = (kind: Credential['kind']) => held.flatMap(({ credential }) => (credential.kind === kind ? [credential.hash] : []));
    const name = (hash: Uint8Array) => Buffer.from(hash).toString('hex');
    const [sessions, keys] = await this.store.asSystem('look whether credentials are still good', async (tx) => [
      new Map((await tx.principals.sessions(hashes('session'))).map((found) => [name(found.tokenHash), found])),
      new Map((await tx.principals.keys(hashes('key'))).map((found) => [name(found.hash), found])),
    ]);
    return held.map(({ credential, origin }) => {
      if (credential.kind === 'session') {
        const found = sessions.get(name(credential.hash));
        return found === undefined ? null : principalOfSession(found, credential.token, origin);
      }
      const found = keys.get(name(credential.hash));
      return found === undefined || !addressAllowed(found.account.addresses, origin.address) ? null : principalOfKey(found, origin);
    });
  }

  private async ofKey(hash: Uint8Array, origin: RequestOrigin): Promise<Principal | null> {
    const look = (tx: SystemTx) => tx.principals.keys([hash]);
    const [found] = await this.store.asSystem('authenticate an API key', look, { plain: true });
    if (found === undefined) return null;
    const who = principalOfKey(found, origin);
    if (!addressAllowed(found.account.addresses, origin.address)) {
      await this.refusedKeys.write(doerOf(who), found.keyId, found.now.getTime());
      throw new Refusal('address-not-allowed', { params: { address: origin.address ?? '–' } });
    }
    const noted = found.lastUsedAt !== null && found.now.getTime() - found.lastUsedAt.getTime() < NOTED_EVERY_MS;
    if (!noted || found.lastUsedFrom !== origin.address)
      await this.store.asSystem('note the use of an API key', (tx) => tx.principals.keyUsed(found.keyId, origin.address));
    return who;
  }
}
