import { deriveChecks } from '@stellwerk/domain';
import type { Reconciled, TenantTx } from '@stellwerk/store';

/** Makes the checks of these PBXs what follows from them now, in one order, so that two transactions never wait for each other. Gone PBXs have none. */
export async function reconcileChecks(tx: Pick<TenantTx, 'checkDerivation'>, pbxIds: ReadonlySet<string>): Promise<Reconciled[]> {
  const done: Reconciled[] = [];
  for (const pbxId of [...pbxIds].sort()) {
    const source = await tx.checkDerivation.source(pbxId);
    if (source !== null) done.push(await tx.checkDerivation.reconcile(pbxId, deriveChecks(source)));
  }
  return done;
}
