import { randomUUID } from 'node:crypto';
import { type Db, prepare, run } from '../db.js';
import type { FindingState, RunRecord, SeenCertificate } from '../types/checks.js';
import { base64List, BYTES_OF, jsonText } from './json-text.js';

/** Of equal runs in a row the one in the middle says nothing: the latest takes its place. */
const RUN = prepare(`WITH latest AS (SELECT id, changed FROM check_run WHERE check_id = $1::uuid ORDER BY id DESC LIMIT 1),
  replaced AS (DELETE FROM check_run r USING latest l WHERE r.id = l.id AND NOT l.changed AND NOT $8)
  INSERT INTO check_run (provider_id, tenant_id, check_id, at, status, took_ms, trigger, worker_id, facts, answers, changed)
  SELECT c.provider_id, c.tenant_id, c.id, $2::timestamptz, $3, $4::int, $5, $6, $7::jsonb, $9::jsonb, $8 OR NOT EXISTS (SELECT 1 FROM latest) FROM checks c WHERE c.id = $1::uuid`);

const STATUS =
  prepare(`UPDATE checks SET status = $2, status_since = CASE WHEN status = $2 THEN status_since ELSE $3::timestamptz END, last_run_at = $3::timestamptz,
  next_run_at = $4::timestamptz, open_findings = (SELECT count(*)::int FROM check_finding f WHERE f.check_id = $1::uuid AND f.closed_at IS NULL) WHERE id = $1::uuid`);

// What is closed comes first: a new finding about the same thing may follow in the same run.
const FINDINGS =
  prepare(`WITH input AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS i(id uuid, rule text, code text, subject text, severity text, params jsonb, "openedAt" timestamptz,
    "lastSeenAt" timestamptz, "closedAt" timestamptz, seen int, missed int, "breaksAt" timestamptz, "toldLevel" text, "toldAt" timestamptz))
  INSERT INTO check_finding AS f (id, provider_id, tenant_id, check_id, rule, code, subject, severity, params, opened_at, last_seen_at, closed_at, seen, missed, breaks_at,
    told_level, told_at)
  SELECT i.id, c.provider_id, c.tenant_id, c.id, i.rule, i.code, i.subject, i.severity, i.params, i."openedAt", i."lastSeenAt", i."closedAt", i.seen, i.missed, i."breaksAt",
    i."toldLevel", i."toldAt" FROM input i, checks c WHERE c.id = $1::uuid
  ON CONFLICT (id) DO UPDATE SET code = EXCLUDED.code, severity = EXCLUDED.severity, params = EXCLUDED.params, last_seen_at = EXCLUDED.last_seen_at,
    closed_at = EXCLUDED.closed_at, seen = EXCLUDED.seen, missed = EXCLUDED.missed, breaks_at = EXCLUDED.breaks_at, told_level = EXCLUDED.told_level,
    told_at = EXCLUDED.told_at WHERE f.check_id = $1::uuid`);

/** A certificate that the customer has been seen with before, at this endpoint or elsewhere: only that it was seen again. */
const SEEN_AGAIN =
  prepare(`WITH seen AS (UPDATE certificate x SET last_seen_at = GREATEST(x.last_seen_at, $4::timestamptz), pbx_id = COALESCE(x.pbx_id, c.pbx_id)
    FROM checks c WHERE c.id = $1::uuid AND x.tenant_id = c.tenant_id AND x.sha256 = $2 AND x.source = 'observed' RETURNING x.id, c.provider_id, c.tenant_id),
  gone AS (UPDATE certificate_sighting s SET replaced_at = $4::timestamptz FROM seen
    WHERE s.check_id = $1::uuid AND s.endpoint = $3 AND s.certificate_id <> seen.id AND s.replaced_at IS NULL)
  INSERT INTO certificate_sighting AS s (certificate_id, check_id, endpoint, provider_id, tenant_id, last_seen_at)
  SELECT seen.id, $1::uuid, $3, seen.provider_id, seen.tenant_id, $4::timestamptz FROM seen
  ON CONFLICT (certificate_id, check_id, endpoint) DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at, replaced_at = NULL`);

/** One that somebody else brings at the same moment is theirs: it is seen again right after. */
const CERTIFICATE = `INSERT INTO certificate (provider_id, tenant_id, pbx_id, sha256, source, role, name, der, chain, facts, not_before, not_after, first_seen_at, last_seen_at)
  SELECT c.provider_id, c.tenant_id, c.pbx_id, $2, 'observed', $3, $4, $5, ${BYTES_OF('$6::jsonb')}, $7::jsonb, $8::timestamptz, $9::timestamptz, $10::timestamptz, $10::timestamptz
  FROM checks c WHERE c.id = $1::uuid ON CONFLICT (tenant_id, sha256, source) DO NOTHING`;

async function sight(db: Db, checkId: string, at: Date, seen: SeenCertificate): Promise<void> {
  const { facts, endpoint } = seen;
  const again = (): Promise<number> => run(db, SEEN_AGAIN, checkId, facts.sha256, endpoint, at);
  if ((await again()) > 0) return;
  await run(
    db,
    CERTIFICATE,
    checkId,
    facts.sha256,
    seen.role,
    seen.name,
    seen.der,
    base64List(seen.chain),
    jsonText(facts),
    new Date(facts.notBefore),
    new Date(facts.notAfter),
    at,
  );
  await again();
}

/** In one order, so that two runs that see the same certificates do not wait for each other. */
async function sightAll(db: Db, { checkId, at, certificates }: RunRecord): Promise<void> {
  const sorted = [...certificates].sort((a, b) => (a.facts.sha256 < b.facts.sha256 ? -1 : 1));
  for (const seen of sorted) await sight(db, checkId, at, seen);
}

/** Everything of one run; the caller holds the check. All of it is sent at once, and carried out in this order. */
export async function recordRun(db: Db, done: RunRecord): Promise<string[]> {
  const { checkId, at } = done;
  const findings = done.findings.map((f): FindingState & { readonly id: string } => ({ ...f, id: f.id ?? randomUUID() }));
  const parts = [findings.filter((f) => f.closedAt !== null), findings.filter((f) => f.closedAt === null)];
  await Promise.all([
    run(
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
    ),
    ...parts.filter((part) => part.length > 0).map((part) => run(db, FINDINGS, checkId, jsonText(part))),
    run(db, STATUS, checkId, done.status, at, done.nextRunAt),
    sightAll(db, done),
  ]);
  return findings.map((f) => f.id);
}
