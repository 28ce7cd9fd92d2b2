import { type DelegationTermsHeld, PROVIDER_ROLES } from '@stellwerk/domain';
import { type Db, prepare, rows, run, type Sql } from '../db.js';
import type { FoundKey, FoundSession, Principals } from '../types/principals.js';

interface Columns {
  readonly ownTenantDeleted: boolean | null;
  readonly tenantIds: string[];
  readonly allTenants: boolean;
  readonly homeOf: string | null;
  readonly nth: bigint;
  readonly home: (DelegationTermsHeld & { tenantId: string })[] | null;
  /** As one text: thousands of values of an array cost milliseconds to read. */
  readonly homeTenants: string | null;
}

const TERMS = (d: string) =>
  `'tenantId', ${d}.tenant_id, 'status', ${d}.status, 'roles', to_jsonb(${d}.roles), 'until', extract(epoch FROM ${d}.until) * 1000`;
const ALL_ROLES = `'{${PROVIDER_ROLES.join(',')}}'::text[]`;

/** Delegations of the provider `v` to itself that open less than everything; indexed by exactly this condition (`delegation_home_odd`). */
const ODD = `FROM delegation odd WHERE odd.provider_id = v.id AND odd.grantee_id = odd.provider_id
  AND (odd.status <> 'active' OR odd.until IS NOT NULL OR NOT odd.roles @> ${ALL_ROLES})`;

/** Deleted tenants of the provider `v`: shut for everybody; indexed by exactly this condition (`tenant_gone`). */
const GONE = `FROM tenant gone WHERE gone.provider_id = v.id AND gone.deleted_at IS NOT NULL`;

/**
 * Adds `home` and `homeTenants` to what was found, once per provider (`homeOf`; null: it does not matter). Both are null, and cheap, while every
 * customer lets its provider in.
 */
const withHome = (found: string): Sql =>
  prepare(`
  WITH found AS (${found}), numbered AS (SELECT found.*, row_number() OVER (PARTITION BY "homeOf") AS nth FROM found)
  SELECT numbered.*, home.* FROM numbered LEFT JOIN LATERAL (
    SELECT (SELECT jsonb_agg(terms) FROM (
        SELECT jsonb_build_object(${TERMS('d')}) AS terms FROM (SELECT DISTINCT odd.tenant_id ${ODD}) o JOIN delegation d ON d.tenant_id = o.tenant_id AND d.grantee_id = v.id
        WHERE d.tenant_id NOT IN (SELECT gone.id ${GONE})
        UNION ALL SELECT jsonb_build_object('tenantId', gone.id, 'status', 'deleted', 'roles', '[]'::jsonb, 'until', NULL) ${GONE}) shutting) AS home,
      CASE WHEN EXISTS (SELECT 1 ${ODD}) OR EXISTS (SELECT 1 ${GONE}) THEN (SELECT string_agg(h.id::text, ',') FROM tenant h WHERE h.provider_id = v.id) END AS "homeTenants"
    FROM provider v WHERE v.id = numbered."homeOf" AND numbered.nth = 1) home ON true`);

const SESSIONS = withHome(`
  SELECT s.token_hash AS "tokenHash", s.id AS "sessionId", s.stage, s.method, s.proved_at AS "provedAt",
    s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt", now() AS now,
    jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email, 'locale', p.locale) AS person,
    jsonb_build_object('id', m.id, 'role', m.role, 'providerId', m.provider_id, 'tenantId', m.tenant_id, 'enforced',
      EXISTS (SELECT 1 FROM identity_provider e WHERE e.enforced AND e.provider_id = m.provider_id AND e.tenant_id IS NOT DISTINCT FROM m.tenant_id)) AS membership,
    CASE WHEN i.id IS NOT NULL THEN jsonb_build_object('providerId', i.provider_id, 'tenantId', i.tenant_id) END AS "identityProviderOf",
    jsonb_build_object('id', v.id, 'name', v.name) AS provider,
    CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('id', t.id, 'name', t.name) END AS tenant,
    CASE WHEN t.id IS NOT NULL THEN t.deleted_at IS NOT NULL END AS "ownTenantDeleted",
    m.tenant_ids::text[] AS "tenantIds", m.all_tenants AS "allTenants", CASE WHEN m.tenant_id IS NULL THEN m.provider_id END AS "homeOf",
    CASE WHEN a.id IS NOT NULL THEN jsonb_build_object(
      'tenantId', a.id, 'providerId', a.provider_id, 'deleted', a.deleted_at IS NOT NULL,
      'tenant', jsonb_build_object('id', a.id, 'name', a.name), 'provider', jsonb_build_object('id', b.id, 'name', b.name),
      'delegations', (SELECT COALESCE(jsonb_agg(jsonb_build_object(${TERMS('g')})), '[]') FROM delegation g WHERE g.tenant_id = a.id AND g.grantee_id = v.id)
    ) END AS acting
  FROM session s JOIN person p ON p.id = s.person_id JOIN member m ON m.id = s.member_id AND m.person_id = s.person_id JOIN provider v ON v.id = m.provider_id
    LEFT JOIN tenant t ON t.id = m.tenant_id LEFT JOIN tenant a ON a.id = s.acting_tenant_id AND m.tenant_id IS NULL LEFT JOIN provider b ON b.id = a.provider_id
    LEFT JOIN identity_provider i ON i.id = s.identity_provider_id
  WHERE s.token_hash IN (SELECT decode(x, 'hex') FROM unnest($1::text[]) x) AND s.expires_at > now() AND p.erased_at IS NULL`);

const KEYS = withHome(`
  SELECT k.hash, k.id AS "keyId", least(k.expires_at, a.expires_at) AS "expiresAt", k.last_used_at AS "lastUsedAt", k.last_used_from AS "lastUsedFrom", now() AS now,
    jsonb_build_object('id', a.id, 'name', a.name, 'scopes', COALESCE(a.scopes, '{}'), 'addresses', COALESCE(a.addresses, '{}')) AS account,
    jsonb_build_object('id', v.id, 'name', v.name) AS provider, NULL::boolean AS "ownTenantDeleted",
    a.tenant_ids::text[] AS "tenantIds", a.all_tenants AS "allTenants", k.provider_id AS "homeOf"
  FROM api_key k JOIN service_account a ON a.id = k.service_account_id AND a.provider_id = k.provider_id JOIN provider v ON v.id = k.provider_id
  WHERE k.hash IN (SELECT decode(x, 'hex') FROM unnest($1::text[]) x) AND k.revoked_at IS NULL
    AND (k.expires_at IS NULL OR k.expires_at > now()) AND (a.expires_at IS NULL OR a.expires_at > now())`);

const hex = (hashes: readonly Uint8Array[]): string[] => hashes.map((hash) => Buffer.from(hash).toString('hex'));

/** What was found with its facts; the first row of a provider carries those of its home for all of them. */
function withFacts<T extends { readonly tenant?: { readonly id: string } | null }>(
  found: readonly (T & Columns)[],
): (T & Pick<FoundSession, 'facts'>)[] {
  const homes = new Map(found.filter(({ nth }) => Number(nth) === 1).map((row) => [row.homeOf, row]));
  return found.map((row) => {
    const home = homes.get(row.homeOf);
    const facts = {
      ownTenant: row.tenant ? { id: row.tenant.id, deleted: row.ownTenantDeleted !== false } : null,
      tenantIds: row.allTenants ? ('all' as const) : row.tenantIds,
      home: home?.home ?? [],
      homeTenants: home?.homeTenants?.split(',') ?? [],
    };
    return { ...row, facts };
  });
}

export function principals(db: Db): Principals {
  return {
    sessions: async (tokenHashes) => withFacts(await rows<Omit<FoundSession, 'facts'> & Columns>(db, SESSIONS, hex(tokenHashes))),
    keys: async (hashes) => withFacts(await rows<Omit<FoundKey, 'facts'> & Columns & { tenant?: null }>(db, KEYS, hex(hashes))),
    keyUsed: async (keyId, address) => {
      await run(db, 'UPDATE api_key SET last_used_at = now(), last_used_from = $2 WHERE id = $1::uuid', keyId, address);
    },
  };
}
