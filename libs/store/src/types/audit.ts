import type { AuditFacts, PersonalPart } from '@stellwerk/domain';

/** One act to be written down. */
export interface NewAuditEvent extends AuditFacts {
  readonly personal: PersonalPart;
  /** The chain of the provider that acted in another provider's customer: it gets a copy. */
  readonly alsoProviderId?: string | null;
}

/** The way into the audit, behind both doors. */
export interface AuditAppend {
  /**
   * Writes an act down with the transaction: nothing is sent now; everything appended is written in one statement at the very end, right
   * before the commit, because that locks the head of the chain. A rehearsal writes nothing.
   */
  append(event: NewAuditEvent): void;
  /** How many acts wait for the end of this transaction. */
  readonly waiting: number;
}
