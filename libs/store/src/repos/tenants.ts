import { PROVIDER_ROLES } from '@stellwerk/domain';
import { type Db, hold, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, likePattern, toPage } from '../page.js';
import type { Scope } from '../types/common.js';
import type { DataKeyRow, DataKeys, TenantRow, Tenants } from '../types/tenant.js';

export const TENANT = `t.id, t.provider_id AS "providerId", t.name, t.customer_number AS "customerNumber", t.allowed_networks AS "allowedNetworks",
  t.suspended_at AS "suspendedAt", t.suspend_reason AS "suspendReason", t.deleted_at AS "deletedAt", t.purge_at AS "purgeAt", t.version,
  t.created_at AS "createdAt", t.updated_at AS "updatedAt"`;

export function tenants(db: Db, scope: Scope): Tenants {
  const find = async (id: string) => (isUuid(id) ? row<TenantRow>(db, `SELECT ${TENANT} FROM tenant t WHERE t.id = $1::uuid`, id) : null);
  return {
    find,
    lock: async (id) => ((await hold(db, 'tenant', id)) ? find(id) : null),
    async list(page) {
      const found = await rows<TenantRow>(
        db,
        `SELECT ${TENANT} FROM tenant t
         WHERE ($1::timestamptz IS NULL OR (t.created_at, t.id) > ($1::timestamptz, $2::uuid))
           AND ($3::text IS NULL OR t.name ILIKE $3 OR t.customer_number ILIKE $3)
           AND ($5::boolean IS NULL OR (t.suspended_at IS NOT NULL) = $5::boolean)
         ORDER BY t.created_at, t.id LIMIT $4::int`,
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        likePattern(page.search),
        fetchLimit(page),
        page.suspended ?? null,
      );
      return toPage(found, page, (t) => ({ createdAt: t.createdAt, id: t.id }));
    },
    async create(values) {
      const made = await row<TenantRow>(
        db,
        `INSERT INTO tenant AS t (provider_id, name, customer_number, allowed_networks) VALUES ($1::uuid, $2, $3, $4::text[]) RETURNING ${TENANT}`,
        scope.providerId,
        values.name,
        values.customerNumber,
        values.allowedNetworks,
      );
      if (!made) throw new Error('the tenant was not inserted');
      // Whoever makes a customer has access to it, in writing: the customer can see it and take it back.
      await run(
        db,
        `INSERT INTO delegation (provider_id, tenant_id, grantee_id, roles, status, decided_at) VALUES ($1::uuid, $2::uuid, $1::uuid, $3::text[], 'active', now())`,
        scope.providerId,
        made.id,
        PROVIDER_ROLES,
      );
      return made;
    },
    async replace(id, values) {
      if (!isUuid(id)) return null;
      return row<TenantRow>(
        db,
        `UPDATE tenant t SET name = $2, customer_number = $3, allowed_networks = $4::text[], updated_at = now() WHERE t.id = $1::uuid RETURNING ${TENANT}`,
        id,
        values.name,
        values.customerNumber,
        values.allowedNetworks,
      );
    },
    suspend: async (id, reason) =>
      row<TenantRow>(
        db,
        `UPDATE tenant t SET suspended_at = CASE WHEN $2::text IS NULL THEN NULL ELSE COALESCE(t.suspended_at, now()) END, suspend_reason = $2, updated_at = now()
         WHERE t.id = $1::uuid RETURNING ${TENANT}`,
        id,
        reason,
      ),
    remove: async (id, keepMs) =>
      row<TenantRow>(
        db,
        `UPDATE tenant t SET deleted_at = now(), purge_at = now() + $2::double precision * interval '1 millisecond', updated_at = now()
         WHERE t.id = $1::uuid AND t.deleted_at IS NULL RETURNING ${TENANT}`,
        id,
        keepMs,
      ),
  };
}

const KEY_COLUMNS = `k.id, k.provider_id AS "providerId", k.tenant_id AS "tenantId", k.version, k.kek_id AS "kekId", k.wrapped, k.created_at AS "createdAt"`;

/** Behind both doors: what can be seen is the policy's business. */
export function dataKeys(db: Db): DataKeys {
  return {
    async current(tenantId) {
      if (!isUuid(tenantId)) return null;
      return row<DataKeyRow>(
        db,
        `SELECT ${KEY_COLUMNS} FROM data_key k WHERE k.tenant_id = $1::uuid ORDER BY k.version DESC LIMIT 1`,
        tenantId,
      );
    },
    async find(id) {
      return isUuid(id) ? row<DataKeyRow>(db, `SELECT ${KEY_COLUMNS} FROM data_key k WHERE k.id = $1::uuid`, id) : null;
    },
    async add(key) {
      await run(
        db,
        `INSERT INTO data_key (id, provider_id, tenant_id, version, kek_id, wrapped)
         SELECT $1::uuid, t.provider_id, t.id, $3::int, $4, $5 FROM tenant t WHERE t.id = $2::uuid
         ON CONFLICT (tenant_id, version) DO NOTHING`,
        key.id,
        key.tenantId,
        key.version,
        key.kekId,
        key.wrapped,
      );
      return row<DataKeyRow>(
        db,
        `SELECT ${KEY_COLUMNS} FROM data_key k WHERE k.tenant_id = $1::uuid AND k.version = $2::int`,
        key.tenantId,
        key.version,
      );
    },
  };
}
