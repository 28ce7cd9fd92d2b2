import type { Circle } from '@stellwerk/domain';
import { type Db, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, likePattern, toPage } from '../page.js';
import type { MemberDetail, Members } from '../types/members.js';

type Columns = Omit<MemberDetail, 'tenantIds'> & { readonly tenantIds: string[]; readonly allTenants: boolean };

const SELECT = `SELECT m.id, m.person_id AS "personId", m.provider_id AS "providerId", m.tenant_id AS "tenantId", p.email, p.name, m.role,
    m.tenant_ids::text[] AS "tenantIds", m.all_tenants AS "allTenants",
    (p.totp_confirmed_at IS NOT NULL OR EXISTS (SELECT 1 FROM passkey k WHERE k.person_id = p.id)) AS "secondFactor",
    (SELECT max(s.last_seen_at) FROM session s WHERE s.member_id = m.id) AS "lastSeenAt", m.created_at AS "createdAt", m.version
  FROM member m JOIN person p ON p.id = m.person_id`;

const toDetail = ({ allTenants, tenantIds, ...member }: Columns): MemberDetail => ({
  ...member,
  tenantIds: allTenants ? 'all' : tenantIds,
});

/** The circle in the parameters $1 and $2. */
export const IN_CIRCLE = (alias: string): string => `${alias}.provider_id = $1::uuid AND ${alias}.tenant_id IS NOT DISTINCT FROM $2::uuid`;
export const circleValues = ({ providerId, tenantId }: Circle): [string, string | null] => [providerId, tenantId];

/** What the columns tenant_ids and all_tenants hold. */
export const setValues = (tenantIds: 'all' | readonly string[]): [readonly string[], boolean] =>
  tenantIds === 'all' ? [[], true] : [tenantIds, false];

export function members(db: Db): Members {
  const one = async (where: string, ...values: unknown[]): Promise<MemberDetail | null> => {
    const found = await row<Columns>(db, `${SELECT} WHERE ${where}`, ...values);
    return found && toDetail(found);
  };
  const find = async (providerId: string, id: string) =>
    isUuid(id) ? one('m.provider_id = $1::uuid AND m.id = $2::uuid', providerId, id) : null;
  return {
    find,
    async list(circle, page) {
      const found = await rows<Columns>(
        db,
        `${SELECT} WHERE ${IN_CIRCLE('m')} AND ($3::text IS NULL OR p.name ILIKE $3 OR p.email ILIKE $3)
           AND ($4::timestamptz IS NULL OR (m.created_at, m.id) > ($4::timestamptz, $5::uuid))
         ORDER BY m.created_at, m.id LIMIT $6::int`,
        ...circleValues(circle),
        likePattern(page.search),
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        fetchLimit(page),
      );
      return toPage(found.map(toDetail), page, (m) => ({ createdAt: m.createdAt, id: m.id }));
    },
    async lock(providerId, id) {
      if (!isUuid(id)) return null;
      const held = await row<object>(db, 'SELECT 1 FROM member WHERE provider_id = $1::uuid AND id = $2::uuid FOR UPDATE', providerId, id);
      return held && find(providerId, id);
    },
    ofPersonIn: (circle, personId) => one(`${IN_CIRCLE('m')} AND m.person_id = $3::uuid`, ...circleValues(circle), personId),
    ofPerson: (personId) =>
      rows(
        db,
        `SELECT id, provider_id AS "providerId", tenant_id AS "tenantId", role FROM member WHERE person_id = $1::uuid ORDER BY created_at, id`,
        personId,
      ),
    async lockOwners(providerId) {
      await run(db, 'SELECT 1 FROM provider WHERE id = $1::uuid FOR NO KEY UPDATE', providerId);
      // A statement of its own: it sees what was committed while the lock was waited for.
      const owners = await rows<{ id: string }>(
        db,
        `SELECT id FROM member WHERE provider_id = $1::uuid AND tenant_id IS NULL AND role = 'owner'`,
        providerId,
      );
      return owners.map(({ id }) => id);
    },
    async add(circle, personId, terms) {
      const made = await row<{ id: string }>(
        db,
        `INSERT INTO member (provider_id, tenant_id, person_id, role, tenant_ids, all_tenants) VALUES ($1::uuid, $2::uuid, $3::uuid, $4, $5::uuid[], $6::boolean)
         ON CONFLICT DO NOTHING RETURNING id`,
        ...circleValues(circle),
        personId,
        terms.role,
        ...setValues(terms.tenantIds),
      );
      return made && find(circle.providerId, made.id);
    },
    async replace(providerId, id, terms) {
      const changed = await run(
        db,
        `UPDATE member SET role = $3, tenant_ids = $4::uuid[], all_tenants = $5::boolean, updated_at = now() WHERE provider_id = $1::uuid AND id = $2::uuid`,
        providerId,
        id,
        terms.role,
        ...setValues(terms.tenantIds),
      );
      return changed > 0 ? find(providerId, id) : null;
    },
    remove: async (providerId, id) =>
      isUuid(id) && (await run(db, 'DELETE FROM member WHERE provider_id = $1::uuid AND id = $2::uuid', providerId, id)) > 0,
    async tenantsOutOfReach(providerId, tenantIds) {
      const out = await rows<{ id: string }>(
        db,
        `SELECT wanted.id FROM unnest($2::uuid[]) AS wanted (id) WHERE NOT EXISTS (
           SELECT 1 FROM tenant t WHERE t.id = wanted.id AND (t.provider_id = $1::uuid OR EXISTS (
             SELECT 1 FROM delegation d WHERE d.tenant_id = t.id AND d.grantee_id = $1::uuid AND d.status = 'active' AND (d.until IS NULL OR d.until > now()))))`,
        providerId,
        tenantIds,
      );
      return out.map(({ id }) => id);
    },
  };
}
