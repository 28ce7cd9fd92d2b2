import { setTimeout as pause } from 'node:timers/promises';
import type { Proof } from '@stellwerk/contracts';
import type { SignInMethod, SignInWay } from '@stellwerk/domain';
import { verifyPassword } from '@stellwerk/secrets';
import type { MembershipRow, PersonRow, Store } from '@stellwerk/store';
import { doerOf, personDoer, unknownDoer } from '../audit/actor.js';
import { auditRefused } from '../audit/refused.js';
import { addressKey, type Throttle } from '../core/limits.js';
import type { SystemWrites } from '../core/system-writes.js';
import { Refusal } from '../http/refusal.js';
import { type Admission, type Arrival, type Door, doorsOf, type Entry, stageBehind } from './admission.js';
import { unauthenticated } from './auth.guard.js';
import type { Guesses } from './guesses.js';
import { notePasskeyUse, type PasskeyAnswer, type PasskeyChallenge, type Passkeys, type PasskeyShown } from './passkeys.js';
import { ownChain, type Principal, type RequestOrigin } from './principal.js';
import type { Proofs } from './proofs.js';
import { tellSignInChanged } from './sign-in-change.js';

interface Known {
  readonly person: PersonRow;
  readonly memberships: readonly MembershipRow[];
}

interface Means {
  readonly admission: Admission;
  readonly proofs: Proofs;
  readonly passkeys: Passkeys;
  readonly guesses: Guesses;
  /** Challenges and answers of passkeys, which nobody guesses, per address. */
  readonly challenges: Throttle;
}

/**
 * A refused sign-in takes at least this long, whatever the reason: what is done for an account that exists (the audit, for one) must not show.
 * It is longer than everything that is done.
 */
const REFUSAL_MS = 400;

const way = (method: Exclude<SignInMethod, 'oidc'>): SignInWay => ({ method, identityProviderOf: null });

/** Coming in, by password or passkey, and proving to be there. */
export class SignInService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
    private readonly means: Means,
  ) {}

  /** Makes a session, which may still lack something. Refuses without saying whether the account exists. */
  async signIn(credentials: { readonly email: string; readonly password: string }, origin: RequestOrigin): Promise<Entry> {
    const refusal = this.refusal(origin);
    const email = credentials.email.trim().toLowerCase();
    await this.means.guesses.spend(email, origin.address);
    const known = await this.store.asSystem('sign in by password', async (tx) => {
      const person = await tx.people.findByEmail(email);
      return person && { person, memberships: await tx.people.memberships(person.id) };
    });
    // Does the same work for an account that does not exist.
    const right = await verifyPassword(known?.person.passwordHash ?? null, credentials.password);
    const [door] = doorsOf(known?.memberships ?? [], way('password'));
    if (known === null || !right || door === undefined) throw await refusal(known);
    await this.means.guesses.forgive(email, origin.address);
    return this.arrive({ person: known.person, door, way: way('password'), origin });
  }

  async challengeSignIn(origin: RequestOrigin): Promise<PasskeyChallenge> {
    await this.means.challenges.spend(addressKey(origin.address));
    return this.means.passkeys.challengeSignIn();
  }

  /** A passkey is something one has and, by the verification of its user, something one knows or is: it makes a finished session. */
  async signInWithPasskey(answer: PasskeyAnswer, origin: RequestOrigin): Promise<Entry> {
    const refusal = this.refusal(origin);
    await this.means.challenges.spend(addressKey(origin.address));
    const shown = await this.means.passkeys.read(answer, null);
    const known =
      shown &&
      (await this.store.asSystem('sign in by passkey', async (tx) => {
        const person = await tx.people.find(shown.passkey.personId);
        return person && { person, memberships: await tx.people.memberships(person.id) };
      }));
    const [door] = doorsOf(known?.memberships ?? [], way('passkey'));
    if (shown === null || known === null || door === undefined) throw await refusal(known);
    return this.arrive({ person: known.person, door, way: way('passkey'), origin }, shown);
  }

  challengeProof(who: Principal): Promise<PasskeyChallenge> {
    return this.means.passkeys.challengeProof(who.id);
  }

  /** Finishes a sign-in, or proves once more to be there. The password is no second factor. */
  giveSecondFactor(who: Principal, proof: Proof, now: number): Promise<Entry> {
    return this.prove(who, proof, now, 'second-factor');
  }

  stepUp(who: Principal, proof: Proof, now: number): Promise<Entry> {
    return this.prove(who, proof, now, 'step-up');
  }

  /** A machine has no session to end. */
  async signOut(who: Principal): Promise<void> {
    const { sessionId } = who;
    if (sessionId === null) return;
    await this.writes.run(who, { dryRun: false, reason: 'sign out' }, async (tx, after) => {
      if (await tx.sessions.end(who.id, sessionId))
        after.audit({ ...ownChain(who), action: 'session.ended', target: { kind: 'session', id: sessionId } });
      else after.unchanged('it was ended meanwhile');
    });
  }

  private async arrive(arrival: Arrival, shown?: PasskeyShown): Promise<Entry> {
    const doer = personDoer(arrival.person, arrival.door.membership, arrival.origin);
    const token = await this.writes.run(doer, { dryRun: false, reason: 'start a session' }, async (tx, after) => {
      if (shown && !(await notePasskeyUse(tx, shown))) throw new Refusal('sign-in-refused');
      return this.means.admission.start(tx, after, arrival);
    });
    return this.means.admission.enter(token, arrival.origin);
  }

  /** Whoever proves gets a new token: what the session may do from now on, it may do under no name that was known before. */
  private async prove(who: Principal, proof: Proof, now: number, what: 'second-factor' | 'step-up'): Promise<Entry> {
    const { person, door, session } = await this.standing(who);
    const useUp =
      what === 'second-factor' && proof.kind === 'password' ? null : await this.means.proofs.judge(person, proof, who.request.address, now);
    const token =
      useUp &&
      (await this.writes.run(who, { dryRun: false, reason: 'prove to be there' }, async (tx, after) => {
        if (!(await useUp(tx))) {
          after.unchanged('it was used up before');
          return null;
        }
        const finishes = who.stage === 'second-factor';
        const stage = finishes ? stageBehind(door, person, session, true) : who.stage;
        const target = { kind: 'session', id: session.id };
        after.audit({
          ...ownChain(who),
          action: finishes ? 'session.second-factor-given' : 'session.proved',
          target,
          after: { by: proof.kind, stage },
        });
        if (proof.kind === 'recovery-code')
          after.audit({
            ...ownChain(who),
            action: 'person.recovery-code-used',
            target: { kind: 'person', id: person.id, name: person.name },
          });
        if (proof.kind === 'recovery-code') await tellSignInChanged(tx, who, 'recovery-code-used');
        // A proof alone changes no stage: it may have been raised meanwhile, since a second factor is demanded from now on.
        return this.means.admission.renew(tx, session.id, { proved: true, ...(finishes ? { stage } : {}) });
      }));
    if (token === null) {
      await auditRefused(
        this.store,
        doerOf(who),
        { ...ownChain(who), action: 'session.refused', target: { kind: 'person', id: who.id, name: who.name } },
        [who.provider.id],
      );
      throw new Refusal('sign-in-refused');
    }
    await this.means.proofs.right(person, who.request.address);
    return this.means.admission.enter(token, who.request);
  }

  /** The person, and the membership that the session stands on, as they are now. */
  private async standing(who: Principal) {
    const found = await this.store.asSystem('look at who proves to be there', async (tx) => ({
      person: await tx.people.find(who.id),
      session: who.sessionId === null ? null : await tx.sessions.find(who.sessionId),
      memberships: await tx.people.memberships(who.id),
    }));
    const { person, session } = found;
    const door: Door | undefined = session
      ? doorsOf(found.memberships, session).find(({ membership }) => membership.id === session.memberId)
      : undefined;
    if (person === null || session === null || door === undefined) throw unauthenticated();
    return { person, session, door };
  }

  /** Starts the clock of a refusal. What it is given is audited wherever the person is a member. */
  private refusal(origin: RequestOrigin): (known: Known | null) => Promise<Refusal> {
    const over = pause(REFUSAL_MS, undefined, { ref: false });
    return async (known) => {
      if (known !== null) {
        const target = { kind: 'person', id: known.person.id, name: known.person.name };
        const chains = known.memberships.map((membership) => membership.providerId);
        await auditRefused(this.store, unknownDoer(origin), { action: 'session.refused', target }, chains);
      }
      await over;
      return new Refusal('sign-in-refused');
    };
  }
}
