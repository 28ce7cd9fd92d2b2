import { type Act, auditEvent, type Doer } from '@stellwerk/domain';
import type { Store } from '@stellwerk/store';

/**
 * Writes down that something was refused, in a transaction of its own, because the refused one is undone. In every chain given; with none
 * nobody is concerned (a sign-in to an unknown account), and only the log knows. Call it before throwing, and await it.
 */
export async function auditRefused(store: Store, doer: Doer, act: Act, providerIds: readonly string[] = []): Promise<void> {
  const chains = providerIds.length > 0 ? providerIds : doer.chainOf === null ? [] : [doer.chainOf];
  if (chains.length === 0) return;
  await store.asSystem('audit a refusal', async (tx) => {
    for (const providerId of new Set(chains)) tx.audit.append(auditEvent(doer, { ...act, providerId, outcome: 'refused' }));
  });
}
