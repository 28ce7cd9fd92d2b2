import { mayChangeSignIn, returnPath, sameCircle } from '@stellwerk/domain';
import type { Queue } from '@stellwerk/queue';
import { equalSecrets, hashToken } from '@stellwerk/secrets';
import type { IdentityProviderRow, Store, SystemTx } from '@stellwerk/store';
import { unknownDoer } from '../audit/actor.js';
import { auditRefused } from '../audit/refused.js';
import type { IdentityVault } from '../core/identity-vault.js';
import { addressKey, type Limit, Throttle } from '../core/limits.js';
import { found } from '../core/refused.js';
import { Refusal } from '../http/refusal.js';
import { unauthenticated } from '../session/auth.guard.js';
import type { Principal, RequestOrigin } from '../session/principal.js';
import type { Arrivals } from './arrivals.js';
import { type Flow, hexHash, newValue, putFlow, takeFlow } from './flow.js';
import { redirectUriOf, secretPlace } from './identity-providers.service.js';
import type { OpenIdClient, OpenIdIdentity, OpenIdRegistration } from './openid-client.js';

/** Nothing can be guessed here; this bounds how often somebody makes us ask an OpenID provider. An office comes from one address. */
const OPENID_LIMIT: Limit = { points: 300, seconds: 600 };

interface Means {
  readonly client: OpenIdClient;
  readonly vault: IdentityVault;
  readonly arrivals: Arrivals;
  readonly queue: Pick<Queue, 'limiter'>;
  readonly publicUrl: string;
  readonly limit?: Limit | undefined;
}

export interface Departure {
  readonly returnTo?: string | undefined;
  readonly link: boolean;
  readonly invitation?: string | undefined;
}

/** A session that runs in the browser, finished; null: none. */
type Running = Principal | null;

/** Where the browser goes next, and the session it has from now on; null: the one it has. */
export interface Homecoming {
  readonly path: string;
  readonly token: string | null;
}

interface Registered {
  readonly row: IdentityProviderRow;
  readonly registration: OpenIdRegistration;
}

/** The way to an OpenID provider and back: to sign in, to accept an invitation, to link an account. */
export class OpenIdService {
  private readonly throttle: Throttle;

  constructor(
    private readonly store: Store,
    private readonly means: Means,
  ) {
    this.throttle = new Throttle(means.queue, 'openid', means.limit ?? OPENID_LIMIT);
  }

  /** The address of a page of the portal. @param path of our own, such as `returnPath` gives */
  portal(path: string): string {
    return `${this.means.publicUrl.replace(/\/+$/, '')}${path}`;
  }

  /** The OpenID providers of the company that the text names, or begins to name in whole words; without one none, so that nobody reads our list of customers. */
  async options(search: string | undefined, origin: RequestOrigin) {
    if (search === undefined || search.length < SHORTEST_SEARCH) return { items: [] };
    await this.throttle.spend(addressKey(origin.address));
    return { items: await this.store.asSystem('offer identity providers', (tx) => tx.identityProviders.search(search)) };
  }

  /** Where to send the browser, which holds `browser` until it comes back. */
  async begin(
    id: string,
    departure: Departure,
    { who, browser, origin }: { who: Running; browser: string; origin: RequestOrigin },
  ): Promise<URL> {
    await this.throttle.spend(addressKey(origin.address));
    const { row, registration } = await this.registered(id);
    const purpose = departure.link ? 'link' : departure.invitation === undefined ? 'sign-in' : 'invitation';
    const anew = await this.store.asSystem('look at a running session', async (tx) => {
      if (purpose === 'link') await judgeLinking(tx, who, row);
      const session = who?.sessionId == null ? null : await tx.sessions.find(who.sessionId);
      // Whoever is signed in through it already comes to prove to be there.
      return session?.identityProviderId === row.id;
    });
    const invitation = departure.invitation === undefined ? null : await this.invitationInto(row, departure.invitation);
    const flow: Flow = {
      identityProviderId: row.id,
      purpose,
      browser: hexHash(browser),
      nonce: newValue(),
      verifier: newValue(),
      anew,
      returnTo: returnPath(departure.returnTo ?? (purpose === 'link' ? '/profile' : undefined)),
      invitation,
      sessionId: who?.sessionId ?? null,
    };
    const state = await this.store.asSystem('go to an OpenID provider', (tx) => putFlow(tx.flows, flow));
    return this.means.client.begin(registration, this.challenge(row, flow, state));
  }

  /**
   * What came back.
   * @param query of the address that the browser was sent back to, as it was
   */
  async finish(
    id: string,
    back: { readonly state: string; readonly query: string },
    { who, browser, origin }: { who: Running; browser: string | null; origin: RequestOrigin },
  ): Promise<Homecoming> {
    await this.throttle.spend(addressKey(origin.address));
    const flow = await takeFlow(this.store, back.state);
    if (flow === null || flow.identityProviderId !== id || browser === null || !equalSecrets(hexHash(browser), flow.browser))
      throw new Refusal('openid-refused', { params: { why: 'state' } });
    const { row, registration } = await this.registered(id);
    try {
      const url = new URL(`${redirectUriOf(this.means.publicUrl, id)}?${back.query}`);
      const identity = await this.means.client.finish(registration, this.challenge(row, flow, back.state), url);
      return { path: flow.returnTo, token: await this.settle(flow, identity, { row, who, origin }) };
    } catch (error) {
      const target = { kind: 'identity-provider', id: row.id, name: row.name };
      const act = { action: 'session.refused', tenantId: row.tenantId, target, after: { method: 'oidc' } } as const;
      if (error instanceof Refusal) await auditRefused(this.store, unknownDoer(origin), act, [row.providerId]);
      throw error;
    }
  }

  private settle(
    flow: Flow,
    identity: OpenIdIdentity,
    { row, who, origin }: { row: IdentityProviderRow; who: Running; origin: RequestOrigin },
  ) {
    // Only the session that began it is asked: another one in the same browser began nothing.
    const running = flow.sessionId !== null && who?.sessionId === flow.sessionId ? who : null;
    return this.store.asSystem('arrive from an OpenID provider', async (tx) => {
      if (flow.purpose === 'link') await judgeLinking(tx, running, row);
      return this.means.arrivals.settle(tx, { purpose: flow.purpose, invitation: flow.invitation, identity, row, running, origin });
    });
  }

  /** The invitation's hash; it must lead to where this identity provider speaks for. */
  private async invitationInto(row: IdentityProviderRow, token: string): Promise<string> {
    const invitation = await this.store.asSystem('find an invitation', (tx) => tx.invitations.findByToken(hashToken(token)));
    if (invitation?.state !== 'open' || !sameCircle(invitation, row)) throw new Refusal('invitation-unusable');
    return hexHash(token);
  }

  private async registered(id: string): Promise<Registered> {
    return this.store.asSystem('find an identity provider', async (tx) => {
      const row = found(await tx.identityProviders.find(id));
      const clientSecret = await this.means.vault.open(tx.identityKeys, secretPlace(row.id, row.providerId), row.clientSecret);
      if (clientSecret === null)
        throw new Refusal('identity-provider-unusable', { errors: [{ pointer: '/clientSecret', code: 'client-secret-unusable' }] });
      return { row, registration: { issuer: row.issuer, clientId: row.clientId, clientSecret } };
    });
  }

  private challenge(row: IdentityProviderRow, { nonce, verifier, anew }: Flow, state: string) {
    return { redirectUri: redirectUriOf(this.means.publicUrl, row.id), state, nonce, verifier, anew };
  }
}

const SHORTEST_SEARCH = 3;

/** Linking is for members of the side that the identity provider speaks for, from a session that may change how its person signs in. */
async function judgeLinking(tx: SystemTx, who: Running, row: IdentityProviderRow): Promise<void> {
  const session = who?.sessionId == null ? null : await tx.sessions.find(who.sessionId);
  if (who === null || session === null) throw unauthenticated();
  const memberships = await tx.people.memberships(who.id);
  if (!memberships.some((membership) => sameCircle(membership, row)) || !mayChangeSignIn(session, memberships))
    throw new Refusal('forbidden', { params: { permission: 'link' } });
}
