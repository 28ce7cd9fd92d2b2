import { PROOF_TTL_MS } from '@stellwerk/domain';
import { type Db, row, rows } from '../db.js';
import type { ConditionRow, Overview } from '../types/tunnel.js';
import { MODULE_ACTIVE, TENANT_ACTIVE } from './tunnel-sql.js';

const OF = { fleet: 'NULL::uuid', tenant: 't.tenant_id', pbx: 't.pbx_id' } as const;

/** False when a tunnel that claims to be up has a mapping whose last proof is too old (domain: judgeStatus), so that the sums agree with the lists. */
const PROVEN = `NOT EXISTS (SELECT 1 FROM jsonb_array_elements(s.mappings) m
  WHERE m->>'state' <> 'up' OR m->>'probedAt' IS NULL OR (m->>'probedAt')::timestamptz < now() - interval '${PROOF_TTL_MS} ms')`;

/** Attempts as far as they make a difference to the condition: three, or more. */
const ATTEMPTS = 'LEAST(COALESCE(s.attempts, 0), 4)';

export function overview(db: Db): Overview {
  return {
    conditions: (by, ids) =>
      rows<ConditionRow>(
        db,
        `SELECT ${OF[by]} AS "of", (t.enabled AND ${MODULE_ACTIVE} AND ${TENANT_ACTIVE} AND (t.ends_at IS NULL OR t.ends_at > now())) AS wanted, s.state, ${ATTEMPTS} AS attempts, (s.state <> 'up' OR ${PROVEN}) AS proven,
           COALESCE(s.worker_id IN (SELECT live_workers()), false) AS "workerAlive", count(*)::int AS tunnels
         FROM tunnel t JOIN tenant n ON n.id = t.tenant_id LEFT JOIN tunnel_status s ON s.tunnel_id = t.id WHERE ($1::uuid[] IS NULL OR ${OF[by]} = ANY ($1::uuid[])) GROUP BY 1, 2, 3, 4, 5, 6`,
        by === 'fleet' ? null : (ids ?? null),
      ),
    async totals() {
      const found = await row<Awaited<ReturnType<Overview['totals']>>>(
        db,
        `SELECT (SELECT count(*)::int FROM tenant) AS tenants, (SELECT count(*)::int FROM pbx) AS pbxs,
           (SELECT count(*)::int FROM ssh_server) AS "sshServers", (SELECT count(*)::int FROM tunnel) AS tunnels`,
      );
      return found ?? { tenants: 0, pbxs: 0, sshServers: 0, tunnels: 0 };
    },
  };
}
