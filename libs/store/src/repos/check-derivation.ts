import { type Db, isUuid, row, rows, run } from '../db.js';
import type { CheckDerivation, Reconciled } from '../types/derivation.js';
import { sshServerOf } from './check-sql.js';
import { findFederation } from './federations.js';
import { jsonText } from './json-text.js';
import { pbxs } from './pbxs.js';

// Told apart by key. A changed question (kind, parameters, where from) is asked at once and is pending until then; interval and pause are people's.
// Rows are written in the order of their ids, so that two of these never wait for each other.
const RECONCILE = `WITH wanted AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS w(key text, name text, kind text, params jsonb, "sshServerId" uuid, "intervalSeconds" int)),
  home AS (SELECT id, provider_id, tenant_id, edge_id FROM pbx WHERE id = $1::uuid),
  known AS MATERIALIZED (SELECT c.id, c.key, w.key AS wanted, w.name, w.kind, w.params, w."sshServerId", h.edge_id,
      c.kind = w.kind AND c.params = w.params AND c.ssh_server_id IS NOT DISTINCT FROM w."sshServerId" AS same,
      c.name = w.name AND c.edge_id = h.edge_id AS plain
    FROM checks c CROSS JOIN home h LEFT JOIN wanted w ON w.key = c.key WHERE c.pbx_id = $1::uuid AND c.origin = 'derived' AND c.kind <> 'stored-certificate'
    ORDER BY c.id FOR NO KEY UPDATE OF c),
  removed AS (DELETE FROM checks c USING known k WHERE c.id = k.id AND k.wanted IS NULL RETURNING c.id),
  changed AS (UPDATE checks c SET name = k.name, kind = k.kind, params = k.params, ssh_server_id = k."sshServerId", edge_id = k.edge_id, updated_at = now(),
      status = CASE WHEN k.same THEN c.status ELSE 'pending' END,
      status_since = CASE WHEN k.same OR c.status = 'pending' THEN c.status_since ELSE now() END,
      next_run_at = CASE WHEN k.same THEN c.next_run_at ELSE now() END
    FROM known k WHERE c.id = k.id AND k.wanted IS NOT NULL AND NOT (k.same AND k.plain) RETURNING c.id),
  added AS (INSERT INTO checks (provider_id, tenant_id, pbx_id, edge_id, origin, key, kind, name, params, ssh_server_id, interval_seconds)
    SELECT h.provider_id, h.tenant_id, h.id, h.edge_id, 'derived', w.key, w.kind, w.name, w.params, w."sshServerId", w."intervalSeconds" FROM wanted w, home h
    WHERE w.key NOT IN (SELECT key FROM known) RETURNING id)
  SELECT (SELECT edge_id FROM home) AS "edgeId", COALESCE((SELECT array_agg(id::text) FROM added), '{}') AS added,
    COALESCE((SELECT array_agg(id::text) FROM changed), '{}') AS changed, COALESCE((SELECT array_agg(id::text) FROM removed), '{}') AS removed`;

/** Behind both doors: what can be seen is the policies' business. */
export function checkDerivation(db: Db): CheckDerivation {
  return {
    async source(pbxId) {
      if (!isUuid(pbxId)) return null;
      // Taken last of all locks, so that nobody who waits for it holds what its owner still needs.
      await run(db, `SELECT pg_advisory_xact_lock(hashtextextended('checks of ' || $1, 0))`, pbxId.toLowerCase());
      const pbx = await pbxs(db).find(pbxId);
      if (!pbx) return null;
      const sshServers = await rows<{ id: string }>(
        db,
        `SELECT s.id FROM ssh_server s WHERE s.id IN (SELECT ssh_server_id FROM tunnel WHERE pbx_id = $1::uuid) ORDER BY s.created_at, s.id`,
        pbxId,
      );
      return { pbx, federation: await findFederation(db, pbxId), sshServers };
    },
    async reconcile(pbxId, wanted) {
      const values = wanted.map(({ key, name, spec, vantage, intervalSeconds }) => ({
        key,
        name,
        kind: spec.kind,
        params: spec.params,
        sshServerId: sshServerOf(vantage),
        intervalSeconds,
      }));
      const done = await row<Reconciled>(db, RECONCILE, pbxId, jsonText(values));
      if (!done) throw new Error('a reconciliation always answers');
      return done;
    },
    async lookingFrom(sshServerId) {
      const found = await rows<{ id: string }>(
        db,
        `SELECT DISTINCT pbx_id AS id FROM checks WHERE ssh_server_id = $1::uuid AND origin = 'derived' AND pbx_id IS NOT NULL`,
        sshServerId,
      );
      return found.map((p) => p.id);
    },
    async pbxIds(after, limit) {
      const found = await rows<{ id: string }>(
        db,
        `SELECT p.id FROM pbx p WHERE ($1::uuid IS NULL OR p.id > $1::uuid) ORDER BY p.id LIMIT $2::int`,
        after,
        limit,
      );
      return found.map((p) => p.id);
    },
  };
}
