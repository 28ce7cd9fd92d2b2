import { type Db, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, toPage } from '../page.js';
import type { DelegationRow, Delegations, DelegationSide } from '../types/delegations.js';

const SELECT = `SELECT d.id, d.provider_id AS "providerId", d.tenant_id AS "tenantId", t.name AS "tenantName", d.grantee_id AS "granteeId", g.name AS "granteeName",
    d.roles, d.status, COALESCE(d.until <= now(), false) AS expired, d.until, d.note, d.created_at AS "createdAt", d.decided_at AS "decidedAt",
    (SELECT p.name FROM person p WHERE p.id = d.decided_by) AS "decidedBy", d.version
  FROM delegation d JOIN tenant t ON t.id = d.tenant_id JOIN provider g ON g.id = d.grantee_id`;

/** $1 the tenant, $2 the grantee, $3 the tenants it is limited to; null where it does not matter. */
const OF_SIDE = `(d.tenant_id = $1::uuid OR (d.grantee_id = $2::uuid AND ($3::uuid[] IS NULL OR d.tenant_id = ANY ($3::uuid[]))))`;

const sideValues = (side: DelegationSide): unknown[] =>
  'tenantId' in side ? [side.tenantId, null, null] : [null, side.granteeId, side.tenantIds === 'all' ? null : side.tenantIds];

export function delegations(db: Db): Delegations {
  const read = async (id: string): Promise<DelegationRow> => {
    const found = await row<DelegationRow>(db, `${SELECT} WHERE d.id = $1::uuid`, id);
    if (!found) throw new Error('the delegation just written is gone');
    return found;
  };
  return {
    async list(side, page) {
      if (page.tenantId !== undefined && !isUuid(page.tenantId)) return { items: [], next: null };
      const found = await rows<DelegationRow>(
        db,
        `${SELECT} WHERE ${OF_SIDE} AND ($4::uuid IS NULL OR d.tenant_id = $4::uuid) AND ($5::timestamptz IS NULL OR (d.created_at, d.id) > ($5::timestamptz, $6::uuid))
         ORDER BY d.created_at, d.id LIMIT $7::int`,
        ...sideValues(side),
        page.tenantId ?? null,
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        fetchLimit(page),
      );
      return toPage(found, page, (d) => ({ createdAt: d.createdAt, id: d.id }));
    },
    find: async (side, id) =>
      isUuid(id) ? row<DelegationRow>(db, `${SELECT} WHERE ${OF_SIDE} AND d.id = $4::uuid FOR UPDATE OF d`, ...sideValues(side), id) : null,
    async ask(values) {
      if (!isUuid(values.tenantId)) return null;
      const tenant = await row(db, 'SELECT 1 FROM tenant WHERE id = $1::uuid AND deleted_at IS NULL FOR KEY SHARE', values.tenantId);
      if (!tenant) return null;
      // What ran out makes room for the next one.
      await run(
        db,
        `UPDATE delegation SET status = 'expired' WHERE tenant_id = $1::uuid AND grantee_id = $2::uuid AND status IN ('pending', 'active') AND until <= now()`,
        values.tenantId,
        values.granteeId,
      );
      const made = await row<{ id: string }>(
        db,
        `INSERT INTO delegation (provider_id, tenant_id, grantee_id, roles, status, until, note, created_by)
         SELECT t.provider_id, t.id, $2::uuid, $3::text[], 'pending', $4::timestamptz, $5, $6::uuid FROM tenant t WHERE t.id = $1::uuid
         ON CONFLICT DO NOTHING RETURNING id`,
        values.tenantId,
        values.granteeId,
        values.roles,
        values.until,
        values.note,
        values.by,
      );
      return made === null ? 'taken' : read(made.id);
    },
    async decide(id, { status, by, terms }) {
      await run(
        db,
        `UPDATE delegation SET status = $2, decided_by = $3::uuid, decided_at = now(),
           roles = CASE WHEN $4::text[] IS NULL THEN roles ELSE $4::text[] END, until = CASE WHEN $4::text[] IS NULL THEN until ELSE $5::timestamptz END
         WHERE id = $1::uuid`,
        id,
        status,
        by,
        terms?.roles ?? null,
        terms?.until ?? null,
      );
      return read(id);
    },
  };
}
