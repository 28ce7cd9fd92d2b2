import type { ChecklistMark, FederationRoute } from '@stellwerk/domain';
import { type Db, hold, isUuid, row, rows, run } from '../db.js';
import type { FederationRow, Federations, MtlsSightingRow, MtlsTestRow, MtlsTests } from '../types/federations.js';
import { jsonText } from './json-text.js';

const ROUTES = `COALESCE((SELECT jsonb_agg(jsonb_build_object('domain', r.domain, 'host', r.host, 'port', r.port, 'enabled', r.enabled) ORDER BY r.position)
  FROM federation_route r WHERE r.pbx_id = f.pbx_id), '[]')`;
const CHECKLIST = `COALESCE((SELECT jsonb_agg(jsonb_build_object('item', e.key, 'confirmedAt', e.value->>'at',
    'confirmedBy', COALESCE((SELECT b.name FROM names_of(ARRAY[(e.value->>'by')::uuid]) b LIMIT 1), '–')) ORDER BY e.key) FROM jsonb_each(f.checklist) e), '[]')`;

/** Needs `f` (the federation). */
export const FEDERATION_COLUMNS = `f.pbx_id AS "pbxId", f.provider_id AS "providerId", f.tenant_id AS "tenantId", f.domain, f.fqdn, f.network_interface AS "networkInterface",
  f.internal_address AS "internalAddress", f.public_address AS "publicAddress", f.port, f.open_federation AS "openFederation", f.allowed_domains AS "allowedDomains",
  f.blocked_domains AS "blockedDomains", f.service_account AS "serviceAccount", f.certificate_store AS "certificateStore", f.intended_ca AS "intendedCa", f.acme, f.webroot,
  ${ROUTES} AS routes, ${CHECKLIST} AS checklist, f.version, f.created_at AS "createdAt", f.updated_at AS "updatedAt"`;

export interface FederationColumns extends FederationRow {
  readonly routes: FederationRoute[];
  readonly checklist: ChecklistMark[];
}

export const findFederation = async (db: Db, pbxId: string): Promise<FederationRow | null> =>
  isUuid(pbxId) ? row<FederationColumns>(db, `SELECT ${FEDERATION_COLUMNS} FROM federation f WHERE f.pbx_id = $1::uuid`, pbxId) : null;

const TEST = `m.pbx_id AS "pbxId", m.provider_id AS "providerId", m.tenant_id AS "tenantId", m.edge_id AS "edgeId", m.label, m.started_at AS "startedAt", m.expires_at AS "expiresAt"`;

/** Of one test, the newest are kept. */
const SIGHTINGS_KEPT = 50;

export function federations(db: Db): Federations {
  const find = (pbxId: string) => findFederation(db, pbxId);
  const mtlsTest = async (pbxId: string): Promise<MtlsTestRow | null> => {
    const found = isUuid(pbxId)
      ? await row<Omit<MtlsTestRow, 'sightings'>>(db, `SELECT ${TEST} FROM mtls_test m WHERE m.pbx_id = $1::uuid`, pbxId)
      : null;
    if (!found) return null;
    const sightings = await rows<MtlsSightingRow>(
      db,
      `SELECT s.at, s.remote_address AS "remoteAddress", s.protocol, COALESCE(s.chain, '[]') AS chain, s.answers FROM mtls_sighting s WHERE s.pbx_id = $1::uuid
       ORDER BY s.id DESC LIMIT ${SIGHTINGS_KEPT}`,
      pbxId,
    );
    return { ...found, sightings };
  };
  return {
    find,
    lock: async (pbxId) => ((await hold(db, 'pbx', pbxId)) ? find(pbxId) : null),
    async put(pbxId, v) {
      if (!isUuid(pbxId)) return null;
      const put = await run(
        db,
        `INSERT INTO federation (pbx_id, provider_id, tenant_id, domain, fqdn, network_interface, internal_address, public_address, port, open_federation, allowed_domains,
           blocked_domains, service_account, certificate_store, intended_ca, acme, webroot)
         SELECT p.id, p.provider_id, p.tenant_id, $2, $3, $4, $5, $6, $7::int, $8, $9::text[], $10::text[], $11, $12, $13, $14::jsonb, $15 FROM pbx p WHERE p.id = $1::uuid
         ON CONFLICT (pbx_id) DO UPDATE SET domain = EXCLUDED.domain, fqdn = EXCLUDED.fqdn, network_interface = EXCLUDED.network_interface,
           internal_address = EXCLUDED.internal_address, public_address = EXCLUDED.public_address, port = EXCLUDED.port, open_federation = EXCLUDED.open_federation,
           allowed_domains = EXCLUDED.allowed_domains, blocked_domains = EXCLUDED.blocked_domains, service_account = EXCLUDED.service_account,
           certificate_store = EXCLUDED.certificate_store, intended_ca = EXCLUDED.intended_ca, acme = EXCLUDED.acme, webroot = EXCLUDED.webroot, updated_at = now()`,
        pbxId,
        v.domain,
        v.fqdn,
        v.networkInterface,
        v.internalAddress,
        v.publicAddress,
        v.port,
        v.openFederation,
        v.allowedDomains,
        v.blockedDomains,
        v.serviceAccount,
        v.certificateStore,
        v.intendedCa,
        v.acme === null ? null : jsonText(v.acme),
        v.webroot,
      );
      if (put === 0) return null;
      await run(db, 'DELETE FROM federation_route WHERE pbx_id = $1::uuid', pbxId);
      await run(
        db,
        `INSERT INTO federation_route (pbx_id, position, provider_id, tenant_id, domain, host, port, enabled)
         SELECT f.pbx_id, r.position, f.provider_id, f.tenant_id, r.domain, r.host, r.port, r.enabled
         FROM federation f, jsonb_to_recordset($2::jsonb) AS r(position int, domain text, host text, port int, enabled boolean) WHERE f.pbx_id = $1::uuid`,
        pbxId,
        jsonText(v.routes.map((route, position) => ({ ...route, position }))),
      );
      return find(pbxId);
    },
    remove: async (pbxId) => isUuid(pbxId) && (await run(db, 'DELETE FROM federation WHERE pbx_id = $1::uuid', pbxId)) > 0,
    async confirm(pbxId, item, by) {
      if (!isUuid(pbxId)) return null;
      const changed = await run(
        db,
        `UPDATE federation SET checklist = CASE WHEN $3::jsonb IS NULL THEN checklist - $2::text ELSE checklist || jsonb_build_object($2::text, $3::jsonb) END, updated_at = now()
         WHERE pbx_id = $1::uuid`,
        pbxId,
        item,
        by === null ? null : JSON.stringify({ by: by.id, at: by.at.toISOString() }),
      );
      return changed > 0 ? find(pbxId) : null;
    },
    mtlsTest,
    async startMtlsTest(pbxId, { label, expiresAt }) {
      if (!isUuid(pbxId)) return null;
      // One that is over begins anew, under another name and without what the old one saw.
      await run(db, 'DELETE FROM mtls_test WHERE pbx_id = $1::uuid AND expires_at <= now()', pbxId);
      const started = await run(
        db,
        `INSERT INTO mtls_test (pbx_id, provider_id, tenant_id, edge_id, label, expires_at)
         SELECT f.pbx_id, f.provider_id, f.tenant_id, p.edge_id, $2, $3::timestamptz FROM federation f JOIN pbx p ON p.id = f.pbx_id WHERE f.pbx_id = $1::uuid
         ON CONFLICT (pbx_id) DO UPDATE SET expires_at = EXCLUDED.expires_at, edge_id = EXCLUDED.edge_id`,
        pbxId,
        label,
        expiresAt,
      );
      return started > 0 ? mtlsTest(pbxId) : null;
    },
    endMtlsTest: async (pbxId) => isUuid(pbxId) && (await run(db, 'DELETE FROM mtls_test WHERE pbx_id = $1::uuid', pbxId)) > 0,
  };
}

export function mtlsTests(db: Db): MtlsTests {
  type Test = Omit<MtlsTestRow, 'sightings'>;
  return {
    byLabel: (edgeId, label) =>
      row<Test & { readonly fqdn: string }>(
        db,
        `SELECT ${TEST}, f.fqdn FROM mtls_test m JOIN federation f ON f.pbx_id = m.pbx_id JOIN tenant t ON t.id = m.tenant_id WHERE m.edge_id = $1 AND m.label = $2 AND m.expires_at > now()
           AND t.deleted_at IS NULL AND t.suspended_at IS NULL`,
        edgeId,
        label,
      ),
    running: (edgeId) =>
      rows<Test>(db, `SELECT ${TEST} FROM mtls_test m WHERE m.edge_id = $1 AND m.expires_at > now() ORDER BY m.label`, edgeId),
    async add(label, sighting) {
      const noted = await row<{ pbxId: string }>(
        db,
        `INSERT INTO mtls_sighting (pbx_id, provider_id, tenant_id, remote_address, protocol, chain, answers)
         SELECT m.pbx_id, m.provider_id, m.tenant_id, $2, $3, $4::jsonb, $5::jsonb FROM mtls_test m WHERE m.label = $1 AND m.expires_at > now() RETURNING pbx_id AS "pbxId"`,
        label,
        sighting.remoteAddress,
        sighting.protocol,
        sighting.chain.length === 0 ? null : jsonText(sighting.chain),
        jsonText(sighting.answers),
      );
      if (!noted) return false;
      await run(
        db,
        `DELETE FROM mtls_sighting WHERE pbx_id = $1::uuid AND id <= (SELECT id FROM mtls_sighting WHERE pbx_id = $1::uuid ORDER BY id DESC OFFSET ${SIGHTINGS_KEPT} LIMIT 1)`,
        noted.pbxId,
      );
      return true;
    },
    async listening(edgeId, forMs) {
      await run(
        db,
        `UPDATE edge SET listening_until = now() + $2::double precision * interval '1 millisecond' WHERE id = $1`,
        edgeId,
        forMs,
      );
    },
    isListening: async (edgeId) => (await row(db, 'SELECT 1 FROM edge WHERE id = $1 AND listening_until > now()', edgeId)) !== null,
    purge: (olderThanMs, limit) =>
      run(
        db,
        `DELETE FROM mtls_test WHERE pbx_id IN (SELECT pbx_id FROM mtls_test WHERE expires_at < now() - $1::double precision * interval '1 millisecond' LIMIT $2::int)`,
        olderThanMs,
        limit,
      ),
  };
}
