import type { Output, routes } from '@stellwerk/contracts';
import type { TenantRow, TenantTx } from '@stellwerk/store';
import { countsBy } from '../core/counts.js';

export type TenantView = Output<typeof routes.getTenant>;

/** A customer on the wire; `counts` of its tunnels by condition. */
export const tenantView = (row: TenantRow, counts: ReturnType<typeof countsBy> = countsBy([])): TenantView => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  state: row.deletedAt ? 'deleted' : row.suspendedAt ? 'suspended' : 'active',
  suspendedAt: row.suspendedAt?.toISOString() ?? null,
  purgeAt: row.purgeAt?.toISOString() ?? null,
  tunnels: counts(row.id),
});

/** How to show these customers, with the conditions of their tunnels read in one query. */
export async function tenantViewer(tx: TenantTx, rows: readonly TenantRow[]): Promise<(row: TenantRow) => TenantView> {
  const conditions = await tx.overview.conditions(
    'tenant',
    rows.map((row) => row.id),
  );
  const counts = countsBy(conditions);
  return (row) => tenantView(row, counts);
}
