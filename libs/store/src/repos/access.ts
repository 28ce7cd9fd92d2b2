import { type Db, isUuid, row, rows, run } from '../db.js';
import type { Access, ApiKeyRow, MemberRow, ProviderRow } from '../types/access.js';

const PROVIDER = `p.id, p.name, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;
const MEMBER = `m.id, m.person_id AS "personId", m.provider_id AS "providerId", m.tenant_id AS "tenantId", m.role, m.tenant_ids::text[] AS "tenantIds", m.all_tenants AS "allTenants",
  p.email, p.name, p.password_hash AS "passwordHash", m.version, m.created_at AS "createdAt", m.updated_at AS "updatedAt"`;
const MEMBERS = `SELECT ${MEMBER} FROM member m JOIN person p ON p.id = m.person_id`;
const API_KEY = `k.id, k.provider_id AS "providerId", a.id AS "serviceAccountId", a.name, k.prefix, a.scopes, a.tenant_ids::text[] AS "tenantIds", a.all_tenants AS "allTenants",
  k.created_at AS "createdAt", least(k.expires_at, a.expires_at) AS "expiresAt", k.last_used_at AS "lastUsedAt"`;

const API_KEYS = `SELECT ${API_KEY} FROM api_key k JOIN service_account a ON a.id = k.service_account_id`;

type Listed<T> = Omit<T, 'tenantIds'> & { tenantIds: string[]; allTenants: boolean };

const toApiKey = ({ allTenants, tenantIds, ...key }: Listed<ApiKeyRow>): ApiKeyRow => ({
  ...key,
  tenantIds: allTenants ? 'all' : tenantIds,
});
const toMember = ({ allTenants, tenantIds, ...member }: Listed<MemberRow>): MemberRow => ({
  ...member,
  tenantIds: allTenants ? 'all' : tenantIds,
});

/** The one row that the statement must give. */
async function one<T>(db: Db, sql: string, ...values: unknown[]): Promise<T> {
  const found = await row<T>(db, sql, ...values);
  if (!found) throw new Error('the statement gave no row');
  return found;
}

export function access(db: Db): Access {
  const findProvider = (id: string) =>
    isUuid(id) ? row<ProviderRow>(db, `SELECT ${PROVIDER} FROM provider p WHERE p.id = $1::uuid`, id) : Promise.resolve(null);
  const createProvider: Access['createProvider'] = ({ id, name }) =>
    one<ProviderRow>(
      db,
      `INSERT INTO provider AS p (id, name) VALUES (COALESCE($1::uuid, gen_random_uuid()), $2) RETURNING ${PROVIDER}`,
      id ?? null,
      name,
    );
  const createMember: Access['createMember'] = async (m) => {
    const person = await row<{ id: string }>(
      db,
      `INSERT INTO person (email, name, password_hash, password_one_time) VALUES (lower($1), $2, $3, $4::boolean) ON CONFLICT (email) DO NOTHING RETURNING id`,
      m.email.trim(),
      m.name,
      m.passwordHash,
      m.passwordOneTime ?? false,
    );
    if (!person) return null;
    const member = await one<{ id: string }>(
      db,
      `INSERT INTO member (person_id, provider_id, tenant_id, role, tenant_ids, all_tenants) VALUES ($1::uuid, $2::uuid, $3::uuid, $4, $5::uuid[], $6::boolean) RETURNING id`,
      person.id,
      m.providerId,
      m.tenantId ?? null,
      m.role,
      m.tenantIds === 'all' || m.tenantIds === undefined ? [] : m.tenantIds,
      m.tenantIds === 'all' || m.tenantIds === undefined,
    );
    return toMember(await one<Listed<MemberRow>>(db, `${MEMBERS} WHERE m.id = $1::uuid`, member.id));
  };
  return {
    findProvider,
    listProviders: () => rows<ProviderRow>(db, `SELECT ${PROVIDER} FROM provider p ORDER BY p.created_at, p.id`),
    createProvider,
    createMember,
    async createFirstOwner({ provider, ...person }) {
      // Held to the end of the transaction: of two who come first at the same time, one comes second.
      await run(db, `SELECT pg_advisory_xact_lock(hashtextextended('stellwerk.first-owner', 0))`);
      if (await row(db, `SELECT 1 FROM member WHERE role = 'owner' LIMIT 1`)) return null;
      const made = await createProvider({ name: provider });
      const owner = await createMember({ ...person, providerId: made.id, role: 'owner', passwordOneTime: true });
      if (owner === null) throw new Error(`${person.email} is a member already`);
      return owner;
    },
    async createApiKey(k) {
      const account = await one<{ id: string }>(
        db,
        `INSERT INTO service_account (provider_id, name, scopes, tenant_ids, all_tenants) VALUES ($1::uuid, $2, $3::text[], $4::uuid[], $5::boolean) RETURNING id`,
        k.providerId,
        k.name,
        k.scopes,
        k.tenantIds === 'all' ? [] : k.tenantIds,
        k.tenantIds === 'all',
      );
      const key = await one<{ id: string }>(
        db,
        `INSERT INTO api_key (provider_id, service_account_id, prefix, hash, expires_at) VALUES ($1::uuid, $2::uuid, $3, $4, $5::timestamptz) RETURNING id`,
        k.providerId,
        account.id,
        k.prefix,
        k.hash,
        k.expiresAt ?? null,
      );
      return toApiKey(await one<Listed<ApiKeyRow>>(db, `${API_KEYS} WHERE k.id = $1::uuid`, key.id));
    },
    async findApiKey(hash) {
      const found = await row<Listed<ApiKeyRow>>(
        db,
        `${API_KEYS} WHERE k.hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND (a.expires_at IS NULL OR a.expires_at > now())`,
        hash,
      );
      if (!found) return null;
      await run(
        db,
        `UPDATE api_key SET last_used_at = now() WHERE id = $1::uuid AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
        found.id,
      );
      const provider = await findProvider(found.providerId);
      return provider && { apiKey: toApiKey(found), provider };
    },
    removeApiKey: async (id) => isUuid(id) && (await run(db, 'DELETE FROM api_key WHERE id = $1::uuid', id)) > 0,
  };
}
