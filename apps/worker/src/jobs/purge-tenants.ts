import { auditEvent, systemDoer } from '@stellwerk/domain';
import type { SystemTx } from '@stellwerk/store';

const doer = systemDoer('tenants.purge');

/** One at a time: a large customer is a large transaction. Stops between two when `signal` aborts. */
export async function purgeTenants(signal: AbortSignal, run: <T>(work: (tx: SystemTx) => Promise<T>) => Promise<T>): Promise<void> {
  const one = (): Promise<number> =>
    run(async (tx) => {
      const purged = await tx.customers.purgeDue(1);
      for (const { id, providerId, name } of purged)
        tx.audit.append(auditEvent(doer, { action: 'tenant.purged', providerId, tenantId: null, target: { kind: 'tenant', id, name } }));
      return purged.length;
    });
  while (!signal.aborted && (await one()) > 0);
}
