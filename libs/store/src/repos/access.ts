import { type Db, isUuid, row, rows, run } from '../db.js';
import type { Access, ApiKeyRow, MemberRow, ProviderRow, SessionRow } from '../types/access.js';

const PROVIDER = `p.id, p.name, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;
const MEMBER = `m.id, m.person_id AS "personId", m.provider_id AS "providerId", m.tenant_id AS "tenantId", m.role, m.tenant_ids::text[] AS "tenantIds", m.all_tenants AS "allTenants",
  p.email, p.name, p.password_hash AS "passwordHash", m.version, m.created_at AS "createdAt", m.updated_at AS "updatedAt"`;
const MEMBERS = `SELECT ${MEMBER} FROM member m JOIN person p ON p.id = m.person_id`;
const SESSION = `s.id, s.person_id AS "personId", s.member_id AS "memberId", s.stage, s.created_at AS "createdAt", s.expires_at AS "expiresAt"`;
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
  return {
    findProvider,
    listProviders: () => rows<ProviderRow>(db, `SELECT ${PROVIDER} FROM provider p ORDER BY p.created_at, p.id`),
    createProvider: ({ id, name }) =>
      one<ProviderRow>(
        db,
        `INSERT INTO provider AS p (id, name) VALUES (COALESCE($1::uuid, gen_random_uuid()), $2) RETURNING ${PROVIDER}`,
        id ?? null,
        name,
      ),
    async createMember(m) {
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
    },
    async findMemberByEmail(email) {
      const found = await row<Listed<MemberRow>>(db, `${MEMBERS} WHERE p.email = lower($1) ORDER BY m.created_at, m.id`, email.trim());
      return found && toMember(found);
    },
    setPasswordHash: async (personId, hash) =>
      (await run(
        db,
        'UPDATE person SET password_hash = $2, password_one_time = false, updated_at = now() WHERE id = $1::uuid',
        personId,
        hash,
      )) > 0,
    createSession: (s) =>
      one<SessionRow>(
        db,
        `INSERT INTO session AS s (person_id, member_id, token_hash, expires_at)
         SELECT m.person_id, m.id, $2, now() + $3::double precision * interval '1 millisecond' FROM member m WHERE m.id = $1::uuid RETURNING ${SESSION}`,
        s.memberId,
        s.tokenHash,
        s.lifetimeMs,
      ),
    async findSession(tokenHash) {
      const session = await row<SessionRow>(
        db,
        `SELECT ${SESSION} FROM session s WHERE s.token_hash = $1 AND s.expires_at > now()`,
        tokenHash,
      );
      if (!session) return null;
      const member = toMember(await one<Listed<MemberRow>>(db, `${MEMBERS} WHERE m.id = $1::uuid`, session.memberId));
      const provider = await findProvider(member.providerId);
      return provider && { session, member, provider };
    },
    extendSession: async (tokenHash, { idleMs, absoluteMs }) => {
      await run(
        db,
        `UPDATE session SET expires_at = wanted.at
         FROM (SELECT id, least(now() + $2::double precision * interval '1 millisecond', created_at + $3::double precision * interval '1 millisecond') AS at FROM session WHERE token_hash = $1) wanted
         WHERE session.id = wanted.id AND expires_at > now() AND wanted.at > expires_at + interval '5 minutes'`,
        tokenHash,
        idleMs,
        absoluteMs,
      );
    },
    removeSession: async (tokenHash) => (await run(db, 'DELETE FROM session WHERE token_hash = $1', tokenHash)) > 0,
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
