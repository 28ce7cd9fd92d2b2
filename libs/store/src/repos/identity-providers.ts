import { type Db, isUuid, row, rows, run } from '../db.js';
import type { IdentityProviderRow, IdentityProviders, IdentityProviderValues } from '../types/identity-providers.js';
import { circleValues, IN_CIRCLE } from './members.js';

interface Columns extends Omit<IdentityProviderRow, 'clientSecret'> {
  readonly bytes: Uint8Array;
  readonly keyId: string;
  readonly keyVersion: number;
}

const COLUMNS = `i.id, i.provider_id AS "providerId", i.tenant_id AS "tenantId", i.name, i.issuer, i.client_id AS "clientId", i.client_secret AS bytes,
  i.secret_key_id AS "keyId", i.secret_key_version AS "keyVersion", i.enforced, i.version, i.created_at AS "createdAt", i.updated_at AS "updatedAt"`;
/** A first word that more companies share tells none of them. */
const MOST_FOUND = 5;

const toIdentityProvider = ({ bytes, keyId, keyVersion, ...provider }: Columns): IdentityProviderRow => ({
  ...provider,
  clientSecret: { keyId, keyVersion, bytes },
});

const written = ({ clientSecret, ...v }: IdentityProviderValues): unknown[] => [
  v.name,
  v.issuer,
  v.clientId,
  clientSecret.bytes,
  clientSecret.keyId,
  clientSecret.keyVersion,
  v.enforced,
];

export function identityProviders(db: Db): IdentityProviders {
  const one = async (sql: string, ...values: unknown[]): Promise<IdentityProviderRow | null> => {
    const found = await row<Columns>(db, sql, ...values);
    return found && toIdentityProvider(found);
  };
  return {
    async list(circle) {
      const all = await rows<Columns>(
        db,
        `SELECT ${COLUMNS} FROM identity_provider i WHERE ${IN_CIRCLE('i')} ORDER BY i.created_at, i.id`,
        ...circleValues(circle),
      );
      return all.map(toIdentityProvider);
    },
    lock: async (providerId, id) =>
      isUuid(id)
        ? one(`SELECT ${COLUMNS} FROM identity_provider i WHERE i.provider_id = $1::uuid AND i.id = $2::uuid FOR UPDATE`, providerId, id)
        : null,
    find: async (id) =>
      isUuid(id)
        ? one(
            `SELECT ${COLUMNS} FROM identity_provider i LEFT JOIN tenant t ON t.id = i.tenant_id WHERE i.id = $1::uuid AND t.deleted_at IS NULL`,
            id,
          )
        : null,
    async search(text) {
      const found = await rows<{ id: string; name: string; owner: string }>(
        db,
        `SELECT i.id, i.name, COALESCE(t.name, p.name) AS owner FROM identity_provider i JOIN provider p ON p.id = i.provider_id
           LEFT JOIN tenant t ON t.id = i.tenant_id
         WHERE t.deleted_at IS NULL AND starts_with(lower(COALESCE(t.name, p.name)) || ' ', lower($1) || ' ') ORDER BY owner, i.name, i.id LIMIT $2::int`,
        text.trim(),
        MOST_FOUND + 1,
      );
      return found.length > MOST_FOUND ? [] : found;
    },
    async create({ circle, id, ...values }) {
      const made = await one(
        `INSERT INTO identity_provider AS i (provider_id, tenant_id, id, name, issuer, client_id, client_secret, secret_key_id, secret_key_version, enforced)
         VALUES ($1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7, $8::uuid, $9::int, $10::boolean) RETURNING ${COLUMNS}`,
        ...circleValues(circle),
        id,
        ...written(values),
      );
      if (!made) throw new Error('the identity provider was not inserted');
      return made;
    },
    replace: (id, values) =>
      one(
        `UPDATE identity_provider i SET name = $2, issuer = $3, client_id = $4, client_secret = $5, secret_key_id = $6::uuid, secret_key_version = $7::int,
           enforced = $8::boolean, updated_at = now() WHERE i.id = $1::uuid RETURNING ${COLUMNS}`,
        id,
        ...written(values),
      ),
    async remove(id) {
      await run(db, 'DELETE FROM session WHERE identity_provider_id = $1::uuid', id);
      return (await run(db, 'DELETE FROM identity_provider WHERE id = $1::uuid', id)) > 0;
    },
    endSessions: (id) => run(db, 'DELETE FROM session WHERE identity_provider_id = $1::uuid', id),
    endOtherSessions: (circle) =>
      run(
        db,
        `DELETE FROM session s USING member m WHERE m.id = s.member_id AND ${IN_CIRCLE('m')} AND m.role <> 'owner'
           AND NOT EXISTS (SELECT 1 FROM identity_provider i WHERE i.id = s.identity_provider_id AND ${IN_CIRCLE('i')})`,
        ...circleValues(circle),
      ),
  };
}
