import type { FederationState, Product } from '@stellwerk/domain';
import { type Db, isUuid, prepare, row, rows, run } from '../db.js';
import type { CheckWork, HeldCheck, RunnableCheck, ScheduledCheck, ToldRow } from '../types/checks.js';
import { CHECK_COLUMNS, type CheckColumns, FINDING_STATE, toCheck } from './check-sql.js';
import { findFederation } from './federations.js';
import { recordRun } from './record-run.js';
import { server, type ServerColumns, sshServer } from './running.js';
import { TENANT_ACTIVE } from './tunnel-sql.js';

const MS = `* interval '1 millisecond'`;
const SCHEDULED = `SELECT c.id, c.provider_id AS "providerId", c.tenant_id AS "tenantId", c.kind, c.interval_seconds AS "intervalSeconds", c.paused_at AS "pausedAt",
  c.paused_until AS "pausedUntil", c.next_run_at AS "nextRunAt" FROM checks c JOIN tenant n ON n.id = c.tenant_id WHERE c.edge_id = $1 AND ${TENANT_ACTIVE}`;

// Asked for every run: read and planned once per connection.
const LOAD =
  prepare(`SELECT ${CHECK_COLUMNS}, n.name AS "tenantName", ${TENANT_ACTIVE} AS "tenantActive", n.allowed_networks AS "allowedNetworks", p.name AS "pbxName", p.product AS "pbxProduct",
  p.version AS "pbxVersion", EXISTS (SELECT 1 FROM federation f WHERE f.pbx_id = c.pbx_id) AS federated, ${server('ssh')} FROM checks c JOIN tenant n ON n.id = c.tenant_id LEFT JOIN pbx p ON p.id = c.pbx_id
  LEFT JOIN ssh_server ssh ON ssh.id = c.ssh_server_id WHERE c.id = $1::uuid`);

const HELD = prepare(`SELECT ${CHECK_COLUMNS} FROM checks c WHERE c.id = $1::uuid FOR NO KEY UPDATE`);
const OPEN_FINDINGS = prepare(
  `SELECT ${FINDING_STATE} FROM check_finding f WHERE f.check_id = $1::uuid AND f.closed_at IS NULL ORDER BY f.opened_at, f.id`,
);
const LAST_RUN = prepare('SELECT r.at, r.status, r.answers FROM check_run r WHERE r.check_id = $1::uuid ORDER BY r.id DESC LIMIT 1');

type Loaded = CheckColumns &
  Pick<RunnableCheck, 'tenantName' | 'tenantActive' | 'allowedNetworks'> & {
    readonly pbxName: string;
    readonly pbxProduct: Product;
    readonly pbxVersion: string | null;
    readonly federated: boolean;
  } & (ServerColumns<'ssh'> | { readonly ssh_id: null });

async function federationOf(db: Db, { pbxId, federated }: Loaded): Promise<FederationState | null> {
  const found = federated && pbxId !== null ? await findFederation(db, pbxId) : null;
  if (!found) return null;
  const { checklist, pbxId: _, providerId: __, tenantId: ___, version: ____, createdAt: _____, updatedAt: ______, ...federation } = found;
  return { federation, checklist };
}

export function checkWork(db: Db): CheckWork {
  return {
    async scheduleDigest(edgeId) {
      const found = await row<{ digest: string }>(
        db,
        `SELECT count(*) || ' ' || COALESCE(sum(hashtextextended(concat_ws('|', c.id, c.version), 0)), 0) AS digest
         FROM checks c JOIN tenant n ON n.id = c.tenant_id WHERE c.edge_id = $1 AND ${TENANT_ACTIVE}`,
        edgeId,
      );
      return found?.digest ?? '';
    },
    schedule: (edgeId) => rows<ScheduledCheck>(db, `${SCHEDULED} ORDER BY c.id`, edgeId),
    due: (edgeId, limit) =>
      rows<ScheduledCheck>(
        db,
        `${SCHEDULED} AND c.next_run_at <= now() AND (c.paused_at IS NULL OR c.paused_until <= now()) ORDER BY c.next_run_at LIMIT $2::int`,
        edgeId,
        limit,
      ),
    async load(checkId) {
      const found = isUuid(checkId) ? await row<Loaded>(db, LOAD, checkId) : null;
      if (!found) return null;
      const { pbxId } = found;
      return {
        ...toCheck(found),
        tenantName: found.tenantName,
        tenantActive: found.tenantActive,
        allowedNetworks: found.allowedNetworks,
        pbx: pbxId === null ? null : { id: pbxId, name: found.pbxName, product: found.pbxProduct, version: found.pbxVersion },
        sshServer: found.ssh_id === null ? null : sshServer(found),
        federation: await federationOf(db, found),
      };
    },
    async hold(checkId) {
      if (!isUuid(checkId)) return null;
      // All at once: each is asked when the one before it is answered, and so when nobody else holds the check any more.
      const [check, findings, lastRun] = await Promise.all([
        row<CheckColumns>(db, HELD, checkId),
        rows<HeldCheck['findings'][number]>(db, OPEN_FINDINGS, checkId),
        row<NonNullable<HeldCheck['lastRun']>>(db, LAST_RUN, checkId),
      ]);
      return check && { check: toCheck(check), findings, lastRun };
    },
    record: (done) => recordRun(db, done),
    async putOff(checkId, nextRunAt) {
      await run(db, 'UPDATE checks SET next_run_at = $2::timestamptz WHERE id = $1::uuid', checkId, nextRunAt);
    },
    async toldAbout(tenantId, { rule, subject }) {
      await run(db, 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', `told|${tenantId}|${rule}|${subject}`);
      return rows<ToldRow>(
        db,
        `SELECT f.check_id AS "checkId", f.id AS "findingId", f.told_level AS level, f.told_at AS at FROM check_finding f
         WHERE f.tenant_id = $1::uuid AND f.rule = $2 AND f.subject = $3 AND f.told_level IS NOT NULL ORDER BY f.told_at DESC, f.id`,
        tenantId,
        rule,
        subject,
      );
    },
    async markTold(findingIds, level, at) {
      await run(
        db,
        'UPDATE check_finding SET told_level = $2, told_at = $3::timestamptz WHERE id = ANY ($1::uuid[])',
        findingIds.filter(isUuid),
        level,
        at,
      );
    },
    purgeRuns: (olderThanMs, limit) =>
      run(
        db,
        `DELETE FROM check_run WHERE id IN (SELECT r.id FROM check_run r WHERE r.at < now() - $1::double precision ${MS}
           AND EXISTS (SELECT 1 FROM check_run later WHERE later.check_id = r.check_id AND later.id > r.id) ORDER BY r.at LIMIT $2::int)`,
        olderThanMs,
        limit,
      ),
    trimRuns: (keep, limit) =>
      run(
        db,
        `DELETE FROM check_run WHERE id IN (SELECT old.id FROM (SELECT check_id FROM check_run GROUP BY check_id HAVING count(*) > $1::int) c,
           LATERAL (SELECT r.id FROM check_run r WHERE r.check_id = c.check_id ORDER BY r.id DESC OFFSET $1::int) old LIMIT $2::int)`,
        keep,
        limit,
      ),
    purgeFindings: (olderThanMs, limit) =>
      run(
        db,
        `DELETE FROM check_finding WHERE id IN (SELECT id FROM check_finding WHERE closed_at < now() - $1::double precision ${MS} ORDER BY closed_at LIMIT $2::int)`,
        olderThanMs,
        limit,
      ),
  };
}
