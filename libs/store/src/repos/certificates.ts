import { type Db, hold, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, likePattern, toPage } from '../page.js';
import type { CertificateMaterial, CertificateRow, Certificates, CertificateWork, SightingRow } from '../types/certificates.js';
import { base64List, BYTES_OF, bytesOf, jsonText, LIST_OF } from './json-text.js';

const MS = `* interval '1 millisecond'`;

/** The end of a certificate as a place in the list: what lies outside of what a cursor can say is moved to its ends. */
const ENDS = `LEAST(GREATEST(x.not_after, timestamptz '1970-01-01Z'), timestamptz '9999-12-30Z')`;

const SHOWN = `s.certificate_id = x.id AND s.replaced_at IS NULL`;
const SUPERSEDED = `(EXISTS (SELECT 1 FROM certificate_sighting s WHERE s.certificate_id = x.id) OR x.source = 'observed')
  AND NOT EXISTS (SELECT 1 FROM certificate_sighting s WHERE ${SHOWN})`;

const MATERIAL = `x.id, x.sha256, x.source, x.role, x.facts, x.der, ${LIST_OF('x.chain')} AS chain`;
const SELECT = `SELECT ${MATERIAL}, x.provider_id AS "providerId", x.tenant_id AS "tenantId", t.name AS "tenantName", x.pbx_id AS "pbxId", p.name AS "pbxName", x.name,
  x.not_before AS "notBefore", x.not_after AS "notAfter", x.first_seen_at AS "firstSeenAt", x.last_seen_at AS "lastSeenAt", x.version, ${ENDS} AS ends,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('checkId', s.check_id, 'endpoint', s.endpoint, 'lastSeenAt', s.last_seen_at) ORDER BY s.endpoint, s.check_id)
    FROM certificate_sighting s WHERE ${SHOWN}), '[]') AS "seenAt", ${SUPERSEDED} AS superseded
  FROM certificate x JOIN tenant t ON t.id = x.tenant_id LEFT JOIN pbx p ON p.id = x.pbx_id`;

type Columns = Omit<CertificateRow, 'seenAt' | 'chain'> & {
  readonly ends: Date;
  readonly chain: string[];
  readonly seenAt: (Omit<SightingRow, 'lastSeenAt'> & { readonly lastSeenAt: string })[];
};

const toRow = ({ ends: _, ...raw }: Columns): CertificateRow => ({
  ...raw,
  chain: bytesOf(raw.chain),
  seenAt: raw.seenAt.map((s) => ({ ...s, lastSeenAt: new Date(s.lastSeenAt) })),
});

export function certificates(db: Db): Certificates {
  const find = async (id: string) => {
    const raw = isUuid(id) ? await row<Columns>(db, `${SELECT} WHERE x.id = $1::uuid`, id) : null;
    return raw && toRow(raw);
  };
  return {
    find,
    lock: async (id) => ((await hold(db, 'certificate', id)) ? find(id) : null),
    async list(page) {
      const found = await rows<Columns>(
        db,
        `${SELECT} WHERE ($1::timestamptz IS NULL OR (${ENDS}, x.id) > ($1::timestamptz, $2::uuid)) AND ($3::uuid IS NULL OR x.tenant_id = $3::uuid)
           AND ($4::uuid IS NULL OR x.pbx_id = $4::uuid) AND ($5::text IS NULL OR x.source = $5) AND ($6::timestamptz IS NULL OR x.not_after <= $6::timestamptz)
           AND ($7 OR NOT (${SUPERSEDED})) AND ($8::text IS NULL OR concat_ws(' ', x.name, t.name, p.name, x.sha256, x.facts->>'issuer', x.facts->'dnsNames') ILIKE $8)
         ORDER BY ends, x.id LIMIT $9::int`,
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        page.tenantId ?? null,
        page.pbxId ?? null,
        page.source ?? null,
        page.expiresBefore ?? null,
        page.superseded,
        likePattern(page.search),
        fetchLimit(page),
      );
      const places = new Map(found.map((raw) => [raw.id, raw.ends]));
      return toPage(found.map(toRow), page, (c) => ({ createdAt: places.get(c.id) ?? c.notAfter, id: c.id }));
    },
    async upload(values) {
      const { tenantId, pbxId, facts } = values;
      const known = (table: string, where: string, ...ids: string[]) =>
        ids.every(isUuid) ? row(db, `SELECT 1 FROM ${table} WHERE ${where} FOR KEY SHARE`, ...ids) : null;
      if (!(await known('tenant', 'id = $1::uuid', tenantId))) return { ok: false, refusal: { code: 'not-found', what: 'tenant' } };
      if (pbxId !== null && !(await known('pbx', 'id = $1::uuid AND tenant_id = $2::uuid', pbxId, tenantId)))
        return { ok: false, refusal: { code: 'not-found', what: 'pbx' } };
      const written = await row<{ id: string; made: boolean }>(
        db,
        `INSERT INTO certificate (provider_id, tenant_id, pbx_id, sha256, source, role, name, der, chain, facts, not_before, not_after)
         SELECT t.provider_id, t.id, $2::uuid, $3, 'uploaded', $4, $5, $6, ${BYTES_OF('$7::jsonb')}, $8::jsonb, $9::timestamptz, $10::timestamptz FROM tenant t WHERE t.id = $1::uuid
         ON CONFLICT (tenant_id, sha256, source) DO UPDATE SET pbx_id = EXCLUDED.pbx_id, role = EXCLUDED.role, name = EXCLUDED.name, chain = EXCLUDED.chain,
           facts = EXCLUDED.facts, last_seen_at = now() RETURNING id, xmax = 0 AS made`,
        tenantId,
        pbxId,
        facts.sha256,
        values.role,
        values.name,
        values.der,
        base64List(values.chain),
        jsonText(facts),
        new Date(facts.notBefore),
        new Date(facts.notAfter),
      );
      const found = await find(written?.id ?? '');
      if (!written || !found) throw new Error('the certificate vanished inside its transaction');
      return { ok: true, value: { row: found, made: written.made } };
    },
    remove: async (id) => isUuid(id) && (await run(db, `DELETE FROM certificate WHERE id = $1::uuid AND source = 'uploaded'`, id)) > 0,
    uploadedFor: (tenantId, name) => uploadedFor(db, tenantId, name),
  };
}

type MaterialColumns = Omit<CertificateMaterial, 'chain'> & { readonly chain: string[] };
const toMaterial = (raw: MaterialColumns): CertificateMaterial => ({ ...raw, chain: bytesOf(raw.chain) });

async function uploadedFor(db: Db, tenantId: string, name: string): Promise<CertificateMaterial[]> {
  const wanted = name.toLowerCase();
  const wildcard = wanted.includes('.') ? `*${wanted.slice(wanted.indexOf('.'))}` : wanted;
  const found = await rows<MaterialColumns>(
    db,
    `SELECT ${MATERIAL} FROM certificate x WHERE x.tenant_id = $1::uuid AND x.source = 'uploaded'
       AND EXISTS (SELECT 1 FROM jsonb_array_elements_text(x.facts->'dnsNames') n WHERE lower(n) = ANY ($2::text[])) ORDER BY x.not_before DESC, x.id LIMIT 20`,
    tenantId,
    [wanted, wildcard],
  );
  return found.map(toMaterial);
}

export function certificateWork(db: Db): CertificateWork {
  return {
    async material(tenantId, id) {
      const sql = `SELECT ${MATERIAL} FROM certificate x WHERE x.tenant_id = $1::uuid AND x.id = $2::uuid`;
      const raw = isUuid(id) ? await row<MaterialColumns>(db, sql, tenantId, id) : null;
      return raw && toMaterial(raw);
    },
    uploadedFor: (tenantId, name) => uploadedFor(db, tenantId, name),
    purge: (olderThanMs, limit) =>
      run(
        db,
        `DELETE FROM certificate WHERE id IN (SELECT x.id FROM certificate x WHERE x.source = 'observed' AND x.last_seen_at < now() - $1::double precision ${MS}
           AND NOT EXISTS (SELECT 1 FROM certificate_sighting s WHERE ${SHOWN}) ORDER BY x.last_seen_at LIMIT $2::int)`,
        olderThanMs,
        limit,
      ),
    trim: (keep, limit) =>
      run(
        db,
        `DELETE FROM certificate WHERE id IN (SELECT old.id FROM (SELECT check_id FROM certificate_sighting GROUP BY check_id HAVING count(*) > $1::int) c,
           LATERAL (SELECT x.id FROM certificate_sighting was JOIN certificate x ON x.id = was.certificate_id WHERE was.check_id = c.check_id AND x.source = 'observed'
             AND NOT EXISTS (SELECT 1 FROM certificate_sighting s WHERE ${SHOWN}) ORDER BY was.replaced_at DESC OFFSET $1::int) old LIMIT $2::int)`,
        keep,
        limit,
      ),
  };
}
