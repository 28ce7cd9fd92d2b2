import { type Db, isUuid, row, rows, run } from '../db.js';
import type { Flows, IdentityKeyRow, IdentityKeys } from '../types/identity.js';

export function flows(db: Db): Flows {
  return {
    put: async ({ hash, kind, data, lifetimeMs }) => {
      // Whoever begins something also clears away what nobody finished.
      await run(
        db,
        'DELETE FROM sign_in_flow WHERE hash IN (SELECT hash FROM sign_in_flow WHERE expires_at < now() LIMIT 100 FOR UPDATE SKIP LOCKED)',
      );
      await run(
        db,
        `INSERT INTO sign_in_flow (hash, kind, data, expires_at) VALUES ($1, $2, $3::jsonb, now() + $4::double precision * interval '1 millisecond')`,
        hash,
        kind,
        JSON.stringify(data),
        lifetimeMs,
      );
    },
    async take(hash, kind) {
      const taken = await row<{ data: Record<string, unknown> }>(
        db,
        'DELETE FROM sign_in_flow WHERE hash = $1 AND kind = $2 AND expires_at > now() RETURNING data',
        hash,
        kind,
      );
      return taken?.data ?? null;
    },
  };
}

const KEY = 'k.id, k.owner_id AS "tenantId", k.version, k.kek_id AS "kekId", k.wrapped';

export function identityKeys(db: Db): IdentityKeys {
  return {
    current: (ownerId) =>
      row<IdentityKeyRow>(db, `SELECT ${KEY} FROM identity_key k WHERE k.owner_id = $1::uuid ORDER BY k.version DESC LIMIT 1`, ownerId),
    find: async (id) => (isUuid(id) ? row<IdentityKeyRow>(db, `SELECT ${KEY} FROM identity_key k WHERE k.id = $1::uuid`, id) : null),
    async add(key) {
      await run(
        db,
        `INSERT INTO identity_key (id, owner_id, version, kek_id, wrapped) VALUES ($1::uuid, $2::uuid, $3::int, $4, $5)
         ON CONFLICT (owner_id, version) DO NOTHING`,
        key.id,
        key.tenantId,
        key.version,
        key.kekId,
        key.wrapped,
      );
      const counts = await row<IdentityKeyRow>(
        db,
        `SELECT ${KEY} FROM identity_key k WHERE k.owner_id = $1::uuid AND k.version = $2::int`,
        key.tenantId,
        key.version,
      );
      if (!counts) throw new Error('the key was not inserted');
      return counts;
    },
    wrappedByOther: (kekId, limit) =>
      rows<IdentityKeyRow>(db, `SELECT ${KEY} FROM identity_key k WHERE k.kek_id <> $1 ORDER BY k.id LIMIT $2::int`, kekId, limit),
    rewrap: async (id, kekId, wrapped) =>
      (await run(db, 'UPDATE identity_key SET kek_id = $2, wrapped = $3 WHERE id = $1::uuid', id, kekId, wrapped)) > 0,
  };
}
