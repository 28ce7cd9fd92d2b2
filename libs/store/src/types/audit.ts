import type { AuditEntry } from '@stellwerk/domain';

/** The way into the audit, behind both doors. */
export interface AuditAppend {
  /**
   * Writes an act down with the transaction: nothing is sent now; everything appended is written in one statement at the very end, right
   * before the commit, because that locks the head of the chain. A rehearsal writes nothing.
   */
  append(event: AuditEntry): void;
  /** How many acts wait for the end of this transaction. */
  readonly waiting: number;
}
