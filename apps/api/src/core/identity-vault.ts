import type { Vault } from '@stellwerk/secrets';
import type { IdentityKeys, Sealed } from '@stellwerk/store';

/** Where a secret of a person or a provider lives; authenticated together with it. */
export interface IdentityPlace {
  /** The person or provider whose key seals it. */
  readonly owner: string;
  /** The id of the row. */
  readonly record: string;
  /** Table and column, such as `person.totp_secret`. */
  readonly field: string;
}

/** Seals and opens what belongs to people and providers, with a data key of their own that is made when the first secret comes. */
export class IdentityVault {
  constructor(private readonly vault: Vault) {}

  /** @param keys of the transaction that will write the row, so that key and row come to be together */
  async seal(keys: IdentityKeys, { owner, record, field }: IdentityPlace, secret: string): Promise<Sealed> {
    const key = (await keys.current(owner)) ?? (await keys.add(this.vault.newDataKey(owner, 1)));
    return this.vault.seal(key, { record, field }, secret);
  }

  /** Null when it cannot be opened here: the key-encryption key is missing, or the row was moved or changed. */
  async open(keys: IdentityKeys, { record, field }: IdentityPlace, sealed: Sealed): Promise<string | null> {
    const key = await keys.find(sealed.keyId);
    const opened = key === null ? null : this.vault.open(key, { record, field }, sealed);
    return opened?.ok ? opened.value.toString('utf8') : null;
  }
}
