import { type Db, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, likePattern, toPage } from '../page.js';
import type { CheckFindings, FindingRow } from '../types/checks.js';
import { FINDING, FINDING_FROM, findFinding, URGENCY } from './check-sql.js';

const MUTED = 'f.muted_until > now()';
const STATE = `CASE $1 WHEN 'open' THEN f.closed_at IS NULL AND (${MUTED}) IS NOT TRUE WHEN 'muted' THEN f.closed_at IS NULL AND ${MUTED}
  WHEN 'closed' THEN f.closed_at IS NOT NULL ELSE true END`;

export function checkFindings(db: Db): CheckFindings {
  const changed = async (id: string, sql: string, ...values: unknown[]): Promise<FindingRow | null> =>
    isUuid(id) && (await run(db, sql, id, ...values)) > 0 ? findFinding(db, id) : null;
  return {
    find: (id) => findFinding(db, id),
    lock: async (id) =>
      isUuid(id) && (await row(db, 'SELECT 1 FROM check_finding WHERE id = $1::uuid FOR NO KEY UPDATE', id)) ? findFinding(db, id) : null,
    async list(page) {
      const found = await rows<FindingRow & { urgency: Date }>(
        db,
        `SELECT * FROM (${FINDING}, ${URGENCY} AS urgency FROM ${FINDING_FROM}
           WHERE ${STATE} AND ($2::uuid IS NULL OR f.tenant_id = $2::uuid) AND ($3::uuid IS NULL OR c.pbx_id = $3::uuid) AND ($4::uuid IS NULL OR f.check_id = $4::uuid)
             AND ($5::text IS NULL OR f.severity = $5) AND ($6::text IS NULL OR f.rule = $6) AND ($7::timestamptz IS NULL OR f.breaks_at <= $7::timestamptz)
             AND ($8::text IS NULL OR concat_ws(' ', c.name, t.name, p.name, f.code, f.subject) ILIKE $8)) AS s
         WHERE ($9::timestamptz IS NULL OR (s.urgency, s.id) > ($9::timestamptz, $10::uuid)) ORDER BY s.urgency, s.id LIMIT $11::int`,
        page.state,
        page.tenantId ?? null,
        page.pbxId ?? null,
        page.checkId ?? null,
        page.severity ?? null,
        page.rule ?? null,
        page.breaksBefore ?? null,
        likePattern(page.search),
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        fetchLimit(page),
      );
      return toPage(found, page, (f) => ({ createdAt: f.urgency, id: f.id }));
    },
    mute: (id, { until, by, reason }) =>
      changed(
        id,
        'UPDATE check_finding SET muted_until = $2::timestamptz, muted_by = $3::uuid, mute_reason = $4 WHERE id = $1::uuid',
        until,
        by,
        reason,
      ),
    unmute: (id) => changed(id, 'UPDATE check_finding SET muted_until = NULL, muted_by = NULL, mute_reason = NULL WHERE id = $1::uuid'),
    upcoming: ({ tenantId, pbxId, until, limit }) =>
      rows<FindingRow>(
        db,
        `${FINDING} FROM ${FINDING_FROM} WHERE f.closed_at IS NULL AND (f.breaks_at IS NULL OR f.breaks_at <= $1::timestamptz) AND ($2::uuid IS NULL OR f.tenant_id = $2::uuid)
           AND ($3::uuid IS NULL OR c.pbx_id = $3::uuid) ORDER BY ${URGENCY}, f.id LIMIT $4::int`,
        until,
        tenantId ?? null,
        pbxId ?? null,
        limit,
      ),
  };
}
