import { type Db, row, rows, run } from '../db.js';
import type { DataKeyRow } from '../types/tenant.js';
import type { Retention, SealedValues } from '../types/worker.js';

interface SealedColumns {
  readonly sshServerId: string;
  readonly tenantId: string;
  readonly keyId: string;
  readonly keyVersion: number;
  readonly bytes: Uint8Array;
}

export function sealedValues(db: Db): SealedValues {
  return {
    async outdated(limit) {
      const found = await rows<SealedColumns>(
        db,
        `SELECT s.id AS "sshServerId", s.tenant_id AS "tenantId", s.credential_key_id AS "keyId", s.credential_key_version AS "keyVersion", s.credential AS bytes
         FROM ssh_server s WHERE s.credential_key_version < (SELECT max(k.version) FROM data_key k WHERE k.tenant_id = s.tenant_id) ORDER BY s.tenant_id, s.id LIMIT $1::int`,
        limit,
      );
      return found.map(({ sshServerId, tenantId, ...credential }) => ({ sshServerId, tenantId, credential }));
    },
    async reseal(sshServerId, from, to) {
      const changed = await run(
        db,
        `UPDATE ssh_server SET credential = $2, credential_key_id = $3::uuid, credential_key_version = $4::int
         WHERE id = $1::uuid AND credential = $5 AND credential_key_id = $6::uuid`,
        sshServerId,
        to.bytes,
        to.keyId,
        to.keyVersion,
        from.bytes,
        from.keyId,
      );
      return changed > 0;
    },
    wrappedByOther: (kekId, limit) =>
      rows<DataKeyRow>(
        db,
        `SELECT k.id, k.provider_id AS "providerId", k.tenant_id AS "tenantId", k.version, k.kek_id AS "kekId", k.wrapped, k.created_at AS "createdAt"
         FROM data_key k WHERE k.kek_id <> $1 ORDER BY k.id LIMIT $2::int`,
        kekId,
        limit,
      ),
    rewrap: async (dataKeyId, kekId, wrapped) =>
      (await run(db, 'UPDATE data_key SET kek_id = $2, wrapped = $3 WHERE id = $1::uuid', dataKeyId, kekId, wrapped)) > 0,
    async tenantsWithKeys() {
      const found = await row<{ ids: string[] }>(db, `SELECT COALESCE(array_agg(DISTINCT tenant_id::text), '{}') AS ids FROM data_key`);
      return found?.ids ?? [];
    },
  };
}

export function retention(db: Db): Retention {
  return {
    events: (olderThanMs, limit) =>
      run(
        db,
        `DELETE FROM tunnel_event WHERE id IN (SELECT id FROM tunnel_event WHERE at < clock_timestamp() - $1::double precision * interval '1 millisecond' ORDER BY at LIMIT $2::int)`,
        olderThanMs,
        limit,
      ),
    idempotencyKeys: (olderThanMs, limit) =>
      run(
        db,
        `DELETE FROM idempotency_key WHERE (principal_id, key) IN (SELECT principal_id, key FROM idempotency_key
           WHERE created_at < clock_timestamp() - $1::double precision * interval '1 millisecond' ORDER BY created_at LIMIT $2::int)`,
        olderThanMs,
        limit,
      ),
    sessions: (limit) => run(db, 'DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_at < now() LIMIT $1::int)', limit),
  };
}
