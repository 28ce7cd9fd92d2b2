import { type Db, row, rows, run } from '../db.js';
import type { Access, MemberRow, ProviderRow } from '../types/access.js';
import { apiKeys } from './api-keys.js';
import { serviceAccounts } from './service-accounts.js';

const PROVIDER = `p.id, p.name, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;
const MEMBER = `m.id, m.person_id AS "personId", m.provider_id AS "providerId", m.tenant_id AS "tenantId", m.role, m.tenant_ids::text[] AS "tenantIds", m.all_tenants AS "allTenants",
  p.email, p.name, p.password_hash AS "passwordHash", m.version, m.created_at AS "createdAt", m.updated_at AS "updatedAt"`;
const MEMBERS = `SELECT ${MEMBER} FROM member m JOIN person p ON p.id = m.person_id`;
type Listed = Omit<MemberRow, 'tenantIds'> & { tenantIds: string[]; allTenants: boolean };

const toMember = ({ allTenants, tenantIds, ...member }: Listed): MemberRow => ({
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
    return toMember(await one<Listed>(db, `${MEMBERS} WHERE m.id = $1::uuid`, member.id));
  };
  return {
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
    async createApiKey({ providerId, name, scopes, tenantIds, prefix, hash, expiresAt = null }) {
      const account = await serviceAccounts(db).create(providerId, { name, scopes, tenantIds, addresses: [], expiresAt: null });
      const { id } = await apiKeys(db).add(account, { prefix, hash, expiresAt });
      return { id, providerId, serviceAccountId: account.id, name, prefix, scopes: account.scopes };
    },
  };
}
