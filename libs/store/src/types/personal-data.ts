import type { Circle } from '@stellwerk/domain';

/** What is kept about a person, by subject; JSON throughout, without hashes, keys and sealed values. */
export type PersonalRecords = Readonly<Record<string, unknown>>;

/** Everything kept about people, to be handed out and to be erased. Through the system door: the caller's reach was judged before. */
export interface PersonalData {
  /**
   * Null: no such person. `within`: only what belongs to this circle and, at a provider, to its customers; null: everything. `account`: also what
   * belongs to the account itself; left out: with everything only. What the audit knows of others who acted on the person is not theirs.
   */
  collect(personId: string, within: Circle | null, account?: boolean): Promise<PersonalRecords | null>;
  /**
   * Erases what stands about a person in the audit's personal parts and in timelines. The chain stays valid: records hold only commitments.
   * `within` as above. Returns how many events that were.
   */
  eraseTraces(personId: string, within: Circle | null): Promise<number>;
  /** Ends the account: name and e-mail become placeholders, and factors, identities, sessions and notifications are gone. Call `eraseTraces` first. */
  eraseAccount(personId: string): Promise<void>;
}
