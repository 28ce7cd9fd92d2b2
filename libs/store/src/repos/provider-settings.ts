import { type Db, row } from '../db.js';
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
});
