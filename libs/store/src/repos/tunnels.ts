import { attempt, type Db, hold, isUuid, prepare, row, rows, run } from '../db.js';
import { fetchLimit, likePattern, toPage } from '../page.js';
import type { Outcome, Refusal } from '../types/common.js';
import type { TunnelRow, Tunnels } from '../types/tunnel.js';
import { rekey, takenPorts, writeMappings } from './mappings.js';
import { switchOff } from './switch-off.js';
import { toTunnel, TUNNEL, type TunnelColumns } from './tunnel-sql.js';

type NotFound = Extract<Refusal, { code: 'not-found' }>;
type PortTaken = Extract<Refusal, { code: 'port-taken' }>;
const missing = (what: NotFound['what']): { ok: false; refusal: NotFound } => ({ ok: false, refusal: { code: 'not-found', what } });

export function tunnels(db: Db): Tunnels {
  const find = async (id: string): Promise<TunnelRow | null> => {
    const raw = isUuid(id) ? await row<TunnelColumns>(db, `${TUNNEL} WHERE t.id = $1::uuid`, id) : null;
    return raw ? toTunnel(raw) : null;
  };
  const written = async (id: string, refusal: PortTaken | null): Promise<Outcome<TunnelRow, PortTaken | NotFound>> => {
    if (refusal) return { ok: false, refusal };
    const found = await find(id);
    return found ? { ok: true, value: found } : missing('tunnel');
  };
  /** Held until the end of the transaction, so that it cannot vanish meanwhile. */
  const ownersOf = (table: 'pbx' | 'ssh_server', id: string) =>
    isUuid(id)
      ? row<{ tenantId: string; providerId: string }>(
          db,
          `SELECT tenant_id AS "tenantId", provider_id AS "providerId" FROM ${table} WHERE id = $1::uuid FOR KEY SHARE`,
          id,
        )
      : null;

  return {
    find,
    lock: async (id) => ((await hold(db, 'tunnel', id)) ? find(id) : null),
    rekey: (moves) => rekey(db, moves),
    takenPorts: (listenKeys) => takenPorts(db, listenKeys),
    async list(page) {
      const values: unknown[] = [];
      const bound = (value: unknown): string => `$${values.push(value)}`;
      const { after, tenantId, pbxId, sshServerId } = page;
      const search = likePattern(page.search);
      const asked = [
        after && `(t.created_at, t.id) > (${bound(after.createdAt)}::timestamptz, ${bound(after.id)}::uuid)`,
        tenantId && `t.tenant_id = ${bound(tenantId)}::uuid`,
        pbxId && `t.pbx_id = ${bound(pbxId)}::uuid`,
        sshServerId && `t.ssh_server_id = ${bound(sshServerId)}::uuid`,
        search && `(t.name ILIKE ${bound(search)} OR p.name ILIKE ${bound(search)})`,
      ].filter((condition) => Boolean(condition));
      const where = asked.length > 0 ? `WHERE ${asked.join(' AND ')}` : '';
      const sql = prepare(`${TUNNEL} ${where} ORDER BY t.created_at, t.id LIMIT ${bound(fetchLimit(page))}::int`);
      const found = await rows<TunnelColumns>(db, sql, ...values);
      return toPage(found.map(toTunnel), page, (t) => ({ createdAt: t.createdAt, id: t.id }));
    },
    async listRelated({ pbxId, sshServerId }) {
      const found = await rows<TunnelColumns>(
        db,
        `${TUNNEL} WHERE t.pbx_id = $1::uuid OR t.ssh_server_id IN (
           SELECT o.id FROM ssh_server o JOIN ssh_server me ON me.id = $2::uuid AND o.tenant_id = me.tenant_id AND lower(o.host) = lower(me.host) AND o.port = me.port)
         ORDER BY t.created_at, t.id`,
        pbxId,
        sshServerId ?? null,
      );
      return found.map(toTunnel);
    },
    async create(values) {
      const pbx = await ownersOf('pbx', values.pbxId);
      if (!pbx) return missing('pbx');
      const server = await ownersOf('ssh_server', values.sshServerId);
      if (server?.tenantId !== pbx.tenantId) return missing('ssh-server');
      const tried = await attempt<PortTaken | null>(db, [], async () => {
        await run(
          db,
          `INSERT INTO tunnel (id, provider_id, tenant_id, pbx_id, ssh_server_id, module, name, enabled, shard, ends_at, request_id)
           VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6, $7, $8::boolean, $9::int, $10::timestamptz, $11::uuid)`,
          values.id,
          pbx.providerId,
          pbx.tenantId,
          values.pbxId,
          values.sshServerId,
          values.module,
          values.name,
          values.enabled,
          values.shard,
          values.grant?.endsAt ?? null,
          values.grant?.requestId ?? null,
        );
        const refusal = await writeMappings(db, values.id, [], values.mappings);
        return refusal ? { undo: refusal } : { keep: null };
      });
      return written(values.id, tried.ok ? tried.value : null);
    },
    async replace(id, values) {
      // The row lock makes two replacements of one tunnel follow each other.
      if (!(await hold(db, 'tunnel', id))) return missing('tunnel');
      const before = await find(id);
      if (!before) return missing('tunnel');
      if (before.pbxId !== values.pbxId) return missing('pbx');
      const server = await ownersOf('ssh_server', values.sshServerId);
      if (server?.tenantId !== before.tenantId) return missing('ssh-server');
      const tried = await attempt<PortTaken | null>(db, [], async () => {
        await run(
          db,
          `UPDATE tunnel SET ssh_server_id = $2::uuid, module = $3, name = $4, enabled = $5::boolean, generation = generation + 1, updated_at = now(),
             ends_at = CASE WHEN $6::boolean THEN $7::timestamptz ELSE ends_at END, request_id = CASE WHEN $6::boolean THEN $8::uuid ELSE request_id END
           WHERE id = $1::uuid`,
          id,
          values.sshServerId,
          values.module,
          values.name,
          values.enabled,
          values.grant !== undefined,
          values.grant?.endsAt ?? null,
          values.grant?.requestId ?? null,
        );
        const refusal = await writeMappings(db, id, before.mappings, values.mappings);
        return refusal ? { undo: refusal } : { keep: null };
      });
      return written(id, tried.ok ? tried.value : null);
    },
    async setEnd(id, endsAt) {
      if (!isUuid(id)) return null;
      await run(db, 'UPDATE tunnel SET ends_at = $2::timestamptz, updated_at = now() WHERE id = $1::uuid', id, endsAt);
      return find(id);
    },
    async switchOff(id) {
      if (!isUuid(id)) return null;
      await switchOff(db, id);
      return find(id);
    },
    async setEnabled(id, enabled) {
      if (!isUuid(id)) return null;
      await run(
        db,
        'UPDATE tunnel SET enabled = $2::boolean, updated_at = now() WHERE id = $1::uuid AND enabled <> $2::boolean',
        id,
        enabled,
      );
      return find(id);
    },
    async restart(id) {
      if (!isUuid(id)) return null;
      await run(
        db,
        'UPDATE tunnel SET restarts = restarts + 1, restarted_at = clock_timestamp(), updated_at = now() WHERE id = $1::uuid',
        id,
      );
      return find(id);
    },
    async remove(id) {
      return isUuid(id) && (await run(db, 'DELETE FROM tunnel WHERE id = $1::uuid', id)) > 0;
    },
    async touch(of) {
      const [condition, id] =
        'pbxId' in of
          ? ['pbx_id = $1::uuid', of.pbxId]
          : ['(ssh_server_id = $1::uuid OR pbx_id IN (SELECT id FROM pbx WHERE pbx.ssh_server_id = $1::uuid))', of.sshServerId];
      const touched = await rows<{ id: string }>(
        db,
        `UPDATE tunnel SET generation = generation + 1, updated_at = now() WHERE ${condition} RETURNING id`,
        id,
      );
      return touched.map((t) => t.id);
    },
  };
}
