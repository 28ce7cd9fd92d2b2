import { type Db, row, run } from '../db.js';
import type { ProviderSettings, ProviderSettingsRow } from '../types/provider-settings.js';

const COLUMNS = `p.name, p.mfa_required AS "mfaRequired", p.version`;

export const providerSettings = (db: Db): ProviderSettings => ({
  find: (providerId) => row<ProviderSettingsRow>(db, `SELECT ${COLUMNS} FROM provider p WHERE p.id = $1::uuid`, providerId),
  lock: (providerId) =>
    row<ProviderSettingsRow>(db, `SELECT ${COLUMNS} FROM provider p WHERE p.id = $1::uuid FOR NO KEY UPDATE`, providerId),
  replace: (providerId, values) =>
    row<ProviderSettingsRow>(
      db,
      `UPDATE provider p SET name = $2, mfa_required = $3::boolean, updated_at = now() WHERE p.id = $1::uuid RETURNING ${COLUMNS}`,
      providerId,
      values.name,
      values.mfaRequired,
    ),
  demandFactors: (providerId) =>
    run(
      db,
      `UPDATE session s SET stage = 'enrol-factor' FROM member m, person p
       WHERE m.id = s.member_id AND p.id = s.person_id AND m.provider_id = $1::uuid AND s.method = 'password' AND s.stage = 'full'
         AND p.totp_confirmed_at IS NULL AND NOT EXISTS (SELECT 1 FROM passkey k WHERE k.person_id = p.id)`,
      providerId,
    ),
});
