import { type Db, isUuid, rows, run } from '../db.js';
import { fetchLimit, toPage } from '../page.js';
import type { TunnelEventRow, TunnelEvents } from '../types/tunnel.js';

/** Behind both doors: what can be seen and whose tunnel gets an event is the policy's business. */
export function tunnelEvents(db: Db): TunnelEvents {
  return {
    async list(tunnelId, page) {
      if (!isUuid(tunnelId)) return { items: [], next: null };
      const found = await rows<TunnelEventRow>(
        db,
        `SELECT e.id::text AS id, e.tunnel_id AS "tunnelId", e.at, e.kind, e.state, e.mapping_id AS "mappingId", e.reason, e.actor, e.worker_id AS "workerId"
         FROM tunnel_event e WHERE e.tunnel_id = $1::uuid AND ($2::timestamptz IS NULL OR (e.at, e.id) < ($2::timestamptz, $3::bigint))
         ORDER BY e.at DESC, e.id DESC LIMIT $4::int`,
        tunnelId,
        page.after?.createdAt ?? null,
        page.after && /^\d+$/.test(page.after.id) ? page.after.id : '0',
        fetchLimit(page),
      );
      return toPage(found, page, (e) => ({ createdAt: e.at, id: e.id }));
    },
    async add(events) {
      if (events.length === 0) return 0;
      return run(
        db,
        `WITH event AS (SELECT * FROM ROWS FROM (jsonb_to_recordset($1::jsonb)
             AS ("tunnelId" uuid, at timestamptz, kind text, state text, "mappingId" uuid, reason jsonb, actor text, "workerId" text)) WITH ORDINALITY
             AS e("tunnelId", at, kind, state, "mappingId", reason, actor, "workerId", place)),
         known AS MATERIALIZED (SELECT id, provider_id, tenant_id FROM tunnel WHERE id IN (SELECT "tunnelId" FROM event) FOR KEY SHARE)
         INSERT INTO tunnel_event (provider_id, tenant_id, tunnel_id, at, kind, state, mapping_id, reason, actor, worker_id)
         SELECT t.provider_id, t.tenant_id, t.id, COALESCE(e.at, clock_timestamp()), e.kind, e.state, e."mappingId", NULLIF(e.reason, 'null'), e.actor, e."workerId"
         FROM event e JOIN known t ON t.id = e."tunnelId" ORDER BY e.place`,
        JSON.stringify(events),
      );
    },
  };
}
