import { type Db, isUuid, row, rows, run } from '../db.js';
import type { SessionRow, Sessions } from '../types/identity.js';

const SESSION = `s.id, s.person_id AS "personId", s.member_id AS "memberId", s.stage, s.method, s.identity_provider_id AS "identityProviderId",
  (SELECT jsonb_build_object('providerId', i.provider_id, 'tenantId', i.tenant_id) FROM identity_provider i WHERE i.id = s.identity_provider_id) AS "identityProviderOf",
  s.acting_tenant_id AS "actingTenantId", s.proved_at AS "provedAt", s.address, s.user_agent AS "userAgent", s.created_at AS "createdAt",
  s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt"`;

/** When a session in this stage ends, by the spans in the parameters `from` (idle), `from + 1` (absolute) and `from + 2` (unfinished). */
const endOf = (stage: string, from: number): string => {
  const ms = (n: number) => `$${n}::double precision * interval '1 millisecond'`;
  return `CASE WHEN ${stage} = 'full' THEN least(now() + ${ms(from)}, created_at + ${ms(from + 1)}) ELSE created_at + ${ms(from + 2)} END`;
};

export function sessions(db: Db): Sessions {
  return {
    start: async (s) =>
      isUuid(s.memberId)
        ? row<SessionRow>(
            db,
            `INSERT INTO session AS s (person_id, member_id, token_hash, stage, method, identity_provider_id, address, user_agent, expires_at)
             SELECT m.person_id, m.id, $2, $3, $4, $5::uuid, $6, $7, now() + $8::double precision * interval '1 millisecond'
             FROM member m WHERE m.id = $1::uuid RETURNING ${SESSION}`,
            s.memberId,
            s.tokenHash,
            s.stage,
            s.method,
            s.identityProviderId ?? null,
            s.address,
            s.userAgent,
            s.lifetimeMs,
          )
        : null,
    touch: async (tokenHash, { idleMs, absoluteMs, unfinishedMs }) => {
      await run(
        db,
        `UPDATE session SET last_seen_at = now(), expires_at = ${endOf('stage', 2)}
         WHERE token_hash = $1 AND expires_at > now() AND last_seen_at < now() - interval '1 minute'`,
        tokenHash,
        idleMs,
        absoluteMs,
        unfinishedMs,
      );
    },
    async renew(id, changes, { idleMs, absoluteMs, unfinishedMs }) {
      if (!isUuid(id)) return null;
      return row<SessionRow>(
        db,
        `UPDATE session AS s SET token_hash = $2, stage = COALESCE($3, stage), proved_at = CASE WHEN $4::boolean THEN now() ELSE proved_at END,
           member_id = COALESCE($5::uuid, member_id), acting_tenant_id = CASE WHEN $6::boolean THEN $7::uuid ELSE acting_tenant_id END,
           last_seen_at = now(), expires_at = ${endOf('COALESCE($3, stage)', 8)}
         WHERE id = $1::uuid AND expires_at > now() RETURNING ${SESSION}`,
        id,
        changes.tokenHash,
        changes.stage ?? null,
        changes.proved ?? false,
        changes.memberId ?? null,
        changes.actingTenantId !== undefined,
        changes.actingTenantId ?? null,
        idleMs,
        absoluteMs,
        unfinishedMs,
      );
    },
    find: async (id) =>
      isUuid(id) ? row<SessionRow>(db, `SELECT ${SESSION} FROM session s WHERE s.id = $1::uuid AND s.expires_at > now()`, id) : null,
    ofPerson: (personId) =>
      rows<SessionRow>(
        db,
        `SELECT ${SESSION} FROM session s WHERE s.person_id = $1::uuid AND s.expires_at > now() ORDER BY s.last_seen_at DESC, s.id`,
        personId,
      ),
    end: async (personId, id) =>
      isUuid(id) && (await run(db, 'DELETE FROM session WHERE id = $1::uuid AND person_id = $2::uuid', id, personId)) > 0,
    endOthers: (personId, keepId) =>
      run(db, 'DELETE FROM session WHERE person_id = $1::uuid AND id IS DISTINCT FROM $2::uuid', personId, keepId),
  };
}
