import { type Db, row, rows } from '../db.js';
import type { ConditionRow, Overview } from '../types/tunnel.js';
import { MODULE_ACTIVE } from './tunnel-sql.js';

const OF = { fleet: 'NULL::uuid', tenant: 't.tenant_id', pbx: 't.pbx_id' } as const;

export function overview(db: Db): Overview {
  return {
    conditions: (by, ids) =>
      rows<ConditionRow>(
        db,
        `SELECT ${OF[by]} AS "of", (t.enabled AND ${MODULE_ACTIVE}) AS wanted, s.state, COALESCE(s.worker_id IN (SELECT live_workers()), false) AS "workerAlive", count(*)::int AS tunnels
         FROM tunnel t LEFT JOIN tunnel_status s ON s.tunnel_id = t.id WHERE ($1::uuid[] IS NULL OR ${OF[by]} = ANY ($1::uuid[])) GROUP BY 1, 2, 3, 4`,
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
