import type { Vantage } from '@stellwerk/domain';
import { type Db, isUuid, row } from '../db.js';
import type { CheckRow, FindingRow } from '../types/checks.js';

/** Needs `c` (the check). */
export const CHECK_COLUMNS = `c.id, c.provider_id AS "providerId", c.tenant_id AS "tenantId", c.pbx_id AS "pbxId", c.edge_id AS "edgeId", c.origin, c.key, c.kind, c.name,
  c.params, c.ssh_server_id AS "sshServerId", c.interval_seconds AS "intervalSeconds", c.paused_at AS "pausedAt", c.paused_until AS "pausedUntil",
  c.pause_reason AS "pauseReason", c.status, c.status_since AS "statusSince", c.last_run_at AS "lastRunAt", c.next_run_at AS "nextRunAt",
  c.open_findings AS "openFindings", c.version, c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;

export type CheckColumns = Omit<CheckRow, 'vantage'> & { readonly sshServerId: string | null };

export const vantageOf = (sshServerId: string | null): Vantage =>
  sshServerId === null ? { kind: 'edge' } : { kind: 'ssh-server', sshServerId };
export const sshServerOf = (vantage: Vantage): string | null => (vantage.kind === 'ssh-server' ? vantage.sshServerId : null);

export const toCheck = ({ sshServerId, ...columns }: CheckColumns): CheckRow => ({ ...columns, vantage: vantageOf(sshServerId) });

export async function findCheck(db: Db, id: string): Promise<CheckRow | null> {
  const found = isUuid(id) ? await row<CheckColumns>(db, `SELECT ${CHECK_COLUMNS} FROM checks c WHERE c.id = $1::uuid`, id) : null;
  return found && toCheck(found);
}

/** Needs `r` (the run). */
export const RUN_COLUMNS = `r.id::text AS id, r.check_id AS "checkId", r.at, r.status, r.took_ms AS "tookMs", r.trigger, r.worker_id AS "workerId", r.facts, r.answers, r.changed`;

/** Needs `f` (the finding). */
export const FINDING_STATE = `f.id, f.rule, f.code, f.subject, f.severity, f.params, f.opened_at AS "openedAt", f.last_seen_at AS "lastSeenAt", f.closed_at AS "closedAt",
  f.seen, f.missed, f.breaks_at AS "breaksAt", f.told_level AS "toldLevel", f.told_at AS "toldAt", f.muted_until AS "mutedUntil"`;

export const FINDING_FROM = `check_finding f JOIN checks c ON c.id = f.check_id JOIN tenant t ON t.id = f.tenant_id LEFT JOIN pbx p ON p.id = c.pbx_id`;
export const FINDING = `SELECT ${FINDING_STATE}, f.provider_id AS "providerId", f.tenant_id AS "tenantId", t.name AS "tenantName", c.pbx_id AS "pbxId", p.name AS "pbxName",
  f.check_id AS "checkId", c.name AS "checkName", f.mute_reason AS "muteReason", f.version`;

/**
 * The place of a finding among others as one instant: what is broken already, then what breaks by a date, then what only warns or informs; closed
 * ones last, the latest first. One instant, so that a cursor can hold it.
 */
export const URGENCY = `CASE WHEN f.closed_at IS NOT NULL THEN timestamptz '9100-01-01Z' + (timestamptz '2500-01-01Z' - f.closed_at)
  WHEN f.breaks_at IS NOT NULL THEN GREATEST(f.breaks_at, timestamptz '1970-01-02Z') WHEN f.severity = 'fail' THEN timestamptz '1970-01-01Z'
  WHEN f.severity = 'warn' THEN timestamptz '9000-01-01Z' ELSE timestamptz '9001-01-01Z' END`;

export async function findFinding(db: Db, id: string): Promise<FindingRow | null> {
  return isUuid(id) ? row<FindingRow>(db, `${FINDING} FROM ${FINDING_FROM} WHERE f.id = $1::uuid`, id) : null;
}
