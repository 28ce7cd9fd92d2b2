import { type Db, isUuid, row, rows, run } from '../db.js';
import type { Access, ApiKeyRow, MemberRow, ProviderRow, SessionRow } from '../types/access.js';

const PROVIDER = `p.id, p.name, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;
const MEMBER = `m.id, m.provider_id AS "providerId", m.email, m.name, m.password_hash AS "passwordHash", m.created_at AS "createdAt", m.updated_at AS "updatedAt"`;
const SESSION = `s.id, s.provider_id AS "providerId", s.member_id AS "memberId", s.created_at AS "createdAt", s.expires_at AS "expiresAt"`;
const API_KEY = `k.id, k.provider_id AS "providerId", k.name, k.prefix, k.scopes, k.tenant_ids::text[] AS "tenantIds", k.all_tenants AS "allTenants",
  k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt"`;

type ApiKeyColumns = Omit<ApiKeyRow, 'tenantIds'> & { tenantIds: string[]; allTenants: boolean };

function toApiKey({ allTenants, tenantIds, ...key }: ApiKeyColumns): ApiKeyRow {
  return { ...key, tenantIds: allTenants ? 'all' : tenantIds };
}

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
    createMember: (m) =>
      row<MemberRow>(
        db,
        `INSERT INTO member AS m (provider_id, email, name, password_hash) VALUES ($1::uuid, lower($2), $3, $4) ON CONFLICT (email) DO NOTHING RETURNING ${MEMBER}`,
        m.providerId,
        m.email.trim(),
        m.name,
        m.passwordHash,
      ),
    findMemberByEmail: (email) => row<MemberRow>(db, `SELECT ${MEMBER} FROM member m WHERE m.email = lower($1)`, email.trim()),
    setPasswordHash: async (memberId, hash) =>
      (await run(db, 'UPDATE member SET password_hash = $2, updated_at = now() WHERE id = $1::uuid', memberId, hash)) > 0,
    createSession: (s) =>
      one<SessionRow>(
        db,
        `INSERT INTO session AS s (provider_id, member_id, token_hash, expires_at)
         SELECT m.provider_id, m.id, $2, now() + $3::double precision * interval '1 millisecond' FROM member m WHERE m.id = $1::uuid RETURNING ${SESSION}`,
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
      const member = await one<MemberRow>(db, `SELECT ${MEMBER} FROM member m WHERE m.id = $1::uuid`, session.memberId);
      const provider = await findProvider(session.providerId);
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
    createApiKey: async (k) =>
      toApiKey(
        await one<ApiKeyColumns>(
          db,
          `INSERT INTO api_key AS k (provider_id, name, prefix, hash, scopes, tenant_ids, all_tenants, expires_at)
           VALUES ($1::uuid, $2, $3, $4, $5::text[], $6::uuid[], $7::boolean, $8::timestamptz) RETURNING ${API_KEY}`,
          k.providerId,
          k.name,
          k.prefix,
          k.hash,
          k.scopes,
          k.tenantIds === 'all' ? [] : k.tenantIds,
          k.tenantIds === 'all',
          k.expiresAt ?? null,
        ),
      ),
    async findApiKey(hash) {
      const found = await row<ApiKeyColumns>(
        db,
        `SELECT ${API_KEY} FROM api_key k WHERE k.hash = $1 AND (k.expires_at IS NULL OR k.expires_at > now())`,
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
