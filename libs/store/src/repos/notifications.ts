import type { Circle } from '@stellwerk/domain';
import { type Db, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, toPage } from '../page.js';
import type { DueMail, NotificationRow, Notifications, Tell } from '../types/notification.js';

const COLUMNS = `n.id, n.person_id AS "personId", n.kind, n.params, n.tenant_id AS "tenantId", n.created_at AS "createdAt", n.read_at AS "readAt"`;
const MS = `* interval '1 millisecond'`;

/** Of a notification that a side has told; the side's provider and tenant are the parameters `from` and `from + 1`. No provider: whoever told it. */
const TOLD_WITHIN = (
  from: number,
): string => `($${from}::uuid IS NULL OR CASE WHEN $${from + 1}::uuid IS NOT NULL THEN n.tenant_id = $${from + 1}::uuid
  ELSE (n.tenant_id IS NULL AND n.provider_id = $${from}::uuid)
    OR EXISTS (SELECT 1 FROM delegation d WHERE d.tenant_id = n.tenant_id AND d.grantee_id = $${from}::uuid AND d.status = 'active' AND (d.until IS NULL OR d.until > now())) END)`;
const sideValues = (within: Circle | null | undefined): (string | null)[] => [within?.providerId ?? null, within?.tenantId ?? null];

/** The recipients are looked up by a function of the database: the application's role may not read members. */
export const tell = (db: Db): Tell => ({
  async tell(t) {
    const told = await row<{ told: number }>(
      db,
      `SELECT tell_members($1::uuid, $2::uuid, $3, $4::jsonb, $5::text[], $6::text[], $7::uuid[], $8::uuid) AS told`,
      t.providerId,
      t.tenantId,
      t.kind,
      JSON.stringify(t.params),
      t.providerRoles ?? [],
      t.tenantRoles ?? [],
      t.persons ?? [],
      t.except ?? null,
    );
    return told?.told ?? 0;
  },
});

export function notifications(db: Db): Notifications {
  return {
    ...tell(db),
    async tellAddress(to) {
      await run(
        db,
        `INSERT INTO notification (email, locale, provider_id, tenant_id, kind, params) VALUES ($1, $2, $3::uuid, $4::uuid, $5, $6::jsonb)`,
        to.email,
        to.locale,
        to.providerId,
        to.tenantId,
        to.kind,
        JSON.stringify(to.params),
      );
    },
    async list(personId, page) {
      const found = await rows<NotificationRow>(
        db,
        `SELECT ${COLUMNS} FROM notification n WHERE n.person_id = $1::uuid AND ($2::boolean IS NOT TRUE OR n.read_at IS NULL)
           AND ($3::timestamptz IS NULL OR (n.created_at, n.id) < ($3::timestamptz, $4::uuid)) AND ${TOLD_WITHIN(6)}
         ORDER BY n.created_at DESC, n.id DESC LIMIT $5::int`,
        personId,
        page.unread ?? false,
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        fetchLimit(page),
        ...sideValues(page.within),
      );
      return toPage(found, page, (n) => ({ createdAt: n.createdAt, id: n.id }));
    },
    async unread(personId, within) {
      const found = await row<{ n: number }>(
        db,
        `SELECT count(*)::int AS n FROM notification n WHERE n.person_id = $1::uuid AND n.read_at IS NULL AND ${TOLD_WITHIN(2)}`,
        personId,
        ...sideValues(within),
      );
      return found?.n ?? 0;
    },
    markRead: async (personId, id, within) =>
      (id === null || isUuid(id)) &&
      (await run(
        db,
        `UPDATE notification n SET read_at = COALESCE(read_at, now()) WHERE n.person_id = $1::uuid AND ($2::uuid IS NULL OR n.id = $2::uuid) AND ${TOLD_WITHIN(3)}`,
        personId,
        id,
        ...sideValues(within),
      )) > 0,
    async takeDue({ limit, retryInMs, giveUpMs }) {
      await run(
        db,
        `UPDATE notification SET mail_due_at = NULL, mail_error = COALESCE(mail_error, 'given up')
         WHERE mail_due_at <= now() AND mailed_at IS NULL AND created_at < now() - $1::double precision ${MS}`,
        giveUpMs,
      );
      return rows<DueMail>(
        db,
        `WITH due AS (SELECT id FROM notification WHERE mail_due_at <= now() AND mailed_at IS NULL ORDER BY mail_due_at LIMIT $1::int FOR UPDATE SKIP LOCKED)
         UPDATE notification n SET mail_due_at = now() + $2::double precision ${MS}, mail_tries = mail_tries + 1
         FROM due, (SELECT NULL::uuid AS id, NULL::text AS email, NULL::text AS locale UNION ALL SELECT id, email, locale FROM person WHERE erased_at IS NULL) p
         WHERE n.id = due.id AND (p.id = n.person_id OR (p.id IS NULL AND n.person_id IS NULL))
         RETURNING n.id, COALESCE(p.email, n.email) AS email, COALESCE(p.locale, n.locale) AS locale, n.kind, n.params, n.mail_tries AS tries`,
        limit,
        retryInMs,
      );
    },
    async mailed(id) {
      await run(db, `UPDATE notification SET mailed_at = now(), mail_due_at = NULL, mail_error = NULL WHERE id = $1::uuid`, id);
    },
    async notMailed(id, error, retryInMs) {
      await run(
        db,
        `UPDATE notification SET mail_error = $2, mail_due_at = now() + $3::double precision ${MS} WHERE id = $1::uuid`,
        id,
        error.slice(0, 300),
        retryInMs,
      );
    },
    purge: (olderThanMs, limit) =>
      run(
        db,
        `DELETE FROM notification WHERE id IN (SELECT id FROM notification WHERE created_at < now() - $1::double precision ${MS} ORDER BY created_at LIMIT $2::int)`,
        olderThanMs,
        limit,
      ),
  };
}
