import { type Act, auditEvent, type Doer } from '@stellwerk/domain';
import type { AuditAppend } from '@stellwerk/store';

/** What a use case says to the audit while it works. */
export interface Auditing {
  /** Writes down what is being done, in the same transaction. */
  readonly audit: (act: Act) => void;
  /** Nothing was changed after all, so there is nothing to write down; `why` is for the reader of the code. */
  readonly unchanged: (why: string) => void;
}

interface Ledger extends Auditing {
  /** Throws when the work neither wrote down what it did nor said that it changed nothing: such a change must not be committed. */
  readonly check: () => void;
}

export function createLedger(tx: { readonly audit: AuditAppend }, doer: Doer): Ledger {
  let excused = false;
  return {
    audit: (act) => tx.audit.append(auditEvent(doer, act)),
    unchanged: () => void (excused = true),
    check: () => {
      if (tx.audit.waiting === 0 && !excused) throw new Error('a change was about to be committed that the audit knows nothing of');
    },
  };
}
