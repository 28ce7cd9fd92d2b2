import { mayChangeSignIn } from '@stellwerk/domain';
import type { MembershipRow, PersonRow, SessionRow, Store } from '@stellwerk/store';
import { type FieldRefusal, Refusal } from '../http/refusal.js';
import { type Door, doorsOf, stageBehind } from '../session/admission.js';
import { STEP_UP_MS, unauthenticated } from '../session/auth.guard.js';
import type { Principal } from '../session/principal.js';

/** A person's own account, as it is when they ask to change it. */
export interface Account {
  readonly person: PersonRow;
  readonly session: SessionRow;
  readonly memberships: readonly MembershipRow[];
  readonly door: Door;
}

/** A provider somewhere demands a second factor of this person. */
export const secondFactorDemanded = ({ memberships }: Pick<Account, 'memberships'>): boolean =>
  memberships.some(({ provider }) => provider.mfaRequired);

export async function accountOf(store: Store, who: Principal): Promise<Account> {
  const found = await store.asSystem('look at the own account', async (tx) => ({
    person: await tx.people.find(who.id),
    session: who.sessionId === null ? null : await tx.sessions.find(who.sessionId),
    memberships: await tx.people.memberships(who.id),
  }));
  const { person, session, memberships } = found;
  const door = session ? doorsOf(memberships, session).find(({ membership }) => membership.id === session.memberId) : undefined;
  if (person === null || session === null || door === undefined) throw unauthenticated();
  return { person, session, memberships, door };
}

/** Whoever has not finished signing in changes nothing, but for what finishes it. */
export function expectStage(who: Principal, allowed: readonly Principal['stage'][]): void {
  if (!allowed.includes(who.stage)) throw new Refusal('sign-in-unfinished', { params: { stage: who.stage } });
}

/** Refuses where the session may not change how its person signs in: it was begun at an OpenID provider that is not in charge of all of them. */
export function expectOwnSignIn({ session, memberships }: Account, code: 'factor-refused' | 'password-refused'): void {
  if (!mayChangeSignIn(session, memberships)) throw new Refusal(code, { errors: [field('', 'signed-in-by-one-side')] });
}

/** For what no contract flag says, because it depends on the account: prove to be there first. */
export function expectProof(who: Principal, now: number): void {
  if (who.provedAt === null || now - who.provedAt.getTime() > STEP_UP_MS) throw new Refusal('step-up-required');
}

export const field = (pointer: string, code: string): FieldRefusal => ({ pointer, code });

/** What the session lacks once the account has become `person`. */
export const stageNow = ({ door, session }: Account, person: PersonRow): SessionRow['stage'] => stageBehind(door, person, session, true);
