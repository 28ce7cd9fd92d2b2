import { type Db, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, toPage } from '../page.js';
import type { Customers } from '../types/customer.js';
import type { TenantRow } from '../types/tenant.js';
import { TENANT } from './tenants.js';

/** In this order, because each holds on to the next. */
const PURGE = [
  'DELETE FROM checks WHERE tenant_id = $1::uuid',
  'DELETE FROM tunnel WHERE tenant_id = $1::uuid',
  'DELETE FROM pbx WHERE tenant_id = $1::uuid',
  'DELETE FROM ssh_server WHERE tenant_id = $1::uuid',
  'DELETE FROM notification WHERE tenant_id = $1::uuid',
  `DELETE FROM person p USING member m WHERE m.person_id = p.id AND m.tenant_id = $1::uuid
     AND NOT EXISTS (SELECT 1 FROM member o WHERE o.person_id = p.id AND o.tenant_id IS DISTINCT FROM $1::uuid)`,
  'UPDATE audit_event SET personal = NULL, salt = NULL WHERE tenant_id = $1::uuid AND personal IS NOT NULL',
  'DELETE FROM tenant WHERE id = $1::uuid',
];

export function customers(db: Db): Customers {
  return {
    async listDeleted(providerId, page) {
      const found = await rows<TenantRow>(
        db,
        `SELECT ${TENANT} FROM tenant t WHERE t.provider_id = $1::uuid AND t.deleted_at IS NOT NULL AND ($2::timestamptz IS NULL OR (t.created_at, t.id) > ($2::timestamptz, $3::uuid))
         ORDER BY t.created_at, t.id LIMIT $4::int`,
        providerId,
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        fetchLimit(page),
      );
      return toPage(found, page, (t) => ({ createdAt: t.createdAt, id: t.id }));
    },
    restore: async (providerId, id) =>
      isUuid(id)
        ? row<TenantRow>(
            db,
            `UPDATE tenant t SET deleted_at = NULL, purge_at = NULL, updated_at = now()
             WHERE t.id = $2::uuid AND t.provider_id = $1::uuid AND t.deleted_at IS NOT NULL AND t.purge_at > now() RETURNING ${TENANT}`,
            providerId,
            id,
          )
        : null,
    async purgeDue(limit) {
      const due = await rows<{ id: string; providerId: string; name: string }>(
        db,
        `SELECT id, provider_id AS "providerId", name FROM tenant WHERE purge_at <= now() ORDER BY purge_at LIMIT $1::int FOR UPDATE SKIP LOCKED`,
        limit,
      );
      for (const { id } of due) for (const statement of PURGE) await run(db, statement, id);
      return due;
    },
  };
}
