import type { HostKey } from '@stellwerk/domain';
import { attempt, type Db, hold, isUuid, row, rows, run, STILL_REFERRED } from '../db.js';
import { fetchLimit, toPage } from '../page.js';
import type { SealedCredential, SshServerRow, SshServers } from '../types/ssh-server.js';

type KeyJson = HostKey & { at: string };
type Raw = Omit<SshServerRow, 'pinned' | 'offered'> & { pinned: KeyJson[]; offered: KeyJson[] };

const keys = (kind: 'pinned' | 'offered') =>
  `COALESCE((SELECT jsonb_agg(jsonb_build_object('type', h.type, 'fingerprint', h.fingerprint, 'at', h.at) ORDER BY h.type)
    FROM host_key h WHERE h.ssh_server_id = s.id AND h.kind = '${kind}'), '[]') AS ${kind}`;

const SELECT = `SELECT s.id, s.provider_id AS "providerId", s.tenant_id AS "tenantId", s.name, s.host, s.port, s.username, s.engine,
  s.credential_kind AS "credentialKind", s.version, s.created_at AS "createdAt", s.updated_at AS "updatedAt", ${keys('pinned')}, ${keys('offered')} FROM ssh_server s`;

const dated = (key: KeyJson) => ({ type: key.type, fingerprint: key.fingerprint, at: new Date(key.at) });
const toRow = (raw: Raw): SshServerRow => ({ ...raw, pinned: raw.pinned.map(dated), offered: raw.offered.map(dated) });

/** Pins keys; with `replace` they take the place of pinned ones of their type. Returns how many rows changed. */
export const pin = (db: Db, sshServerId: string, hostKeys: readonly HostKey[], how: 'keep' | 'replace'): Promise<number> =>
  run(
    db,
    `INSERT INTO host_key (ssh_server_id, kind, type, provider_id, tenant_id, fingerprint)
     SELECT s.id, 'pinned', k.type, s.provider_id, s.tenant_id, k.fingerprint
     FROM ssh_server s, jsonb_to_recordset($2::jsonb) AS k(type text, fingerprint text) WHERE s.id = $1::uuid
     ON CONFLICT (ssh_server_id, kind, type) DO ${how === 'keep' ? 'NOTHING' : 'UPDATE SET fingerprint = EXCLUDED.fingerprint, at = now()'}`,
    sshServerId,
    JSON.stringify(hostKeys),
  );

export function sshServers(db: Db): SshServers {
  const find = async (id: string) => {
    const raw = isUuid(id) ? await row<Raw>(db, `${SELECT} WHERE s.id = $1::uuid`, id) : null;
    return raw ? toRow(raw) : null;
  };
  const written = async (id: string): Promise<SshServerRow> => {
    const found = await find(id);
    if (!found) throw new Error('the SSH server vanished inside its transaction');
    return found;
  };
  return {
    find,
    lock: async (id) => ((await hold(db, 'ssh_server', id)) ? find(id) : null),
    async list(page) {
      const found = await rows<Raw>(
        db,
        `${SELECT} WHERE ($1::timestamptz IS NULL OR (s.created_at, s.id) > ($1::timestamptz, $2::uuid)) AND ($3::uuid IS NULL OR s.tenant_id = $3::uuid)
         ORDER BY s.created_at, s.id LIMIT $4::int`,
        page.after?.createdAt ?? null,
        page.after?.id ?? null,
        page.tenantId ?? null,
        fetchLimit(page),
      );
      return toPage(found.map(toRow), page, (s) => ({ createdAt: s.createdAt, id: s.id }));
    },
    async credential(id) {
      const found = isUuid(id)
        ? await row<{ kind: string; keyId: string; keyVersion: number; bytes: Uint8Array }>(
            db,
            'SELECT credential_kind AS kind, credential_key_id AS "keyId", credential_key_version AS "keyVersion", credential AS bytes FROM ssh_server WHERE id = $1::uuid',
            id,
          )
        : null;
      return found && { kind: found.kind, sealed: { keyId: found.keyId, keyVersion: found.keyVersion, bytes: found.bytes } };
    },
    async create(values) {
      const { sealed, kind } = values.credential;
      const made = await run(
        db,
        `INSERT INTO ssh_server (id, provider_id, tenant_id, name, host, port, username, engine, credential_kind, credential, credential_key_id, credential_key_version)
         SELECT $1::uuid, t.provider_id, t.id, $3, $4, $5::int, $6, $7, $8, $9, $10::uuid, $11::int FROM tenant t WHERE t.id = $2::uuid`,
        values.id,
        values.tenantId,
        values.name,
        values.host,
        values.port,
        values.username,
        values.engine,
        kind,
        sealed.bytes,
        sealed.keyId,
        sealed.keyVersion,
      );
      if (made === 0) return { ok: false, refusal: { code: 'not-found', what: 'tenant' } };
      await pin(db, values.id, values.pinned, 'keep');
      return { ok: true, value: await written(values.id) };
    },
    async replace(id, values) {
      if (!isUuid(id)) return null;
      const changed = await run(
        db,
        'UPDATE ssh_server SET name = $2, host = $3, port = $4::int, username = $5, engine = $6, updated_at = now() WHERE id = $1::uuid',
        id,
        values.name,
        values.host,
        values.port,
        values.username,
        values.engine,
      );
      if (changed === 0) return null;
      if (values.credential) await setCredential(db, id, values.credential);
      if (values.pinned) {
        const kept = values.pinned.map((key) => `${key.type} ${key.fingerprint}`);
        await run(
          db,
          `DELETE FROM host_key WHERE ssh_server_id = $1::uuid AND kind = 'pinned' AND NOT (type || ' ' || fingerprint) = ANY ($2::text[])`,
          id,
          kept,
        );
        await pin(db, id, values.pinned, 'keep');
      }
      return written(id);
    },
    async remove(id) {
      if (!(await find(id))) return { ok: false, refusal: { code: 'not-found', what: 'ssh-server' } };
      const tried = await attempt(db, STILL_REFERRED, async () => ({
        keep: await run(db, 'DELETE FROM ssh_server WHERE id = $1::uuid', id),
      }));
      if (tried.ok) return { ok: true, value: null };
      const used = async (table: 'tunnel' | 'pbx'): Promise<boolean> =>
        (await row(db, `SELECT 1 FROM ${table} WHERE ssh_server_id = $1::uuid LIMIT 1`, id)) !== null;
      return { ok: false, refusal: { code: 'in-use', by: (await used('tunnel')) ? 'tunnel' : (await used('pbx')) ? 'pbx' : 'check' } };
    },
    async trust(id, key) {
      if (!isUuid(id) || (await pin(db, id, [key], 'replace')) === 0) return null;
      await run(db, 'UPDATE ssh_server SET updated_at = now() WHERE id = $1::uuid', id);
      return written(id);
    },
  };
}

function setCredential(db: Db, id: string, { kind, sealed }: SealedCredential): Promise<number> {
  return run(
    db,
    'UPDATE ssh_server SET credential_kind = $2, credential = $3, credential_key_id = $4::uuid, credential_key_version = $5::int WHERE id = $1::uuid',
    id,
    kind,
    sealed.bytes,
    sealed.keyId,
    sealed.keyVersion,
  );
}
