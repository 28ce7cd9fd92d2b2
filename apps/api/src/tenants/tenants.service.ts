import type { routes } from '@stellwerk/contracts';
import { parseCidr } from '@stellwerk/domain';
import type { Store, TenantRow, TenantTx, TenantValues } from '@stellwerk/store';
import { named, tenantFacts } from '../audit/facts.js';
import { cursorOf, pageOf } from '../core/cursor.js';
import { found } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { QueryOf } from '../http/call.js';
import { Refusal } from '../http/refusal.js';
import { asWhole, type Principal } from '../session/principal.js';
import { tenantViewer, type TenantView } from './tenant.view.js';

function judgeNetworks(networks: readonly string[]): void {
  const errors = networks.flatMap((text, i) =>
    parseCidr(text) === null ? [{ pointer: `/allowedNetworks/${i}`, code: 'cidr-malformed' }] : [],
  );
  if (errors.length > 0) throw new Refusal('validation-failed', { errors });
}

export class TenantsService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
  ) {}

  list(who: Principal, query: QueryOf<typeof routes.listTenants>) {
    return this.store.forTenant(who.scope, async (tx) => {
      const page = await tx.tenants.list({
        limit: query.limit,
        after: cursorOf(query.cursor),
        ...(query.search ? { search: query.search } : {}),
        ...(query.state ? { suspended: query.state === 'suspended' } : {}),
      });
      return pageOf(page, await tenantViewer(tx, page.items));
    });
  }

  get(who: Principal, id: string) {
    return this.store.forTenant(who.scope, async (tx) => this.view(tx, found(await tx.tenants.find(id))));
  }

  create(who: Principal, values: TenantValues, dryRun: boolean) {
    judgeNetworks(values.allowedNetworks);
    // A credential for a list of customers could not see the one it makes.
    if (!who.wholeProvider) throw new Refusal('forbidden', { params: { permission: 'tenants:write' } });
    return this.writes.run(asWhole(who), { dryRun }, async (tx, after) => {
      const row = await tx.tenants.create(values);
      after.audit({ action: 'tenant.created', tenantId: row.id, target: named('tenant', row), after: tenantFacts(row) });
      return this.view(tx, row);
    });
  }

  /** Narrowed networks are enforced by the dialer at the next connection; the tunnels are looked at now. */
  replace(who: Principal, id: string, values: TenantValues, changing: Changing) {
    judgeNetworks(values.allowedNetworks);
    return this.writes.run(who, changing, async (tx, after) => {
      const before = found(await tx.tenants.lock(id));
      expectVersion(before.version, changing.ifMatch);
      const row = found(await tx.tenants.replace(id, values));
      const compared = { before: tenantFacts(before), after: tenantFacts(row) };
      after.audit({ action: 'tenant.replaced', tenantId: id, target: named('tenant', row), ...compared });
      if (before.allowedNetworks.join() !== row.allowedNetworks.join()) {
        const { items } = await tx.tunnels.list({ limit: 1, tenantId: id });
        for (const tunnel of items) after.changed(tunnel);
      }
      return this.view(tx, row);
    });
  }

  private async view(tx: TenantTx, row: TenantRow): Promise<TenantView> {
    return (await tenantViewer(tx, [row]))(row);
  }
}
