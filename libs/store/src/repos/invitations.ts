import { type Db, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, toPage } from '../page.js';
import type { InvitationRow, Invitations } from '../types/invitations.js';
import { circleValues, IN_CIRCLE, setValues } from './members.js';

interface Columns extends Omit<InvitationRow, 'tenantIds' | 'invitedBy'> {
  readonly tenantIds: string[];
  readonly allTenants: boolean;
  readonly inviterId: string;
  readonly inviterName: string | null;
}

const SELECT = `SELECT i.id, i.provider_id AS "providerId", i.tenant_id AS "tenantId", i.email, i.role, i.tenant_ids::text[] AS "tenantIds", i.all_tenants AS "allTenants",
    i.locale, i.round, i.token_hash AS "tokenHash", i.invited_by AS "inviterId", b.name AS "inviterName", p.name AS "providerName", t.name AS "tenantName",
    CASE WHEN i.accepted_at IS NOT NULL THEN 'accepted' WHEN i.revoked_at IS NOT NULL OR t.deleted_at IS NOT NULL THEN 'revoked'
      WHEN i.expires_at <= now() THEN 'expired' ELSE 'open' END AS state,
    i.created_at AS "createdAt", i.expires_at AS "expiresAt"
  FROM invitation i JOIN provider p ON p.id = i.provider_id LEFT JOIN tenant t ON t.id = i.tenant_id LEFT JOIN person b ON b.id = i.invited_by`;

const OPEN = 'accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()';
const FROM_NOW = (parameter: string): string => `now() + ${parameter}::double precision * interval '1 millisecond'`;

const toInvitation = ({ allTenants, tenantIds, inviterId, inviterName, ...invitation }: Columns): InvitationRow => ({
  ...invitation,
  tenantIds: allTenants ? 'all' : tenantIds,
  invitedBy: inviterName === null ? null : { id: inviterId, name: inviterName },
});

export function invitations(db: Db): Invitations {
  const one = async (where: string, ...values: unknown[]): Promise<InvitationRow | null> => {
    const found = await row<Columns>(db, `${SELECT} WHERE ${where}`, ...values);
    return found && toInvitation(found);
  };
  const find = async (id: string) => (isUuid(id) ? one('i.id = $1::uuid', id) : null);
  return {
    find,
    async list(circle, page) {
      const found = await rows<Columns>(
        db,
        `${SELECT} WHERE ${IN_CIRCLE('i')} AND ($3::timestamptz IS NULL OR (i.created_at, i.id) < ($3::timestamptz, $4::uuid))
         ORDER BY i.created_at DESC, i.id DESC LIMIT $5::int`,
        ...circleValues(circle),
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        fetchLimit(page),
      );
      return toPage(found.map(toInvitation), page, (i) => ({ createdAt: i.createdAt, id: i.id }));
    },
    lock: async (providerId, id) =>
      isUuid(id) ? one('i.provider_id = $1::uuid AND i.id = $2::uuid FOR UPDATE OF i', providerId, id) : null,
    findByToken: (tokenHash) => one('i.token_hash = $1', tokenHash),
    openFor: (circle, email) =>
      one(
        `${IN_CIRCLE('i')} AND i.email = lower($3) AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now() LIMIT 1`,
        ...circleValues(circle),
        email.trim(),
      ),
    async create(values) {
      await run(
        db,
        `INSERT INTO invitation (provider_id, tenant_id, id, email, role, tenant_ids, all_tenants, locale, token_hash, invited_by, expires_at)
         VALUES ($1::uuid, $2::uuid, $3::uuid, lower($4), $5, $6::uuid[], $7::boolean, $8, $9, $10::uuid, ${FROM_NOW('$11')})`,
        ...circleValues(values.circle),
        values.id,
        values.email.trim(),
        values.terms.role,
        ...setValues(values.terms.tenantIds),
        values.locale,
        values.tokenHash,
        values.invitedBy,
        values.lifetimeMs,
      );
      const made = await find(values.id);
      if (!made) throw new Error('the invitation was not inserted');
      return made;
    },
    async renew(id, tokenHash, lifetimeMs) {
      const renewed = await run(
        db,
        `UPDATE invitation SET token_hash = $2, round = round + 1, expires_at = ${FROM_NOW('$3')}
         WHERE id = $1::uuid AND accepted_at IS NULL AND revoked_at IS NULL`,
        id,
        tokenHash,
        lifetimeMs,
      );
      return renewed > 0 ? find(id) : null;
    },
    revoke: async (providerId, id) =>
      (await run(
        db,
        `UPDATE invitation SET revoked_at = now() WHERE provider_id = $1::uuid AND id = $2::uuid AND accepted_at IS NULL AND revoked_at IS NULL`,
        providerId,
        id,
      )) > 0,
    revokeOpenBy: (personId, { providerId, tenantId }) =>
      run(
        db,
        `UPDATE invitation SET revoked_at = now() WHERE invited_by = $1::uuid AND provider_id = $2::uuid AND ($3::uuid IS NULL OR tenant_id = $3::uuid) AND ${OPEN}`,
        personId,
        providerId,
        tenantId,
      ),
    async accept(tokenHash) {
      // The one statement that uses it up: the second of two waits for the first's lock and then finds nothing open.
      const used = await row<{ id: string }>(
        db,
        `UPDATE invitation SET accepted_at = now() WHERE token_hash = $1 AND ${OPEN}
           AND (tenant_id IS NULL OR EXISTS (SELECT 1 FROM tenant t WHERE t.id = invitation.tenant_id AND t.deleted_at IS NULL)) RETURNING id`,
        tokenHash,
      );
      return used && find(used.id);
    },
  };
}
