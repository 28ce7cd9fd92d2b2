import { type Db, row, run } from '../db.js';
import type { PersonalData, PersonalRecords } from '../types/personal-data.js';

/** Of a row with provider and tenant: in the circle $2/$3. A provider's reaches into its customers; null is everywhere. */
const WITHIN = (alias: string): string =>
  `($2::uuid IS NULL OR ${alias}.provider_id = $2::uuid AND ($3::uuid IS NULL OR ${alias}.tenant_id = $3::uuid))`;

/** Each subject: its rows as JSON objects, oldest first. $1 is the person, $4 the e-mail address. */
const SUBJECTS = {
  memberships: `SELECT m.id, m.role, m.provider_id, p.name AS provider, m.tenant_id, t.name AS tenant, m.all_tenants, m.tenant_ids, m.created_at
    FROM member m JOIN provider p ON p.id = m.provider_id LEFT JOIN tenant t ON t.id = m.tenant_id WHERE m.person_id = $1::uuid AND ${WITHIN('m')} ORDER BY m.created_at`,
  sessions: `SELECT s.id, s.method, s.stage, s.address, s.user_agent, s.created_at, s.last_seen_at, s.expires_at
    FROM session s JOIN member m ON m.id = s.member_id WHERE s.person_id = $1::uuid AND ${WITHIN('m')} ORDER BY s.created_at`,
  invitations: `SELECT i.id, i.email, i.role, i.provider_id, i.tenant_id, i.created_at, i.expires_at, i.accepted_at, i.revoked_at, i.invited_by = $1::uuid AS sent
    FROM invitation i WHERE (i.email = $4 OR i.invited_by = $1::uuid) AND ${WITHIN('i')} ORDER BY i.created_at`,
  notifications: `SELECT n.id, n.kind, n.params, n.created_at, n.read_at, n.mailed_at FROM notification n
    WHERE (n.person_id = $1::uuid OR n.email = $4) AND ${WITHIN('n')} ORDER BY n.created_at`,
  requests: `SELECT r.id, r.kind, r.status, r.reason, r.created_at, r.decided_at FROM request r WHERE r.created_by = $1::uuid AND ${WITHIN('r')} ORDER BY r.created_at`,
  requestEvents: `SELECT e.id, e.request_id, e.at, e.kind, e.text FROM request_event e WHERE e.person_id = $1::uuid AND ${WITHIN('e')} ORDER BY e.id`,
  approvals: `SELECT a.request_id, a.at FROM request_approval a WHERE a.person_id = $1::uuid AND ${WITHIN('a')} ORDER BY a.at`,
  delegations: `SELECT d.id, d.tenant_id, d.status, d.note, d.created_at, d.decided_at FROM delegation d
    WHERE (d.created_by = $1::uuid OR d.decided_by = $1::uuid) AND ${WITHIN('d')} ORDER BY d.created_at`,
  timeline: `SELECT e.tunnel_id, e.at, e.kind FROM tunnel_event e WHERE e.actor = $4 AND ${WITHIN('e')} ORDER BY e.id`,
  audit: `SELECT e.provider_id, e.seq, e.at, e.action, e.outcome, e.tenant_id,
      CASE WHEN e.actor_id = $1::uuid OR e.actor_kind = 'unknown' THEN e.personal::jsonb ELSE e.personal::jsonb - '{actor,address,userAgent,personIds}'::text[] END AS personal
    FROM audit_event e
    WHERE (e.actor_id = $1::uuid OR e.target_id = $1::text OR e.personal LIKE $5 OR e.personal LIKE $6) AND ${WITHIN('e')} ORDER BY e.provider_id, e.seq`,
};

/** What belongs to the account itself, and so to no provider alone. */
const ACCOUNT = {
  passkeys: `SELECT k.id, k.name, k.transports, k.backed_up, k.created_at, k.last_used_at FROM passkey k WHERE k.person_id = $1::uuid ORDER BY k.created_at`,
  identities: `SELECT x.id, x.issuer, x.subject, x.created_at, x.last_used_at FROM external_identity x WHERE x.person_id = $1::uuid ORDER BY x.created_at`,
  recoveryCodes: `SELECT c.used_at FROM recovery_code c WHERE c.person_id = $1::uuid`,
};

/** A LIKE pattern for JSON text in which this is a whole string: `a@b.de` is not part of `ba@b.de`. */
const whole = (text: string): string => `%${JSON.stringify(text).replace(/[\\%_]/g, '\\$&')}%`;

export function personalData(db: Db): PersonalData {
  const emailOf = async (personId: string): Promise<string | null> =>
    (await row<{ email: string }>(db, 'SELECT email FROM person WHERE id = $1::uuid', personId))?.email ?? null;
  /** `given` names every parameter with its type: a subject need not use them all. */
  const listed = async (sql: string, values: readonly unknown[]): Promise<unknown> =>
    (
      await row<{ items: unknown }>(
        db,
        `WITH given AS (SELECT $1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::text)
         SELECT COALESCE(json_agg(to_jsonb(found)), '[]') AS items FROM (${sql}) found`,
        ...values,
      )
    )?.items;

  return {
    async collect(personId, within, account = within === null) {
      const email = await emailOf(personId);
      if (email === null) return null;
      const person = await row<{ person: PersonalRecords }>(
        db,
        `SELECT jsonb_build_object('id', id, 'email', email, 'name', name, 'locale', locale, 'createdAt', created_at,
           'authenticatorAppSince', totp_confirmed_at, 'hasPassword', password_hash IS NOT NULL) AS person FROM person WHERE id = $1::uuid`,
        personId,
      );
      const found: Record<string, unknown> = { ...person };
      const values = [personId, within?.providerId ?? null, within?.tenantId ?? null, email, whole(personId), whole(email)];
      const subjects = { ...SUBJECTS, ...(account ? ACCOUNT : {}) };
      for (const [subject, sql] of Object.entries(subjects)) found[subject] = await listed(sql, values);
      return found;
    },
    async eraseTraces(personId, within) {
      const email = await emailOf(personId);
      if (email === null) return 0;
      const place = [within?.providerId ?? null, within?.tenantId ?? null];
      await run(db, `UPDATE tunnel_event e SET actor = NULL WHERE e.actor = $1 AND ${WITHIN('e')}`, email, ...place);
      return run(
        db,
        `UPDATE audit_event e SET personal = NULL, salt = NULL WHERE e.personal IS NOT NULL
           AND (e.actor_id = $1::uuid OR e.target_id = $1::text OR e.personal LIKE $4 OR e.personal LIKE $5) AND ${WITHIN('e')}`,
        personId,
        ...place,
        whole(personId),
        whole(email),
      );
    },
    async eraseAccount(personId) {
      const email = await emailOf(personId);
      if (email === null) return;
      for (const table of ['session', 'passkey', 'recovery_code', 'external_identity', 'member'])
        await run(db, `DELETE FROM ${table} WHERE person_id = $1::uuid`, personId);
      await run(db, 'DELETE FROM notification WHERE person_id = $1::uuid OR email = $2', personId, email);
      await run(db, 'DELETE FROM invitation WHERE email = $1', email);
      await run(db, 'DELETE FROM idempotency_key WHERE principal_id = $1::uuid', personId);
      await run(db, 'DELETE FROM identity_key WHERE owner_id = $1::uuid', personId);
      await run(
        db,
        `UPDATE person SET email = 'erased-' || id || '@erased.invalid', name = '–', password_hash = NULL, password_one_time = false, totp_secret = NULL, totp_key_id = NULL,
           totp_key_version = NULL, totp_confirmed_at = NULL, totp_last_step = NULL, erased_at = now(), updated_at = now() WHERE id = $1::uuid`,
        personId,
      );
    },
  };
}
