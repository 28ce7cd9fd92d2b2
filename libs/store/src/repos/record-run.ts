import { randomUUID } from 'node:crypto';
import { type Db, row, run } from '../db.js';
import type { FindingState, RunRecord, SeenCertificate } from '../types/checks.js';
import { base64List, BYTES_OF, jsonText } from './json-text.js';

/** Of equal runs in a row the one in the middle says nothing: the latest takes its place. */
const RUN = `WITH latest AS (SELECT id, changed FROM check_run WHERE check_id = $1::uuid ORDER BY id DESC LIMIT 1),
  replaced AS (DELETE FROM check_run r USING latest l WHERE r.id = l.id AND NOT l.changed AND NOT $8)
  INSERT INTO check_run (provider_id, tenant_id, check_id, at, status, took_ms, trigger, worker_id, facts, answers, changed)
  SELECT c.provider_id, c.tenant_id, c.id, $2::timestamptz, $3, $4::int, $5, $6, $7::jsonb, $9::jsonb, $8 OR NOT EXISTS (SELECT 1 FROM latest) FROM checks c WHERE c.id = $1::uuid`;

const STATUS = `UPDATE checks SET status = $2, status_since = CASE WHEN status = $2 THEN status_since ELSE $3::timestamptz END, last_run_at = $3::timestamptz,
  next_run_at = $4::timestamptz, open_findings = (SELECT count(*)::int FROM check_finding f WHERE f.check_id = $1::uuid AND f.closed_at IS NULL) WHERE id = $1::uuid`;

// What is closed comes first: a new finding about the same thing may follow in the same run.
const FINDINGS = `WITH input AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS i(id uuid, rule text, code text, subject text, severity text, params jsonb, "openedAt" timestamptz,
    "lastSeenAt" timestamptz, "closedAt" timestamptz, seen int, missed int, "breaksAt" timestamptz, "toldLevel" text, "toldAt" timestamptz))
  INSERT INTO check_finding AS f (id, provider_id, tenant_id, check_id, rule, code, subject, severity, params, opened_at, last_seen_at, closed_at, seen, missed, breaks_at,
    told_level, told_at)
  SELECT i.id, c.provider_id, c.tenant_id, c.id, i.rule, i.code, i.subject, i.severity, i.params, i."openedAt", i."lastSeenAt", i."closedAt", i.seen, i.missed, i."breaksAt",
    i."toldLevel", i."toldAt" FROM input i, checks c WHERE c.id = $1::uuid
  ON CONFLICT (id) DO UPDATE SET code = EXCLUDED.code, severity = EXCLUDED.severity, params = EXCLUDED.params, last_seen_at = EXCLUDED.last_seen_at,
    closed_at = EXCLUDED.closed_at, seen = EXCLUDED.seen, missed = EXCLUDED.missed, breaks_at = EXCLUDED.breaks_at, told_level = EXCLUDED.told_level,
    told_at = EXCLUDED.told_at WHERE f.check_id = $1::uuid`;

const CERTIFICATE = `INSERT INTO certificate AS x (provider_id, tenant_id, pbx_id, sha256, source, role, name, der, chain, facts, not_before, not_after, first_seen_at, last_seen_at)
  SELECT c.provider_id, c.tenant_id, c.pbx_id, $2, 'observed', $3, $4, $5, ${BYTES_OF('$6::jsonb')}, $7::jsonb, $8::timestamptz, $9::timestamptz, $10::timestamptz, $10::timestamptz
  FROM checks c WHERE c.id = $1::uuid
  ON CONFLICT (tenant_id, sha256, source) DO UPDATE SET last_seen_at = GREATEST(x.last_seen_at, EXCLUDED.last_seen_at), pbx_id = COALESCE(x.pbx_id, EXCLUDED.pbx_id)
  RETURNING id`;

const SIGHTED = `WITH gone AS (UPDATE certificate_sighting SET replaced_at = $4::timestamptz
    WHERE check_id = $1::uuid AND endpoint = $3 AND certificate_id <> $2::uuid AND replaced_at IS NULL)
  INSERT INTO certificate_sighting AS s (certificate_id, check_id, endpoint, provider_id, tenant_id, last_seen_at)
  SELECT $2::uuid, c.id, $3, c.provider_id, c.tenant_id, $4::timestamptz FROM checks c WHERE c.id = $1::uuid
  ON CONFLICT (certificate_id, check_id, endpoint) DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at, replaced_at = NULL`;

async function sight(db: Db, checkId: string, at: Date, seen: SeenCertificate): Promise<void> {
  const certificate = await row<{ id: string }>(
    db,
    CERTIFICATE,
    checkId,
    seen.facts.sha256,
    seen.role,
    seen.name,
    seen.der,
    base64List(seen.chain),
    jsonText(seen.facts),
    new Date(seen.facts.notBefore),
    new Date(seen.facts.notAfter),
    at,
  );
  if (certificate) await run(db, SIGHTED, checkId, certificate.id, seen.endpoint, at);
}

/** Everything of one run; the caller holds the check. */
export async function recordRun(db: Db, done: RunRecord): Promise<string[]> {
  const { checkId, at } = done;
  await run(
    db,
    RUN,
    checkId,
    at,
    done.status,
    Math.round(done.tookMs),
    done.trigger,
    done.workerId,
    jsonText(done.facts),
    done.changed,
    jsonText(done.answers),
  );
  const findings = done.findings.map((f): FindingState & { readonly id: string } => ({ ...f, id: f.id ?? randomUUID() }));
  for (const part of [findings.filter((f) => f.closedAt !== null), findings.filter((f) => f.closedAt === null)])
    if (part.length > 0) await run(db, FINDINGS, checkId, jsonText(part));
  // In one order, so that two runs that see the same certificates do not wait for each other.
  const certificates = [...done.certificates].sort((a, b) => (a.facts.sha256 < b.facts.sha256 ? -1 : 1));
  for (const seen of certificates) await sight(db, checkId, at, seen);
  await run(db, STATUS, checkId, done.status, at, done.nextRunAt);
  return findings.map((f) => f.id);
}
