import { SHARDS } from '../migrate/prepare.js';
import { type Db, row, rows, run } from '../db.js';
import { ON_LINE } from '../line.js';
import type { Claim, Leases, ShardRow, WorkerRow } from '../types/worker.js';

const MS = `* interval '1 millisecond'`;
const ALIVE = 'w.until > clock_timestamp()';
/** When an access was last taken away: one look at the end of an index, and at a small table. */
const CUTS = `concat_ws(' ', (SELECT max(r.ended_at) FROM request r WHERE r.status = 'revoked'), (SELECT max(n.suspended_at) FROM tenant n), (SELECT max(n.deleted_at) FROM tenant n))`;
const WORKER_JSON = `jsonb_build_object('id', w.id, 'edgeId', w.edge_id, 'host', w.host, 'pid', w.pid, 'startedAt', w.started_at, 'until', w.until, 'alive', ${ALIVE}, 'onLine', ${ON_LINE})`;

type WorkerJson = Omit<WorkerRow, 'startedAt' | 'until'> & { startedAt: string; until: string };
const toWorker = (w: WorkerJson): WorkerRow => ({ ...w, startedAt: new Date(w.startedAt), until: new Date(w.until) });

export function leases(db: Db): Leases {
  return {
    async ensureEdge(edgeId) {
      await run(db, 'INSERT INTO edge (id, name) VALUES ($1, $1) ON CONFLICT DO NOTHING', edgeId);
      await run(
        db,
        'INSERT INTO shard (edge_id, id) SELECT $1, g FROM generate_series(0, $2::int - 1) g ON CONFLICT DO NOTHING',
        edgeId,
        SHARDS,
      );
    },
    async renew(worker) {
      const renewed = await row<{ now: Date; until: Date; wasAlive: boolean; cuts: string }>(
        db,
        `WITH before AS (SELECT ${ALIVE} AS alive FROM worker w WHERE w.id = $1)
         INSERT INTO worker AS w (id, edge_id, host, pid, until) VALUES ($1, $2, $3, $4::int, clock_timestamp() + $5::double precision ${MS})
         ON CONFLICT (id) DO UPDATE SET until = EXCLUDED.until, edge_id = EXCLUDED.edge_id, host = EXCLUDED.host, pid = EXCLUDED.pid,
           started_at = CASE WHEN w.pid = EXCLUDED.pid AND w.host = EXCLUDED.host THEN w.started_at ELSE EXCLUDED.started_at END
         RETURNING clock_timestamp() AS now, w.until, COALESCE((SELECT alive FROM before), false) AS "wasAlive", ${CUTS} AS cuts`,
        worker.id,
        worker.edgeId,
        worker.host,
        worker.pid,
        worker.ttlMs,
      );
      if (!renewed) throw new Error('the lease was not written');
      return renewed;
    },
    async look(edgeId) {
      const seen = await row<{ workers: WorkerJson[]; shards: ShardRow[] }>(
        db,
        `SELECT COALESCE((SELECT jsonb_agg(${WORKER_JSON} ORDER BY w.id) FROM worker w WHERE w.edge_id = $1), '[]') AS workers,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('id', s.id, 'owner', s.owner, 'fence', s.fence, 'ownerAlive', COALESCE(${ALIVE}, false)) ORDER BY s.id)
             FROM shard s LEFT JOIN worker w ON w.id = s.owner WHERE s.edge_id = $1), '[]') AS shards`,
        edgeId,
      );
      return { workers: (seen?.workers ?? []).map(toWorker), shards: seen?.shards ?? [] };
    },
    claim: (workerId, edgeId, shards) =>
      rows<Claim>(
        db,
        `WITH free AS (SELECT s.id FROM shard s WHERE s.edge_id = $2 AND s.id = ANY ($3::int[])
           AND EXISTS (SELECT 1 FROM worker w WHERE w.id = $1 AND w.edge_id = $2 AND ${ALIVE})
           AND (s.owner IS NULL OR s.owner = $1 OR NOT EXISTS (SELECT 1 FROM worker w WHERE w.id = s.owner AND ${ALIVE}))
           ORDER BY s.id FOR UPDATE OF s)
         UPDATE shard s SET owner = $1, fence = CASE WHEN s.owner = $1 THEN s.fence ELSE s.fence + 1 END
         FROM free WHERE s.edge_id = $2 AND s.id = free.id RETURNING s.id AS shard, s.fence`,
        workerId,
        edgeId,
        shards,
      ),
    async end({ ids, remainingMs }) {
      const ended = await rows<{ id: string }>(
        db,
        `WITH gone AS (SELECT w.id FROM worker w WHERE w.id = ANY ($1::text[]) AND ${ALIVE} AND NOT ${ON_LINE}
           AND w.until <= clock_timestamp() + $2::double precision ${MS} ORDER BY w.id FOR UPDATE)
         UPDATE worker w SET until = clock_timestamp() FROM gone WHERE w.id = gone.id RETURNING w.id`,
        ids,
        remainingMs,
      );
      return ended.map((w) => w.id);
    },
    async release(workerId, edgeId, shards) {
      const released = await rows<{ id: number }>(
        db,
        'UPDATE shard SET owner = NULL WHERE edge_id = $2 AND id = ANY ($3::int[]) AND owner = $1 RETURNING id',
        workerId,
        edgeId,
        shards,
      );
      return released.map((s) => s.id);
    },
    async leave(workerId) {
      await run(db, 'UPDATE shard SET owner = NULL WHERE owner = $1', workerId);
      await run(db, 'DELETE FROM worker WHERE id = $1', workerId);
    },
    purge: (olderThanMs) => run(db, `DELETE FROM worker WHERE until < clock_timestamp() - $1::double precision ${MS}`, olderThanMs),
    async workers() {
      const found = await rows<{ worker: WorkerJson; shards: number; tunnels: number }>(
        db,
        `SELECT ${WORKER_JSON} AS worker, (SELECT count(*)::int FROM shard s WHERE s.owner = w.id) AS shards,
           (SELECT count(*)::int FROM tunnel t JOIN pbx p ON p.id = t.pbx_id JOIN shard s ON s.edge_id = p.edge_id AND s.id = t.shard WHERE s.owner = w.id) AS tunnels
         FROM worker w ORDER BY w.edge_id, w.id`,
      );
      return found.map(({ worker, shards, tunnels }) => ({ ...toWorker(worker), shards, tunnels }));
    },
  };
}
