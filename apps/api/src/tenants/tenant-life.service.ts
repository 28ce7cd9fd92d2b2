import { PROVIDER_ROLES } from '@stellwerk/domain';
import type { Store, TenantRow, TenantTx } from '@stellwerk/store';
import { cursorOf, pageOf } from '../core/cursor.js';
import { tunnelsOf } from '../core/listeners.js';
import { found } from '../core/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import type { Aftermath, TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { Principal } from '../session/principal.js';
import { tenantView, tenantViewer, type TenantView } from './tenant.view.js';

/** A deleted customer can be restored for this long. */
const KEPT_MS = 30 * 86_400_000;
/** Who is told when a customer stops or runs again: those who work with it. */
const CONCERNED = {
  providerRoles: PROVIDER_ROLES.filter((role) => role !== 'auditor' && role !== 'billing'),
  tenantRoles: ['tenant-admin', 'requester'] as const,
};

/** Every tunnel of the customer is to be looked at now: its workers stop it or start it. */
async function touchAll(tx: TenantTx, tenantId: string, after: Aftermath): Promise<void> {
  for (const tunnel of await tunnelsOf(tx, { tenantId })) after.changed(tunnel);
}

/** The great steps of a customer's life: suspended, resumed, deleted, restored. */
export class TenantLifeService {
  constructor(
    private readonly store: Store,
    private readonly writes: { readonly tenant: TenantWrites; readonly system: SystemWrites },
  ) {}

  /** All tunnels stop, nothing is lost. Suspending again changes the reason. */
  suspend(who: Principal, id: string, reason: string, dryRun: boolean): Promise<TenantView> {
    return this.turn(who, id, { dryRun, reason });
  }

  resume(who: Principal, id: string, dryRun: boolean): Promise<TenantView> {
    return this.turn(who, id, { dryRun, reason: null });
  }

  async remove(who: Principal, id: string, changing: Changing): Promise<void> {
    await this.writes.tenant.run(who, changing, async (tx, after) => {
      const before = found(await tx.tenants.lock(id));
      expectVersion(before.version, changing.ifMatch);
      await touchAll(tx, id, after);
      found(await tx.tenants.remove(id, KEPT_MS));
      after.audit({ action: 'tenant.deleted', tenantId: id, target: target(before) });
    });
  }

  restore(who: Principal, id: string, dryRun: boolean): Promise<TenantView> {
    return this.writes.system.run(who, { dryRun, reason: 'restore a deleted customer' }, async (tx, after) => {
      // A deleted customer is in nobody's scope: it comes back through the provider as a whole, not through whoever looks after some others.
      const row = found(who.wholeProvider && (await tx.customers.restore(who.provider.id, id)));
      after.audit({ action: 'tenant.restored', tenantId: id, target: target(row) });
      return tenantView(row);
    });
  }

  /** What can still be restored, by whom it could be. */
  listDeleted(who: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }) {
    return this.store.asSystem('list deleted customers', async ({ customers }) => {
      const allowed = who.wholeProvider && who.permissions.includes('tenants:delete');
      if (!allowed) return { items: [], nextCursor: null };
      return pageOf(await customers.listDeleted(who.provider.id, { limit: query.limit, after: cursorOf(query.cursor) }), tenantView);
    });
  }

  private turn(
    who: Principal,
    id: string,
    { dryRun, reason }: { readonly dryRun: boolean; readonly reason: string | null },
  ): Promise<TenantView> {
    return this.writes.tenant.run(who, { dryRun }, async (tx, after) => {
      const before = found(await tx.tenants.lock(id));
      const row = found(await tx.tenants.suspend(id, reason));
      if ((before.suspendedAt === null) === (reason === null) && before.suspendReason === reason) after.unchanged('it was so already');
      else {
        await touchAll(tx, id, after);
        after.audit({ action: reason === null ? 'tenant.resumed' : 'tenant.suspended', tenantId: id, target: target(row), text: reason });
        await tx.notifications.tell({
          providerId: row.providerId,
          tenantId: id,
          kind: reason === null ? 'tenant-resumed' : 'tenant-suspended',
          params: { tenantName: row.name, ...(reason === null ? {} : { reason }) },
          ...CONCERNED,
          except: who.id,
        });
      }
      return (await tenantViewer(tx, [row]))(row);
    });
  }
}

const target = (row: TenantRow) => ({ kind: 'tenant', id: row.id, name: row.name });
