import { type Db, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, toPage } from '../page.js';
import type { ServiceAccountRow, ServiceAccounts, ServiceAccountValues } from '../types/service-accounts.js';
import { keyFromJson, KEYS_OF_ACCOUNT } from './api-keys.js';

const SELECT = `SELECT s.id, s.provider_id AS "providerId", s.name, s.scopes, s.tenant_ids::text[] AS "tenantIds", s.all_tenants AS "allTenants", COALESCE(s.addresses, '{}') AS addresses, s.expires_at AS "expiresAt",
  s.version, s.created_at AS "createdAt", s.updated_at AS "updatedAt", ${KEYS_OF_ACCOUNT} FROM service_account s`;

type Columns = Omit<ServiceAccountRow, 'tenantIds' | 'keys'> & {
  readonly tenantIds: string[];
  readonly allTenants: boolean;
  readonly keys: Parameters<typeof keyFromJson>[0][];
};
const toRow = ({ allTenants, tenantIds, keys, ...account }: Columns): ServiceAccountRow => ({
  ...account,
  tenantIds: allTenants ? 'all' : tenantIds,
  keys: keys.map(keyFromJson),
});

const written = (v: ServiceAccountValues): unknown[] => [
  v.name,
  v.scopes,
  v.tenantIds === 'all' ? [] : v.tenantIds,
  v.tenantIds === 'all',
  v.addresses,
  v.expiresAt,
];

export function serviceAccounts(db: Db): ServiceAccounts {
  const read = async (providerId: string, id: string, lock = ''): Promise<ServiceAccountRow | null> => {
    const found = await row<Columns>(db, `${SELECT} WHERE s.provider_id = $1::uuid AND s.id = $2::uuid ${lock}`, providerId, id);
    return found && toRow(found);
  };
  return {
    async list(providerId, page) {
      const found = await rows<Columns>(
        db,
        `${SELECT} WHERE s.provider_id = $1::uuid AND ($2::uuid[] IS NULL OR (NOT s.all_tenants AND s.tenant_ids <@ $2::uuid[]))
           AND ($3::timestamptz IS NULL OR (s.created_at, s.id) > ($3::timestamptz, $4::uuid))
         ORDER BY s.created_at, s.id LIMIT $5::int`,
        providerId,
        page.within === 'all' ? null : page.within,
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        fetchLimit(page),
      );
      return toPage(found.map(toRow), page, (s) => ({ createdAt: s.createdAt, id: s.id }));
    },
    find: async (providerId, id) => (isUuid(id) ? read(providerId, id, 'FOR UPDATE OF s') : null),
    async create(providerId, values) {
      const made = await row<{ id: string }>(
        db,
        `INSERT INTO service_account (provider_id, name, scopes, tenant_ids, all_tenants, addresses, expires_at)
         VALUES ($1::uuid, $2, $3::text[], $4::uuid[], $5::boolean, $6::text[], $7::timestamptz) RETURNING id`,
        providerId,
        ...written(values),
      );
      const account = await read(providerId, made?.id ?? '');
      if (!account) throw new Error('the service account just written is gone');
      return account;
    },
    async replace(providerId, id, values) {
      await run(
        db,
        `UPDATE service_account SET name = $3, scopes = $4::text[], tenant_ids = $5::uuid[], all_tenants = $6::boolean, addresses = $7::text[], expires_at = $8::timestamptz, updated_at = now()
         WHERE provider_id = $1::uuid AND id = $2::uuid`,
        providerId,
        id,
        ...written(values),
      );
      return read(providerId, id);
    },
    remove: async (providerId, id) =>
      isUuid(id) && (await run(db, 'DELETE FROM service_account WHERE provider_id = $1::uuid AND id = $2::uuid', providerId, id)) > 0,
    async unknownTenants(providerId, tenantIds) {
      const found = await rows<{ id: string }>(
        db,
        `SELECT x.id FROM unnest($2::text[]) AS x(id) WHERE NOT EXISTS (SELECT 1 FROM tenant t WHERE t.id = x.id::uuid AND t.provider_id = $1::uuid AND t.deleted_at IS NULL)`,
        providerId,
        tenantIds.filter(isUuid),
      );
      return found.map(({ id }) => id);
    },
  };
}
