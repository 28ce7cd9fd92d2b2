import type { Proof } from '@stellwerk/contracts';
import { hashRecoveryCode, totpStep, verifyPassword } from '@stellwerk/secrets';
import type { PersonRow, Store, SystemTx } from '@stellwerk/store';
import type { IdentityPlace, IdentityVault } from '../core/identity-vault.js';
import type { Guesses } from './guesses.js';
import { notePasskeyUse, type Passkeys } from './passkeys.js';

/** Uses a proof up, within the transaction that acts on it. False: somebody else used it up meanwhile. */
export type UseUp = (tx: SystemTx) => Promise<boolean>;

export const totpPlace = (personId: string): IdentityPlace => ({ owner: personId, record: personId, field: 'person.totp_secret' });

/** Judges what a person shows to prove to be there: what they know, what they have. */
export class Proofs {
  constructor(
    private readonly store: Store,
    private readonly guesses: Guesses,
    private readonly means: { readonly vault: IdentityVault; readonly passkeys: Passkeys },
  ) {}

  /**
   * Null: wrong. Counts as a guess until `right` says otherwise.
   * @param at milliseconds since the epoch
   */
  async judge(person: PersonRow, proof: Proof, from: string | null, at: number): Promise<UseUp | null> {
    await this.attempt(person, from);
    switch (proof.kind) {
      case 'password':
        return (await verifyPassword(person.passwordHash, proof.password)) ? async () => true : null;
      case 'totp': {
        const step = await this.stepOf(person, proof.code, at);
        return step === null ? null : (tx) => tx.factors.takeTotpStep(person.id, step);
      }
      case 'recovery-code': {
        const hash = hashRecoveryCode(proof.code);
        return (tx) => tx.factors.takeRecoveryCode(person.id, hash);
      }
      case 'passkey': {
        const shown = await this.means.passkeys.read(proof, person.id);
        return shown && ((tx) => notePasskeyUse(tx, shown));
      }
    }
  }

  /** Counts an attempt at something that is judged elsewhere. */
  attempt(person: PersonRow, from: string | null): Promise<void> {
    return this.guesses.spend(person.id, from);
  }

  /** The proof was right: earlier slips are forgotten. */
  right(person: PersonRow, from: string | null): Promise<void> {
    return this.guesses.forgive(person.id, from);
  }

  /** A password that is not a proof but about to be replaced; counted like one. */
  async password(person: PersonRow, password: string, from: string | null): Promise<boolean> {
    await this.attempt(person, from);
    return verifyPassword(person.passwordHash, password);
  }

  /** The time step of a code of the secret in force; null: wrong, or there is none. */
  private async stepOf({ id, totp }: PersonRow, code: string, at: number): Promise<number | null> {
    if (totp?.confirmedAt == null) return null;
    const secret = await this.store.asSystem('open the secret of an authenticator app', (tx) =>
      this.means.vault.open(tx.identityKeys, totpPlace(id), totp.sealed),
    );
    return secret === null ? null : totpStep(secret, code, at);
  }
}
