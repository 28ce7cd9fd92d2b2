import type { ChainEvent } from '@stellwerk/domain';
import { type Db, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, likePattern, toPage } from '../page.js';
import type { AuditEventRow, AuditProof, AuditReading, CheckpointRow } from '../types/audit.js';

/** Behind the system door: the reach is in the statement. */
export function auditReading(db: Db): AuditReading {
  return {
    async list(reach, page) {
      const limited = reach.tenantIds === 'all' ? null : reach.tenantIds.filter(isUuid);
      const found = await rows<AuditEventRow>(
        db,
        `SELECT e.seq::text, e.at, e.action, e.tenant_id AS "tenantId", t.name AS "tenantName", e.record, e.personal, e.hash, p.name AS "actorProviderName",
           COALESCE((SELECT n.name FROM person n WHERE n.id = e.actor_id AND n.erased_at IS NULL), (SELECT a.name FROM service_account a WHERE a.id = e.actor_id)) AS "actorNameNow"
         FROM audit_event e LEFT JOIN tenant t ON t.id = e.tenant_id LEFT JOIN provider p ON p.id = e.actor_provider_id
         WHERE e.provider_id = $1::uuid
           AND ($2::uuid[] IS NULL OR e.tenant_id = ANY ($2::uuid[])
             OR $3::boolean AND (t.id IS NULL OR t.provider_id <> e.provider_id))
           AND ($3::boolean OR e.tenant_id IS NOT NULL)
           AND ($4::bigint IS NULL OR e.seq < $4::bigint)
           AND ($5::uuid IS NULL OR e.tenant_id = $5::uuid)
           AND ($6::text IS NULL OR e.action = $6 OR starts_with(e.action, $6 || '.'))
           AND ($7::uuid IS NULL OR e.actor_id = $7::uuid)
           AND ($8::text IS NULL OR e.target_id = $8)
           AND ($9::text IS NULL OR e.outcome = $9)
           AND ($10::timestamptz IS NULL OR e.at >= $10::timestamptz)
           AND ($11::timestamptz IS NULL OR e.at < $11::timestamptz)
           AND ($12::text IS NULL OR e.record ILIKE $12 OR CASE WHEN $14::boolean THEN (e.personal::jsonb - '{address,userAgent,personIds}'::text[] #- '{actor,email}')::text ELSE e.personal END ILIKE $12)
         ORDER BY e.seq DESC LIMIT $13::int`,
        reach.providerId,
        limited,
        reach.wholeProvider,
        page.after?.id ?? null,
        page.tenantId ?? null,
        page.action ?? null,
        page.actorId ?? null,
        page.targetId ?? null,
        page.outcome ?? null,
        page.from ?? null,
        page.to ?? null,
        likePattern(page.search),
        fetchLimit(page),
        reach.withoutPlaces ?? false,
      );
      return toPage(found, page, ({ at, seq }) => ({ createdAt: at, id: seq }));
    },
  };
}

type Hashed<T> = Omit<T, 'seq' | 'hash'> & { readonly seq: string; readonly hash: Uint8Array };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const placed = <T extends { readonly seq: string; readonly hash: Uint8Array }>({ seq, hash, ...rest }: T) => ({
  ...rest,
  seq: BigInt(seq),
  hash: hex(hash),
});

const CHECKPOINT = `c.provider_id AS "providerId", c.seq::text, c.hash, c.at, c.signature`;

export function auditProof(db: Db): AuditProof {
  return {
    async chains(everywhere) {
      const known = 'SELECT provider_id::text AS id FROM audit_head UNION SELECT id::text FROM provider';
      const orphans =
        ' UNION SELECT DISTINCT provider_id::text FROM audit_checkpoint UNION SELECT DISTINCT provider_id::text FROM audit_event';
      const found = await rows<{ id: string }>(db, `${known}${everywhere ? orphans : ''} ORDER BY 1`);
      return found.map(({ id }) => id);
    },
    async end(providerId) {
      const found = await row<{ seq: string | null; hash: Uint8Array | null; last: string }>(
        db,
        `SELECT h.seq::text, h.hash, (SELECT COALESCE(max(e.seq), 0)::text FROM audit_event e WHERE e.provider_id = $1::uuid) AS last
         FROM (SELECT 1) one LEFT JOIN audit_head h ON h.provider_id = $1::uuid`,
        providerId,
      );
      const head = found?.seq != null && found.hash !== null ? { seq: BigInt(found.seq), hash: hex(found.hash) } : null;
      return { head, last: BigInt(found?.last ?? 0) };
    },
    async events(providerId, { after, upTo, limit }) {
      const found = await rows<
        Omit<ChainEvent, 'seq' | 'at' | 'hash' | 'salt'> & { seq: string; at: Date; hash: Uint8Array; salt: Uint8Array | null }
      >(
        db,
        `SELECT e.seq::text, e.at, e.tenant_id::text AS "tenantId", e.action, e.actor_kind AS "actorKind", e.actor_id::text AS "actorId",
           e.actor_provider_id::text AS "actorProviderId", e.target_kind AS "targetKind", e.target_id AS "targetId", e.outcome,
           e.request_id AS "requestId", e.record, e.personal, e.salt, e.hash
         FROM audit_event e WHERE e.provider_id = $1::uuid AND e.seq > $2::bigint AND e.seq <= $3::bigint ORDER BY e.seq LIMIT $4::int`,
        providerId,
        after.toString(),
        upTo.toString(),
        limit,
      );
      return found.map((event) => ({ ...placed(event), at: event.at.toISOString(), salt: event.salt && hex(event.salt) }));
    },
    async checkpoints(providerId) {
      const found = await rows<Hashed<CheckpointRow>>(
        db,
        `SELECT ${CHECKPOINT} FROM audit_checkpoint c WHERE c.provider_id = $1::uuid ORDER BY c.seq`,
        providerId,
      );
      return found.map(placed);
    },
    async lastCheckpoint(providerId) {
      const found = await row<Hashed<CheckpointRow>>(
        db,
        `SELECT ${CHECKPOINT} FROM audit_checkpoint c WHERE c.provider_id = $1::uuid ORDER BY c.seq DESC LIMIT 1`,
        providerId,
      );
      return found && placed(found);
    },
    addCheckpoint: async (c) =>
      (await run(
        db,
        `INSERT INTO audit_checkpoint (provider_id, seq, hash, at, signature) VALUES ($1::uuid, $2::bigint, decode($3, 'hex'), $4::timestamptz, $5) ON CONFLICT DO NOTHING`,
        c.providerId,
        c.seq.toString(),
        c.hash,
        c.at,
        c.signature,
      )) > 0,
  };
}
