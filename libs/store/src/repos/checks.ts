import { type Db, hold, isUuid, row, rows, run } from '../db.js';
import { fetchLimit, likePattern, toPage } from '../page.js';
import type { CheckRow, CheckRunRow, Checks, NewCheck } from '../types/checks.js';
import type { Refusal } from '../types/common.js';
import { CHECK_COLUMNS, type CheckColumns, findCheck, RUN_COLUMNS, sshServerOf, toCheck } from './check-sql.js';
import { jsonText } from './json-text.js';

type NotFound = Extract<Refusal, { code: 'not-found' }>;
const missing = (what: NotFound['what']): { ok: false; refusal: NotFound } => ({ ok: false, refusal: { code: 'not-found', what } });

export function checks(db: Db): Checks {
  const changed = async (id: string, sql: string, ...values: unknown[]): Promise<CheckRow | null> =>
    isUuid(id) && (await run(db, sql, id, ...values)) > 0 ? findCheck(db, id) : null;
  /** Held until the end of the transaction, so that it cannot vanish meanwhile. */
  const isOf = async (table: 'pbx' | 'ssh_server', tenantId: string, id: string | null): Promise<boolean> =>
    id === null ||
    (isUuid(id) &&
      (await row(db, `SELECT 1 FROM ${table} WHERE id = $1::uuid AND tenant_id = $2::uuid FOR KEY SHARE`, id, tenantId)) !== null);
  const findRequired = async (id: string): Promise<CheckRow> => {
    const found = await findCheck(db, id);
    if (!found) throw new Error('the check vanished inside its transaction');
    return found;
  };

  return {
    find: (id) => findCheck(db, id),
    lock: async (id) => ((await hold(db, 'checks', id)) ? findCheck(db, id) : null),
    async findByKey(tenantId, key) {
      const found = await row<CheckColumns>(
        db,
        `SELECT ${CHECK_COLUMNS} FROM checks c WHERE c.tenant_id = $1::uuid AND c.key = $2 AND c.kind = 'stored-certificate'`,
        tenantId,
        key,
      );
      return found && toCheck(found);
    },
    async list(page) {
      const found = await rows<CheckColumns>(
        db,
        `SELECT ${CHECK_COLUMNS} FROM checks c WHERE ($1::timestamptz IS NULL OR (c.created_at, c.id) > ($1::timestamptz, $2::uuid))
           AND ($3::uuid IS NULL OR c.tenant_id = $3::uuid) AND ($4::uuid IS NULL OR c.pbx_id = $4::uuid) AND ($5::text IS NULL OR c.kind = $5)
           AND ($6::text IS NULL OR c.status = $6) AND ($7::text IS NULL OR c.name ILIKE $7)
           AND ($8::boolean IS NULL OR $8 = (c.paused_at IS NOT NULL AND (c.paused_until IS NULL OR c.paused_until > now())))
         ORDER BY c.created_at, c.id LIMIT $9::int`,
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        page.tenantId ?? null,
        page.pbxId ?? null,
        page.kind ?? null,
        page.status ?? null,
        likePattern(page.search),
        page.paused ?? null,
        fetchLimit(page),
      );
      return toPage(found.map(toCheck), page, (c) => ({ createdAt: c.createdAt, id: c.id }));
    },
    async create(values: NewCheck) {
      const { tenantId, pbxId, vantage } = values;
      const tenant = isUuid(tenantId) && (await row(db, 'SELECT 1 FROM tenant WHERE id = $1::uuid FOR KEY SHARE', tenantId));
      if (!tenant) return missing('tenant');
      if (!(await isOf('pbx', tenantId, pbxId))) return missing('pbx');
      if (!(await isOf('ssh_server', tenantId, sshServerOf(vantage)))) return missing('ssh-server');
      const made = await row<{ id: string }>(
        db,
        `INSERT INTO checks (id, provider_id, tenant_id, pbx_id, edge_id, origin, key, kind, name, params, ssh_server_id, interval_seconds)
         SELECT n.id, t.provider_id, t.id, $2::uuid, COALESCE((SELECT edge_id FROM pbx WHERE id = $2::uuid), $3), $9, COALESCE($10, n.id::text), $4, $5, $6::jsonb, $7::uuid, $8::int
         FROM tenant t, (SELECT gen_random_uuid() AS id) n WHERE t.id = $1::uuid RETURNING id`,
        tenantId,
        pbxId,
        values.edgeId,
        values.kind,
        values.name,
        jsonText(values.params),
        sshServerOf(vantage),
        values.intervalSeconds,
        values.key === undefined ? 'free' : 'derived',
        values.key ?? null,
      );
      return { ok: true, value: await findRequired(made?.id ?? '') };
    },
    async change(id, changes) {
      const before = await findCheck(db, id);
      if (!before) return missing('check');
      const vantage = changes.vantage ?? before.vantage;
      if (!(await isOf('ssh_server', before.tenantId, sshServerOf(vantage)))) return missing('ssh-server');
      // What it looks at, or from where, is another question: nobody has looked yet.
      await run(
        db,
        `UPDATE checks c SET name = $2, params = $3::jsonb, ssh_server_id = $4::uuid, interval_seconds = $5::int, updated_at = now(),
           status = CASE WHEN same THEN status ELSE 'pending' END, status_since = CASE WHEN same OR status = 'pending' THEN status_since ELSE now() END,
           next_run_at = CASE WHEN same THEN LEAST(next_run_at, now() + $5::int * interval '1 second') ELSE now() END
         FROM (SELECT o.id AS known, o.params = $3::jsonb AND o.ssh_server_id IS NOT DISTINCT FROM $4::uuid AS same FROM checks o WHERE o.id = $1::uuid) b WHERE c.id = b.known`,
        id,
        changes.name ?? before.name,
        jsonText(changes.params ?? before.params),
        sshServerOf(vantage),
        changes.intervalSeconds ?? before.intervalSeconds,
      );
      return { ok: true, value: await findRequired(id) };
    },
    remove: async (id) => isUuid(id) && (await run(db, 'DELETE FROM checks WHERE id = $1::uuid', id)) > 0,
    pause: (id, until, reason) =>
      changed(
        id,
        `UPDATE checks SET paused_at = now(), paused_until = $2::timestamptz, pause_reason = $3, updated_at = now() WHERE id = $1::uuid`,
        until,
        reason,
      ),
    resume: (id) =>
      changed(
        id,
        `UPDATE checks SET paused_at = NULL, paused_until = NULL, pause_reason = NULL, updated_at = now(),
           next_run_at = CASE WHEN paused_at IS NULL THEN next_run_at ELSE now() END WHERE id = $1::uuid`,
      ),
    async runs(id, page) {
      if (!isUuid(id)) return { items: [], next: null };
      const found = await rows<CheckRunRow>(
        db,
        `SELECT ${RUN_COLUMNS} FROM check_run r WHERE r.check_id = $1::uuid AND ($2::bigint IS NULL OR r.id < $2::bigint) AND ($3::boolean IS NOT TRUE OR r.changed)
         ORDER BY r.id DESC LIMIT $4::int`,
        id,
        page.after && /^\d+$/.test(page.after.id) ? page.after.id : null,
        page.changed ?? false,
        fetchLimit(page),
      );
      return toPage(found, page, (r) => ({ createdAt: r.at, id: r.id }));
    },
  };
}
