import type { SystemTx } from '@stellwerk/store';

/** One at a time: a large customer is a large transaction. Stops between two when `signal` aborts. */
export async function purgeTenants(signal: AbortSignal, run: <T>(work: (tx: SystemTx) => Promise<T>) => Promise<T>): Promise<void> {
  const one = (): Promise<number> =>
    run(async (tx) => {
      const purged = await tx.customers.purgeDue(1);
      for (const { id, providerId, name } of purged)
        tx.audit.append({
          action: 'tenant.purged',
          outcome: 'done',
          providerId,
          alsoProviderId: null,
          tenantId: null,
          actor: { kind: 'system', id: null, role: null, providerId: null },
          actingForTenantId: null,
          target: { kind: 'tenant', id, name },
          changes: [],
          requestId: null,
          personal: {},
        });
      return purged.length;
    });
  while (!signal.aborted && (await one()) > 0);
}
