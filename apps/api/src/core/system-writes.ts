import type { Doer } from '@stellwerk/domain';
import type { Store, SystemTx } from '@stellwerk/store';
import { doerOf } from '../audit/actor.js';
import { type Auditing, createLedger } from '../audit/ledger.js';
import { carriedOut } from './idempotency.js';
import type { Principal } from '../session/principal.js';

interface SystemWriteOptions {
  /** `validateOnly`: do everything, answer, undo it. */
  readonly dryRun: boolean;
  /** Says in the log why the scope was left. */
  readonly reason: string;
}

/**
 * Changes of what no scope holds (people, sessions, keys, settings): one transaction through the system door. The policies do not filter
 * there, so every statement names the provider and the tenants itself. Whatever is committed is in the audit.
 */
export class SystemWrites {
  constructor(private readonly store: Store) {}

  /** `who`: the caller, or a `Doer` made by hand where nobody is signed in (`personDoer`, `unknownDoer`). */
  async run<T>(who: Principal | Doer, options: SystemWriteOptions, work: (tx: SystemTx, after: Auditing) => Promise<T>): Promise<T> {
    const doer = 'actor' in who ? who : doerOf(who);
    return this.store.asSystem(
      options.reason,
      async (tx) => {
        const ledger = createLedger(tx, doer);
        const result = await work(tx, ledger);
        ledger.check();
        await carriedOut(tx);
        return result;
      },
      { rollback: options.dryRun },
    );
  }
}
