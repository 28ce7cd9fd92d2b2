import { attempt, type Db, hold, isUuid, row, rows, run, STILL_REFERRED } from '../db.js';
import { fetchLimit, toPage } from '../page.js';
import type { Outcome, Refusal } from '../types/common.js';
import type { ModuleRow, PbxRow, Pbxs, PbxValues } from '../types/pbx.js';

const MODULES = `SELECT jsonb_agg(jsonb_build_object('module', m.module, 'version', m.version, 'configurations', COALESCE(
    (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'enabled', c.enabled) ORDER BY c.position) FROM module_configuration c WHERE c.pbx_id = m.pbx_id AND c.module = m.module),
  '[]')) ORDER BY m.module) FROM pbx_module m`;

const SELECT = `SELECT p.id, p.provider_id AS "providerId", p.tenant_id AS "tenantId", p.edge_id AS "edgeId", p.name, p.product, p.version, p.edition, p.access,
  p.address, p.listen_address AS "listenAddress", p.networks, p.ssh_server_id AS "sshServerId", p.row_version AS "rowVersion", p.created_at AS "createdAt", p.updated_at AS "updatedAt",
  COALESCE((${MODULES} WHERE m.pbx_id = p.id), '[]') AS modules FROM pbx p`;

type NotFound = Extract<Refusal, { code: 'not-found' }>;
const missing = (what: NotFound['what']): { ok: false; refusal: NotFound } => ({ ok: false, refusal: { code: 'not-found', what } });

export function pbxs(db: Db): Pbxs {
  const find = async (id: string) => (isUuid(id) ? row<PbxRow>(db, `${SELECT} WHERE p.id = $1::uuid`, id) : null);
  const written = async (id: string): Promise<Outcome<PbxRow, NotFound>> => {
    const found = await find(id);
    return found ? { ok: true, value: found } : missing('pbx');
  };
  /** Held until the end of the transaction, so that it cannot vanish meanwhile. */
  const sshServerIsOf = async (tenantId: string, id: string | null): Promise<boolean> =>
    id === null ||
    (isUuid(id) &&
      (await row(db, 'SELECT 1 FROM ssh_server WHERE id = $1::uuid AND tenant_id = $2::uuid FOR KEY SHARE', id, tenantId)) !== null);
  /** What is installed on it is part of it. */
  const renew = (id: string): Promise<number> => run(db, 'UPDATE pbx SET updated_at = now() WHERE id = $1::uuid', id);
  const columns = (v: PbxValues) => [
    v.name,
    v.product,
    v.version,
    v.edition,
    v.access,
    v.address,
    v.listenAddress,
    v.networks,
    v.sshServerId,
  ];

  return {
    find,
    lock: async (id) => ((await hold(db, 'pbx', id)) ? find(id) : null),
    async list(page) {
      const found = await rows<PbxRow>(
        db,
        `${SELECT} WHERE ($1::timestamptz IS NULL OR (p.created_at, p.id) > ($1::timestamptz, $2::uuid))
           AND ($3::uuid IS NULL OR p.tenant_id = $3::uuid) AND ($4::text IS NULL OR p.product = $4)
         ORDER BY p.created_at, p.id LIMIT $5::int`,
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        page.tenantId ?? null,
        page.product ?? null,
        fetchLimit(page),
      );
      return toPage(found, page, (p) => ({ createdAt: p.createdAt, id: p.id }));
    },
    async create(values) {
      const tenant = isUuid(values.tenantId)
        ? await row<{ providerId: string }>(
            db,
            'SELECT provider_id AS "providerId" FROM tenant WHERE id = $1::uuid FOR KEY SHARE',
            values.tenantId,
          )
        : null;
      if (!tenant) return missing('tenant');
      if (!(await sshServerIsOf(values.tenantId, values.sshServerId))) return missing('ssh-server');
      const made = await row<{ id: string }>(
        db,
        `INSERT INTO pbx (provider_id, tenant_id, edge_id, name, product, version, edition, access, address, listen_address, networks, ssh_server_id)
         VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8, $9, $10, $11::text[], $12::uuid) RETURNING id`,
        tenant.providerId,
        values.tenantId,
        values.edgeId ?? 'local',
        ...columns(values),
      );
      return written(made?.id ?? '');
    },
    async replace(id, values) {
      const before = await find(id);
      if (!before) return missing('pbx');
      if (!(await sshServerIsOf(before.tenantId, values.sshServerId))) return missing('ssh-server');
      await run(
        db,
        `UPDATE pbx SET name = $2, product = $3, version = $4, edition = $5, access = $6, address = $7, listen_address = $8, networks = $9::text[], ssh_server_id = $10::uuid,
         updated_at = now() WHERE id = $1::uuid`,
        id,
        ...columns(values),
      );
      return written(id);
    },
    async remove(id) {
      if (!(await find(id))) return missing('pbx');
      const tried = await attempt(db, STILL_REFERRED, async () => ({ keep: await run(db, 'DELETE FROM pbx WHERE id = $1::uuid', id) }));
      return tried.ok ? { ok: true, value: null } : { ok: false, refusal: { code: 'in-use', by: 'tunnel' } };
    },
    async putModule(pbxId, module, values) {
      if (!isUuid(pbxId)) return null;
      const installed = await run(
        db,
        `INSERT INTO pbx_module (pbx_id, module, provider_id, tenant_id, version) SELECT p.id, $2, p.provider_id, p.tenant_id, $3 FROM pbx p WHERE p.id = $1::uuid
         ON CONFLICT (pbx_id, module) DO UPDATE SET version = EXCLUDED.version, updated_at = now()`,
        pbxId,
        module,
        values.version,
      );
      if (installed === 0) return null;
      await renew(pbxId);
      const configurations = JSON.stringify(values.configurations.map((c, position) => ({ ...c, position })));
      // A known id keeps its row; an unknown one is no claim on somebody else's row, but a new configuration.
      await run(
        db,
        `WITH wanted AS (SELECT c.id AS asked, o.id AS kept, c.name, c.enabled, c.position FROM jsonb_to_recordset($3::jsonb) AS c(id uuid, name text, enabled boolean, position int)
           LEFT JOIN module_configuration o ON o.id = c.id AND o.pbx_id = $1::uuid AND o.module = $2),
         gone AS (DELETE FROM module_configuration d WHERE d.pbx_id = $1::uuid AND d.module = $2 AND d.id NOT IN (SELECT kept FROM wanted WHERE kept IS NOT NULL)),
         changed AS (UPDATE module_configuration u SET name = w.name, enabled = w.enabled, position = w.position FROM wanted w WHERE u.id = w.kept)
         INSERT INTO module_configuration (provider_id, tenant_id, pbx_id, module, name, enabled, position)
         SELECT p.provider_id, p.tenant_id, p.id, $2, w.name, w.enabled, w.position FROM wanted w, pbx p WHERE p.id = $1::uuid AND w.kept IS NULL`,
        pbxId,
        module,
        configurations,
      );
      const found = await row<{ modules: ModuleRow[] }>(
        db,
        `SELECT (${MODULES} WHERE m.pbx_id = $1::uuid AND m.module = $2) AS modules`,
        pbxId,
        module,
      );
      return found?.modules[0] ?? null;
    },
    async removeModule(pbxId, module) {
      if (!isUuid(pbxId) || (await run(db, 'DELETE FROM pbx_module WHERE pbx_id = $1::uuid AND module = $2', pbxId, module)) === 0)
        return false;
      await renew(pbxId);
      return true;
    },
  };
}
