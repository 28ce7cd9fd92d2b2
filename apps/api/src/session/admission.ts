import type { Me } from '@stellwerk/contracts';
import { opening, type SignInWay, stageOf } from '@stellwerk/domain';
import { hashSessionToken, newSessionToken } from '@stellwerk/secrets';
import type { MembershipRow, PersonRow, Sessions, SessionStage, SystemTx } from '@stellwerk/store';
import type { Auditing } from '../audit/ledger.js';
import { type Authentication, SESSION } from './authentication.js';
import type { MeView } from './me.view.js';
import { Refusal } from '../http/refusal.js';
import { unauthenticated } from './auth.guard.js';
import type { RequestOrigin } from './principal.js';

/** A session as the browser gets it: the token goes into the cookie and nowhere else. */
export interface Entry {
  readonly token: string;
  readonly me: Me;
}

/** A membership that a way in opens, and whether a second factor is demanded behind it. */
export interface Door {
  readonly membership: MembershipRow;
  readonly secondFactorDemanded: boolean;
}

/** The memberships that a session which began this way may act under. */
export const doorsOf = (memberships: readonly MembershipRow[], way: SignInWay): Door[] =>
  memberships.flatMap((membership) => {
    const door = opening(way, membership);
    return door.open ? [{ membership, secondFactorDemanded: membership.provider.mfaRequired || door.needsSecondFactor }] : [];
  });

export const hasSecondFactor = (person: PersonRow): boolean => person.totp?.confirmedAt != null || person.passkeys > 0;

/** What a session lacks under a membership. */
export const stageBehind = (door: Door, person: PersonRow, way: SignInWay, secondFactorGiven: boolean): SessionStage =>
  stageOf({
    method: way.method,
    hasSecondFactor: hasSecondFactor(person),
    secondFactorGiven,
    passwordOneTime: person.passwordOneTime,
    secondFactorDemanded: door.secondFactorDemanded,
  });

export interface Arrival {
  readonly person: PersonRow;
  /** One of `doorsOf`. */
  readonly door: Door;
  readonly way: SignInWay;
  /** By which OpenID provider, for `oidc`. */
  readonly identityProviderId?: string | null;
  readonly origin: RequestOrigin;
}

/**
 * The one place where session tokens are made: at the sign-in, and anew whenever a session may do something else than before, so that a token
 * that somebody planted or saw earlier is worth nothing (ASVS 7.2.4).
 */
export class Admission {
  constructor(
    private readonly authentication: Authentication,
    private readonly view: MeView,
  ) {}

  /** Starts a session, and has it audited as the doing of whoever the transaction runs for. */
  async start(tx: SystemTx, after: Pick<Auditing, 'audit'>, { person, door, way, identityProviderId, origin }: Arrival): Promise<string> {
    const token = newSessionToken();
    // Held and looked at again: while it was judged the password may have been changed, or a factor added.
    const now = await tx.people.lock(person.id);
    if (now === null || now.erasedAt !== null || (way.method === 'password' && now.passwordHash !== person.passwordHash))
      throw new Refusal('sign-in-refused');
    const stage = stageBehind(door, now, way, false);
    const session = await tx.sessions.start({
      memberId: door.membership.id,
      tokenHash: hashSessionToken(token),
      stage,
      method: way.method,
      identityProviderId: identityProviderId ?? null,
      address: origin.address,
      userAgent: origin.userAgent?.slice(0, 300) ?? null,
      lifetimeMs: stage === 'full' ? SESSION.idleMs : SESSION.unfinishedMs,
    });
    // The membership was removed a moment ago.
    if (session === null) throw unauthenticated();
    const { providerId, tenantId } = door.membership;
    after.audit({
      action: 'session.started',
      providerId,
      tenantId,
      target: { kind: 'session', id: session.id },
      after: { method: way.method, stage },
    });
    return token;
  }

  /** Gives a session a new token together with what changes of it. The old one is void from the commit on. */
  async renew(tx: SystemTx, sessionId: string | null, changes: Omit<Parameters<Sessions['renew']>[1], 'tokenHash'>): Promise<string> {
    const token = newSessionToken();
    const renewed =
      sessionId === null ? null : await tx.sessions.renew(sessionId, { ...changes, tokenHash: hashSessionToken(token) }, SESSION);
    if (renewed === null) throw unauthenticated();
    return token;
  }

  /** What the holder of a token is told; after the commit that made it. */
  async enter(token: string, origin: RequestOrigin): Promise<Entry> {
    const who = await this.authentication.ofToken(token, origin);
    if (who === null) throw unauthenticated();
    return { token, me: await this.view.of(who) };
  }
}
