import type { Output, routes } from '@stellwerk/contracts';
import { parseCidr } from '@stellwerk/domain';
import type { Store, TenantRow, TenantTx, TenantValues } from '@stellwerk/store';
import { countsBy } from '../core/counts.js';
import { cursorOf, pageOf } from '../core/cursor.js';
import { found, valueOf } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { QueryOf } from '../http/call.js';
import { Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';

type TenantView = Output<typeof routes.getTenant>;
async function viewer(tx: TenantTx, rows: readonly TenantRow[]): Promise<(row: TenantRow) => TenantView> {
  const counts = countsBy(
    await tx.overview.conditions(
      'tenant',
      rows.map((row) => row.id),
    ),
  );
  return (row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    state: row.deletedAt ? 'deleted' : row.suspendedAt ? 'suspended' : 'active',
    suspendedAt: row.suspendedAt?.toISOString() ?? null,
    purgeAt: row.purgeAt?.toISOString() ?? null,
    tunnels: counts(row.id),
  });
}

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
      });
      return pageOf(page, await viewer(tx, page.items));
    });
  }

  get(who: Principal, id: string) {
    return this.store.forTenant(who.scope, async (tx) => this.view(tx, found(await tx.tenants.find(id))));
  }

  create(who: Principal, values: TenantValues, dryRun: boolean) {
    judgeNetworks(values.allowedNetworks);
    // A credential for a list of customers could not see the one it makes.
    if (who.scope.tenantIds !== 'all') throw new Refusal('forbidden');
    return this.writes.run(who, { dryRun }, async (tx) => this.view(tx, await tx.tenants.create(values)));
  }

  /** Narrowed networks are enforced by the dialer at the next connection; the tunnels are looked at now. */
  replace(who: Principal, id: string, values: TenantValues, changing: Changing) {
    judgeNetworks(values.allowedNetworks);
    return this.writes.run(who, changing, async (tx, after) => {
      const before = found(await tx.tenants.lock(id));
      expectVersion(before.version, changing.ifMatch);
      const row = found(await tx.tenants.replace(id, values));
      if (before.allowedNetworks.join() !== row.allowedNetworks.join()) {
        const { items } = await tx.tunnels.list({ limit: 1, tenantId: id });
        for (const tunnel of items) after.changed(tunnel);
      }
      return this.view(tx, row);
    });
  }

  async remove(who: Principal, id: string, changing: Changing): Promise<void> {
    await this.writes.run(who, changing, async (tx) => {
      expectVersion(found(await tx.tenants.lock(id)).version, changing.ifMatch);
      valueOf(await tx.tenants.remove(id));
    });
  }

  private async view(tx: TenantTx, row: TenantRow): Promise<TenantView> {
    return (await viewer(tx, [row]))(row);
  }
}
