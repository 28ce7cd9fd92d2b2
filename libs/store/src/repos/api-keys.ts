import { type Db, isUuid, row, run } from '../db.js';
import type { ApiKeys, ApiKeyState } from '../types/service-accounts.js';

/** The columns of a key in alias `k` with its account in alias `a`; by name, for one row and for a list of them in JSON alike. */
const STATE = `CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN k.expires_at <= now() OR a.expires_at <= now() THEN 'expired' ELSE 'active' END`;
const KEY = `SELECT k.id, k.prefix, ${STATE} AS state, k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt",
  k.last_used_at AS "lastUsedAt", k.last_used_from AS "lastUsedFrom" FROM api_key k JOIN service_account a ON a.id = k.service_account_id`;

/** The keys of the account in alias `s`, newest first, as JSON. */
export const KEYS_OF_ACCOUNT = `(SELECT COALESCE(jsonb_agg(to_jsonb(listed) ORDER BY listed."createdAt" DESC, listed.id), '[]') FROM (${KEY} WHERE a.id = s.id) listed) AS keys`;

type InJson = { readonly [K in keyof ApiKeyState]: ApiKeyState[K] extends Date | null ? string | null : ApiKeyState[K] };
const date = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** A key out of `KEYS_OF_ACCOUNT`. */
export const keyFromJson = (key: InJson): ApiKeyState => ({
  ...key,
  createdAt: new Date(key.createdAt as unknown as string),
  expiresAt: date(key.expiresAt),
  revokedAt: date(key.revokedAt),
  lastUsedAt: date(key.lastUsedAt),
});

export function apiKeys(db: Db): ApiKeys {
  const read = async (id: string): Promise<ApiKeyState> => {
    const found = await row<ApiKeyState>(db, `${KEY} WHERE k.id = $1::uuid`, id);
    if (!found) throw new Error('the key just written is gone');
    return found;
  };
  return {
    async add(account, key) {
      const made = await row<{ id: string }>(
        db,
        `INSERT INTO api_key (provider_id, service_account_id, prefix, hash, expires_at) VALUES ($1::uuid, $2::uuid, $3, $4, $5::timestamptz) RETURNING id`,
        account.providerId,
        account.id,
        key.prefix,
        key.hash,
        key.expiresAt,
      );
      return read(made?.id ?? '');
    },
    find: async (accountId, keyId) =>
      isUuid(keyId) ? row<ApiKeyState>(db, `${KEY} WHERE a.id = $1::uuid AND k.id = $2::uuid FOR UPDATE OF k`, accountId, keyId) : null,
    async limit(keyId, forMs) {
      await run(
        db,
        forMs <= 0
          ? 'UPDATE api_key SET revoked_at = COALESCE(revoked_at, now()) WHERE id = $1::uuid AND $2::double precision <= 0'
          : `UPDATE api_key SET expires_at = least(expires_at, now() + $2::double precision * interval '1 millisecond') WHERE id = $1::uuid`,
        keyId,
        forMs,
      );
      return read(keyId);
    },
  };
}
