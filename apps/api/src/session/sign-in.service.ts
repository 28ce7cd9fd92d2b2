import type { Me } from '@stellwerk/contracts';
import { hashSessionToken, newSessionToken, verifyPassword } from '@stellwerk/secrets';
import type { Store } from '@stellwerk/store';
import { type Limit, Throttle } from '../core/limits.js';
import { Refusal } from '../http/refusal.js';
import { type Authentication, SESSION } from './authentication.js';
import type { Principal, RequestOrigin } from './principal.js';

export interface SignInLimits {
  /** Failures for one account from one address, for one account from anywhere, and from one address for any account. */
  readonly pair: Limit;
  readonly account: Limit;
  readonly address: Limit;
}

/** A person mistypes a few times; nobody mistypes a hundred times an hour. Success forgives. */
export const SIGN_IN_LIMITS: SignInLimits = {
  pair: { points: 10, seconds: 900 },
  account: { points: 60, seconds: 3_600 },
  address: { points: 120, seconds: 3_600 },
};

export const meOf = (who: Principal): Me => ({
  id: who.id,
  email: who.email,
  name: who.name,
  kind: who.kind,
  locale: null,
  stage: who.stage,
  provider: who.provider,
  tenant: who.tenant,
  membershipId: who.membershipId,
  role: who.role,
  permissions: [...who.permissions],
  tenantIds: who.scope.tenantIds === 'all' ? 'all' : [...who.scope.tenantIds],
  actingFor: who.actingFor,
  memberships: [],
  secondFactors: [],
  provedAt: who.provedAt?.toISOString() ?? null,
  csrfToken: who.csrfToken,
});

export class SignInService {
  private readonly pair: Throttle;
  private readonly account: Throttle;
  private readonly address: Throttle;

  constructor(
    private readonly store: Store,
    private readonly authentication: Authentication,
    limits: SignInLimits,
  ) {
    this.pair = new Throttle(limits.pair);
    this.account = new Throttle(limits.account);
    this.address = new Throttle(limits.address);
  }

  /** Makes a session. Refuses without saying whether the account exists. */
  async signIn(credentials: { email: string; password: string }, origin: RequestOrigin): Promise<{ token: string; me: Me }> {
    const email = credentials.email.trim().toLowerCase();
    const address = origin.address ?? 'unknown';
    await this.address.spend(address);
    await this.pair.spend(`${email} ${address}`);
    await this.account.spend(email);
    const member = await this.store.asSystem('sign in', (tx) => tx.access.findMemberByEmail(email));
    // Does the same work for an account that does not exist.
    const right = await verifyPassword(member?.passwordHash ?? null, credentials.password);
    if (member === null || !right) throw new Refusal('sign-in-refused');
    await Promise.all([this.pair.forgive(`${email} ${address}`), this.account.forgive(email), this.address.forgive(address)]);
    const token = newSessionToken();
    await this.store.asSystem('sign in', (tx) =>
      tx.access.createSession({ memberId: member.id, tokenHash: hashSessionToken(token), lifetimeMs: SESSION.idleMs }),
    );
    const who = await this.authentication.ofToken(token, origin);
    if (who === null) throw new Refusal('sign-in-refused');
    return { token, me: meOf(who) };
  }

  async signOut(token: string): Promise<void> {
    await this.store.asSystem('sign out', (tx) => tx.access.removeSession(hashSessionToken(token)));
  }
}
