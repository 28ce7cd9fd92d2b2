import { type Db, row, run } from '../db.js';
import type { Begun, CarryOut, IdempotencyKeys } from '../types/idempotency.js';

interface Stored {
  readonly same: boolean;
  readonly carriedOut: boolean;
  readonly abandoned: boolean;
  readonly status: number | null;
  readonly bytes: Uint8Array | null;
  readonly keyId: string | null;
  readonly keyVersion: number | null;
}

const MS = `* interval '1 millisecond'`;

/** A row that stands for nothing any more: too old, or abandoned by a first request that changed nothing. */
const FREE = `k.created_at < clock_timestamp() - $6::double precision ${MS} OR
  (k.status IS NULL AND NOT k.carried_out AND k.route = $4 AND k.body_hash = $5 AND k.created_at < clock_timestamp() - $7::double precision ${MS})`;

const judged = (found: Stored): Begun => {
  if (!found.same) return { state: 'other' };
  const { status, bytes, keyId, keyVersion } = found;
  if (status !== null && bytes !== null && keyId !== null && keyVersion !== null)
    return { state: 'done', status, reply: { bytes, keyId, keyVersion } };
  return { state: found.carriedOut && found.abandoned ? 'lost' : 'running' };
};

export function idempotencyKeys(db: Db): IdempotencyKeys {
  return {
    async begin({ principalId, providerId, key, route, bodyHash }, { keptMs, abandonedMs }) {
      // Taken in one statement, so that of two requests that come together exactly one is first.
      const taken = await row<{ since: Date }>(
        db,
        `INSERT INTO idempotency_key AS k (principal_id, key, provider_id, route, body_hash, created_at)
         VALUES ($1::uuid, $2, $3::uuid, $4, $5, clock_timestamp())
         ON CONFLICT (principal_id, key) DO UPDATE SET provider_id = EXCLUDED.provider_id, route = EXCLUDED.route, body_hash = EXCLUDED.body_hash,
           status = NULL, reply = NULL, reply_key_id = NULL, reply_key_version = NULL, carried_out = false, created_at = EXCLUDED.created_at
         WHERE ${FREE} RETURNING k.created_at AS since`,
        principalId,
        key,
        providerId,
        route,
        bodyHash,
        keptMs,
        abandonedMs,
      );
      if (taken) return { state: 'first', claim: { principalId, key, since: taken.since } };
      const found = await row<Stored>(
        db,
        `SELECT (k.route = $3 AND k.body_hash = $4) AS same, k.carried_out AS "carriedOut", k.status, k.reply AS bytes, k.reply_key_id AS "keyId",
           k.reply_key_version AS "keyVersion", k.created_at < clock_timestamp() - $5::double precision ${MS} AS abandoned
         FROM idempotency_key k WHERE k.principal_id = $1::uuid AND k.key = $2`,
        principalId,
        key,
        route,
        bodyHash,
        abandonedMs,
      );
      // Freed between the two statements: as good as running, the caller asks again.
      return found ? judged(found) : { state: 'running' };
    },
    finish: async ({ principalId, key, since }, status, reply) =>
      (await run(
        db,
        `UPDATE idempotency_key SET status = $4::int, reply = $5, reply_key_id = $6::uuid, reply_key_version = $7::int
         WHERE principal_id = $1::uuid AND key = $2 AND created_at = $3::timestamptz AND status IS NULL`,
        principalId,
        key,
        since,
        status,
        reply.bytes,
        reply.keyId,
        reply.keyVersion,
      )) > 0,
    async release({ principalId, key, since }, refused) {
      await run(
        db,
        `DELETE FROM idempotency_key WHERE principal_id = $1::uuid AND key = $2 AND created_at = $3::timestamptz AND status IS NULL AND ($4::boolean OR NOT carried_out)`,
        principalId,
        key,
        since,
        refused,
      );
    },
  };
}

/** Behind both doors: the function looks only at keys of the caller's own provider. */
export const carryOut = (db: Db): CarryOut => ({
  carriedOut: async ({ principalId, key, since }) =>
    (await row<{ done: boolean }>(db, 'SELECT idempotency_carried_out($1::uuid, $2, $3::timestamptz) AS done', principalId, key, since))
      ?.done === true,
});
