import { type Db, isUuid, row } from '../db.js';
import type { RequestRow } from '../types/requests.js';

/** Needs `r` (the request) to be narrowed. */
export const REQUEST = `SELECT r.id, r.provider_id AS "providerId", r.tenant_id AS "tenantId", n.name AS "tenantName", r.pbx_id AS "pbxId", p.name AS "pbxName",
  r.kind, r.tunnel_id AS "tunnelId", r.status, r.template, r.asked, r.asked_ends_at AS "askedEndsAt", r.approved, r.approved_ends_at AS "approvedEndsAt",
  r.replaced, r.reason, CASE WHEN r.status = 'pending' THEN GREATEST(r.approvers_required, q.approvers_required) ELSE r.approvers_required END AS "approversRequired",
  r.version, r.created_by AS "createdBy", COALESCE((SELECT b.name FROM names_of(ARRAY[r.created_by]) b LIMIT 1), '–') AS "requestedBy",
  r.created_at AS "createdAt", r.updated_at AS "updatedAt", r.decided_at AS "decidedAt", r.ended_at AS "endedAt",
  COALESCE((SELECT jsonb_agg(jsonb_build_object('personId', a.person_id, 'agreed', encode(a.agreed, 'hex'), 'at', a.at,
      'by', COALESCE((SELECT b.name FROM names_of(ARRAY[a.person_id]) b LIMIT 1), '–')) ORDER BY a.at, a.person_id)
    FROM request_approval a WHERE a.request_id = r.id), '[]') AS approvals
  FROM request r JOIN tenant n ON n.id = r.tenant_id JOIN pbx p ON p.id = r.pbx_id LEFT JOIN request_policy q ON q.tenant_id = r.tenant_id`;

export type Columns = Omit<RequestRow, 'approvals'> & {
  readonly approvals: { personId: string; agreed: string; at: string; by: string }[];
};
export const toRequest = (raw: Columns): RequestRow => ({ ...raw, approvals: raw.approvals.map((a) => ({ ...a, at: new Date(a.at) })) });

export async function findRequest(db: Db, id: string): Promise<RequestRow | null> {
  const raw = isUuid(id) ? await row<Columns>(db, `${REQUEST} WHERE r.id = $1::uuid`, id) : null;
  return raw ? toRequest(raw) : null;
}

export async function lockRequest(db: Db, id: string): Promise<RequestRow | null> {
  const held = isUuid(id) ? await row(db, 'SELECT 1 FROM request WHERE id = $1::uuid FOR NO KEY UPDATE', id) : null;
  return held ? findRequest(db, id) : null;
}
