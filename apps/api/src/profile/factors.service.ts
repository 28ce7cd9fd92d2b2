import type { Factors } from '@stellwerk/contracts';
import type { PersonRow, Store, SystemTx } from '@stellwerk/store';
import { newRecoveryCodes, newTotpSecret, totpStep, totpUri } from '@stellwerk/secrets';
import type { Auditing } from '../audit/ledger.js';
import type { IdentityVault } from '../core/identity-vault.js';
import type { SystemWrites } from '../core/system-writes.js';
import { notFound, Refusal } from '../http/refusal.js';
import { type Admission, hasSecondFactor } from '../session/admission.js';
import { unauthenticated } from '../session/auth.guard.js';
import type { PasskeyAnswer, PasskeyChallenge, Passkeys } from '../session/passkeys.js';
import { ownChain, type Principal } from '../session/principal.js';
import { tellSignInChanged } from '../session/sign-in-change.js';
import { type Proofs, totpPlace } from '../session/proofs.js';
import { type Account, accountOf, expectOwnSignIn, expectStage, field, secondFactorDemanded, stageNow } from './account.js';

interface Means {
  readonly admission: Admission;
  readonly proofs: Proofs;
  readonly passkeys: Passkeys;
  readonly vault: IdentityVault;
}

/** What came of a factor: recovery codes where there were none, and another token where the session may now do more. */
export interface Added {
  readonly recoveryCodes: string[] | null;
  readonly token: string | null;
}

const refused = (code: string, pointer = ''): Refusal => new Refusal('factor-refused', { errors: [field(pointer, code)] });
const personTarget = ({ id, name }: PersonRow) => ({ kind: 'person', id, name });

/** Authenticator app, passkeys, recovery codes and linked identities of whoever asks. */
export class FactorsService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
    private readonly means: Means,
  ) {}

  async list(who: Principal): Promise<Factors> {
    expectStage(who, ['full', 'enrol-factor', 'change-password']);
    const { person, memberships } = await accountOf(this.store, who);
    const { passkeys, identities } = await this.store.asSystem('list the own factors', async (tx) => ({
      passkeys: await tx.factors.passkeys(who.id),
      identities: await tx.externalIdentities.ofPerson(who.id),
    }));
    return {
      required: secondFactorDemanded({ memberships }),
      totp: person.totp?.confirmedAt ? { confirmedAt: person.totp.confirmedAt.toISOString() } : null,
      passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt, backedUp }) => ({
        id,
        name,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
        backedUp,
      })),
      recoveryCodesLeft: person.recoveryCodesLeft,
      hasPassword: person.passwordHash !== null,
      identities: identities.map(({ id, issuer, subject, lastUsedAt }) => ({
        id,
        issuer,
        subject,
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      })),
    };
  }

  async beginTotp(who: Principal): Promise<{ secret: string; uri: string }> {
    const { person } = await this.changeable(who);
    const secret = newTotpSecret();
    await this.writes.run(who, { dryRun: false, reason: 'propose the secret of an authenticator app' }, async (tx, after) => {
      const sealed = await this.means.vault.seal(tx.identityKeys, totpPlace(who.id), secret);
      if (!(await tx.factors.proposeTotp(who.id, sealed))) throw refused('totp-exists');
      after.audit({ ...ownChain(who), action: 'person.totp-begun', target: personTarget(person) });
    });
    return { secret, uri: totpUri({ issuer: 'Stellwerk', label: person.email, secret }) };
  }

  /** @param now milliseconds since the epoch */
  async confirmTotp(who: Principal, code: string, now: number): Promise<Added> {
    const account = await this.changeable(who);
    const { person } = account;
    const { totp } = person;
    if (totp === null || totp.confirmedAt !== null) throw refused(totp === null ? 'totp-not-begun' : 'totp-exists');
    await this.means.proofs.attempt(person, who.request.address);
    const secret = await this.store.asSystem('open a proposed secret', (tx) =>
      this.means.vault.open(tx.identityKeys, totpPlace(who.id), totp.sealed),
    );
    const step = secret === null ? null : await totpStep(secret, code, now);
    if (step === null) throw refused('code-wrong', '/code');
    const added = await this.writes.run(who, { dryRun: false, reason: 'put an authenticator app in force' }, async (tx, after) => {
      if (!(await tx.factors.confirmTotp(who.id, step))) throw refused('totp-exists');
      await tellSignInChanged(tx, who, 'totp-added');
      after.audit({ ...ownChain(who), action: 'person.totp-added', target: personTarget(person) });
      return this.afterAdding(tx, after, who, account);
    });
    await this.means.proofs.right(person, who.request.address);
    return added;
  }

  removeTotp(who: Principal, dryRun: boolean): Promise<void> {
    return this.remove(who, dryRun, async (tx, after, person) => {
      if (!(await tx.factors.removeTotp(who.id))) throw notFound();
      await tellSignInChanged(tx, who, 'totp-removed');
      after.audit({ ...ownChain(who), action: 'person.totp-removed', target: personTarget(person) });
    });
  }

  async beginPasskey(who: Principal): Promise<PasskeyChallenge> {
    const { person } = await this.changeable(who);
    return this.means.passkeys.challengeNew(person);
  }

  async addPasskey(who: Principal, input: PasskeyAnswer & { readonly name: string }): Promise<Added & { id: string }> {
    const account = await this.changeable(who);
    const made = await this.means.passkeys.readNew(input, who.id);
    if (made === null) throw refused('passkey-unusable', '/response');
    return this.writes.run(who, { dryRun: false, reason: 'add a passkey' }, async (tx, after) => {
      const passkey = await tx.factors.addPasskey({ ...made, personId: who.id, name: input.name });
      if (passkey === null) throw refused('passkey-known', '/response');
      await tellSignInChanged(tx, who, 'passkey-added');
      after.audit({
        ...ownChain(who),
        action: 'person.passkey-added',
        target: { kind: 'passkey', id: passkey.id, name: passkey.name },
        personIds: [who.id],
      });
      return { id: passkey.id, ...(await this.afterAdding(tx, after, who, account)) };
    });
  }

  removePasskey(who: Principal, id: string, dryRun: boolean): Promise<void> {
    return this.remove(who, dryRun, async (tx, after) => {
      const passkey = (await tx.factors.passkeys(who.id)).find((own) => own.id === id);
      if (passkey === undefined || !(await tx.factors.removePasskey(who.id, id))) throw notFound();
      await tellSignInChanged(tx, who, 'passkey-removed');
      after.audit({
        ...ownChain(who),
        action: 'person.passkey-removed',
        target: { kind: 'passkey', id, name: passkey.name },
        personIds: [who.id],
      });
    });
  }

  async renewRecoveryCodes(who: Principal): Promise<{ recoveryCodes: string[] }> {
    const { person } = await this.changeable(who);
    if (!hasSecondFactor(person)) throw refused('factor-first');
    return this.writes.run(who, { dryRun: false, reason: 'make new recovery codes' }, async (tx, after) => {
      await tellSignInChanged(tx, who, 'recovery-codes');
      return { recoveryCodes: await this.newCodes(tx, after, who, person) };
    });
  }

  unlinkIdentity(who: Principal, id: string, dryRun: boolean): Promise<void> {
    return this.remove(who, dryRun, async (tx, after, person) => {
      if (!(await tx.externalIdentities.unlink(who.id, id))) throw notFound();
      await tellSignInChanged(tx, who, 'identity-unlinked');
      after.audit({ ...ownChain(who), action: 'person.identity-unlinked', target: personTarget(person), after: { identity: id } });
    });
  }

  /** The account, where this session may change how its person signs in. */
  private async changeable(who: Principal): Promise<Account> {
    expectStage(who, ['full', 'enrol-factor']);
    const account = await accountOf(this.store, who);
    // Set up elsewhere since this sign-in: whoever knows only the password has to give it, not to put another one beside it.
    if (who.stage === 'enrol-factor' && hasSecondFactor(account.person)) throw unauthenticated();
    expectOwnSignIn(account, 'factor-refused');
    return account;
  }

  /** Recovery codes come with the first factor; a session that waited for one goes on under another token. */
  private async afterAdding(tx: SystemTx, after: Pick<Auditing, 'audit'>, who: Principal, account: Account): Promise<Added> {
    const person = await tx.people.find(who.id);
    if (person === null) throw unauthenticated();
    const recoveryCodes = person.recoveryCodesLeft === 0 ? await this.newCodes(tx, after, who, person) : null;
    const token =
      who.stage === 'full'
        ? null
        : await this.means.admission.renew(tx, account.session.id, { stage: stageNow(account, person), proved: true });
    return { recoveryCodes, token };
  }

  private async newCodes(tx: SystemTx, after: Pick<Auditing, 'audit'>, who: Principal, person: PersonRow): Promise<string[]> {
    const { codes, hashes } = newRecoveryCodes();
    await tx.factors.replaceRecoveryCodes(person.id, hashes);
    after.audit({ ...ownChain(who), action: 'person.recovery-codes-renewed', target: personTarget(person) });
    return codes;
  }

  /** Takes something away unless the person could not sign in any more, or not as their provider demands it. */
  private async remove(
    who: Principal,
    dryRun: boolean,
    take: (tx: SystemTx, after: Pick<Auditing, 'audit'>, person: PersonRow) => Promise<void>,
  ): Promise<void> {
    const account = await this.changeable(who);
    await this.writes.run(who, { dryRun, reason: 'take away a factor' }, async (tx, after) => {
      // Held: of two requests that take away one factor each, the second must see what the first has left.
      await tx.people.lock(who.id);
      await take(tx, after, account.person);
      const person = await tx.people.find(who.id);
      if (person === null) throw unauthenticated();
      const identities = await tx.externalIdentities.ofPerson(who.id);
      if (person.passwordHash === null && person.passkeys === 0 && identities.length === 0) throw refused('last-way-in');
      if (hasSecondFactor(person)) return;
      if (hasSecondFactor(account.person) && secondFactorDemanded(account)) throw refused('last-factor');
      // Codes that recover nothing would only be a way in that nobody thinks of.
      await tx.factors.replaceRecoveryCodes(who.id, []);
    });
  }
}
