import { type Db, isUuid, row, rows, run } from '../db.js';
import type { Factors, PasskeyRow } from '../types/identity.js';

const PASSKEY = `k.id, k.person_id AS "personId", k.credential_id AS "credentialId", k.public_key AS "publicKey", k.counter::float8 AS counter,
  k.transports, k.name, k.backed_up AS "backedUp", k.created_at AS "createdAt", k.last_used_at AS "lastUsedAt"`;

export function factors(db: Db): Factors {
  const change = async (sql: string, ...values: unknown[]): Promise<boolean> => (await run(db, sql, ...values)) > 0;
  const removeTotp = (personId: string) =>
    change(
      `UPDATE person SET totp_secret = NULL, totp_key_id = NULL, totp_key_version = NULL, totp_confirmed_at = NULL, totp_last_step = NULL, updated_at = now()
       WHERE id = $1::uuid AND totp_secret IS NOT NULL`,
      personId,
    );
  return {
    proposeTotp: (personId, sealed) =>
      change(
        `UPDATE person SET totp_secret = $2, totp_key_id = $3::uuid, totp_key_version = $4::int, totp_last_step = NULL, updated_at = now()
         WHERE id = $1::uuid AND totp_confirmed_at IS NULL`,
        personId,
        sealed.bytes,
        sealed.keyId,
        sealed.keyVersion,
      ),
    confirmTotp: (personId, step) =>
      change(
        `UPDATE person SET totp_confirmed_at = now(), totp_last_step = $2::bigint, updated_at = now()
         WHERE id = $1::uuid AND totp_secret IS NOT NULL AND totp_confirmed_at IS NULL`,
        personId,
        step,
      ),
    takeTotpStep: (personId, step) =>
      change(
        `UPDATE person SET totp_last_step = $2::bigint
         WHERE id = $1::uuid AND totp_confirmed_at IS NOT NULL AND (totp_last_step IS NULL OR totp_last_step < $2::bigint)`,
        personId,
        step,
      ),
    removeTotp,
    passkeys: (personId) =>
      rows<PasskeyRow>(db, `SELECT ${PASSKEY} FROM passkey k WHERE k.person_id = $1::uuid ORDER BY k.created_at, k.id`, personId),
    findPasskey: (credentialId) => row<PasskeyRow>(db, `SELECT ${PASSKEY} FROM passkey k WHERE k.credential_id = $1`, credentialId),
    addPasskey: (k) =>
      row<PasskeyRow>(
        db,
        `INSERT INTO passkey AS k (person_id, credential_id, public_key, counter, transports, name, backed_up)
         VALUES ($1::uuid, $2, $3, $4::bigint, $5::text[], $6, $7::boolean) ON CONFLICT (credential_id) DO NOTHING RETURNING ${PASSKEY}`,
        k.personId,
        k.credentialId,
        k.publicKey,
        k.counter,
        k.transports,
        k.name,
        k.backedUp,
      ),
    usePasskey: (id, counter, backedUp) =>
      change(
        `UPDATE passkey SET counter = $2::bigint, backed_up = $3::boolean, last_used_at = now()
         WHERE id = $1::uuid AND (counter < $2::bigint OR (counter = 0 AND $2::bigint = 0))`,
        id,
        counter,
        backedUp,
      ),
    removePasskey: async (personId, id) =>
      isUuid(id) && change('DELETE FROM passkey WHERE id = $1::uuid AND person_id = $2::uuid', id, personId),
    async replaceRecoveryCodes(personId, hashes) {
      await run(db, 'DELETE FROM recovery_code WHERE person_id = $1::uuid', personId);
      await run(db, 'INSERT INTO recovery_code (person_id, hash) SELECT $1::uuid, unnest($2::bytea[])', personId, hashes);
    },
    takeRecoveryCode: (personId, hash) =>
      change('UPDATE recovery_code SET used_at = now() WHERE person_id = $1::uuid AND hash = $2 AND used_at IS NULL', personId, hash),
    async removeAll(personId) {
      await removeTotp(personId);
      await run(db, 'DELETE FROM passkey WHERE person_id = $1::uuid', personId);
      await run(db, 'DELETE FROM recovery_code WHERE person_id = $1::uuid', personId);
    },
  };
}
