import { type Db, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, likePattern, toPage } from '../page.js';
import type { DueRequest, DueRequests, RequestEventRow, RequestRow, Requests } from '../types/requests.js';
import { conclude } from './conclude.js';
import { type Columns, findRequest, lockRequest, REQUEST, toRequest } from './request-sql.js';

/** Behind both doors: what can be seen is the policies' business. */
export function requests(db: Db): Requests {
  /** Runs an update that may touch the row or not, and reads what became of it. */
  const changed = async (id: string, sql: string, ...values: unknown[]): Promise<RequestRow | null> =>
    isUuid(id) && (await run(db, sql, id, ...values)) > 0 ? findRequest(db, id) : null;
  return {
    find: (id) => findRequest(db, id),
    lock: (id) => lockRequest(db, id),
    conclude: (id, act) => conclude(db, id, act),
    async list(page) {
      const found = await rows<Columns>(
        db,
        `${REQUEST} WHERE ($1::timestamptz IS NULL OR (r.created_at, r.id) < ($1::timestamptz, $2::uuid))
           AND ($3::uuid IS NULL OR r.tenant_id = $3::uuid) AND ($4::text IS NULL OR r.status = $4) AND ($5::uuid IS NULL OR r.created_by = $5::uuid)
           AND ($6::text IS NULL OR r.asked->>'name' ILIKE $6 OR r.reason ILIKE $6 OR p.name ILIKE $6 OR n.name ILIKE $6)
         ORDER BY r.created_at DESC, r.id DESC LIMIT $7::int`,
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        page.tenantId ?? null,
        page.status ?? null,
        page.createdBy ?? null,
        likePattern(page.search),
        fetchLimit(page),
      );
      return toPage(found.map(toRequest), page, (r) => ({ createdAt: r.createdAt, id: r.id }));
    },
    async create(values) {
      const made = await row<{ id: string }>(
        db,
        `INSERT INTO request (provider_id, tenant_id, pbx_id, kind, tunnel_id, status, template, asked, asked_ends_at, reason, approvers_required, created_by)
         SELECT p.provider_id, p.tenant_id, p.id, $2, $3::uuid, 'pending', $4, $5::jsonb, $6::timestamptz, $7, $8::int, $9::uuid
         FROM pbx p WHERE p.id = $1::uuid RETURNING id`,
        values.asked.pbxId,
        values.kind,
        values.tunnelId,
        values.template,
        JSON.stringify(values.asked),
        values.askedEndsAt,
        values.reason,
        values.approversRequired,
        values.createdBy,
      );
      return made ? findRequest(db, made.id) : null;
    },
    async replace(id, values) {
      if (!isUuid(id)) return null;
      await run(db, 'DELETE FROM request_approval WHERE request_id = $1::uuid', id);
      return changed(
        id,
        `UPDATE request SET template = $2, asked = $3::jsonb, asked_ends_at = $4::timestamptz, reason = $5, approvers_required = $6::int, updated_at = now()
         WHERE id = $1::uuid AND status = 'pending'`,
        values.template,
        JSON.stringify(values.asked),
        values.askedEndsAt,
        values.reason,
        values.approversRequired,
      );
    },
    async approve(id, { personId, agreed }) {
      const given = await run(
        db,
        `INSERT INTO request_approval (request_id, person_id, provider_id, tenant_id, agreed)
         SELECT r.id, $2::uuid, r.provider_id, r.tenant_id, $3 FROM request r WHERE r.id = $1::uuid ON CONFLICT (request_id, person_id) DO NOTHING`,
        id,
        personId,
        agreed,
      );
      return given > 0;
    },
    settle: (id, { approved, approvedEndsAt, tunnelId, replaced }) =>
      changed(
        id,
        `UPDATE request r SET status = 'approved', approved = $2::jsonb, approved_ends_at = $3::timestamptz, tunnel_id = $4::uuid, replaced = $5::jsonb,
           decided_at = now(), updated_at = now() WHERE r.id = $1::uuid AND r.status = 'pending'`,
        JSON.stringify(approved),
        approvedEndsAt,
        tunnelId,
        replaced === null ? null : JSON.stringify(replaced),
      ),
    close: (id, status) =>
      changed(
        id,
        `UPDATE request SET status = $2, decided_at = now(), updated_at = now() WHERE id = $1::uuid AND status = 'pending'`,
        status,
      ),
    async approvedFor(tunnelId) {
      if (!isUuid(tunnelId)) return [];
      const found = await rows<{ id: string }>(
        db,
        `SELECT id FROM request WHERE tunnel_id = $1::uuid AND status = 'approved' ORDER BY created_at, id`,
        tunnelId,
      );
      return found.map((r) => r.id);
    },
    events: async (id) =>
      isUuid(id)
        ? rows<RequestEventRow>(
            db,
            `SELECT e.id::text, e.at, e.kind, e.side, e.text, e.data,
               CASE WHEN e.person_id IS NOT NULL THEN COALESCE((SELECT b.name FROM names_of(ARRAY[e.person_id]) b LIMIT 1), '–') END AS by
             FROM request_event e WHERE e.request_id = $1::uuid ORDER BY e.id`,
            id,
          )
        : [],
    async tell(event) {
      await run(
        db,
        `INSERT INTO request_event (request_id, provider_id, tenant_id, kind, person_id, side, text, data)
         SELECT r.id, r.provider_id, r.tenant_id, $2, $3::uuid, $4, $5, $6::jsonb FROM request r WHERE r.id = $1::uuid`,
        event.requestId,
        event.kind,
        event.personId ?? null,
        event.side ?? null,
        event.text ?? null,
        event.data === undefined || event.data === null ? null : JSON.stringify(event.data),
      );
    },
  };
}

export const dueRequests = (db: Db): DueRequests => ({
  requests: (limit) =>
    rows<DueRequest>(
      db,
      `SELECT id, provider_id AS "providerId", tenant_id AS "tenantId" FROM request
       WHERE status = 'approved' AND approved_ends_at <= clock_timestamp() ORDER BY approved_ends_at LIMIT $1::int`,
      limit,
    ),
  tunnels: (limit) =>
    rows<DueRequest>(
      db,
      `SELECT t.id, t.provider_id AS "providerId", t.tenant_id AS "tenantId" FROM tunnel t
       WHERE t.enabled AND t.ends_at <= clock_timestamp()
         AND NOT EXISTS (SELECT 1 FROM request r WHERE r.id = t.request_id AND r.status = 'approved') ORDER BY t.ends_at LIMIT $1::int`,
      limit,
    ),
});
