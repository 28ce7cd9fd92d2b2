import { type Db, isUuid, row, rows, run } from '../db.js';
import type { ExternalIdentities, ExternalIdentityRow } from '../types/external-identities.js';

const COLUMNS = `e.id, e.person_id AS "personId", e.issuer, e.subject, e.created_at AS "createdAt", e.last_used_at AS "lastUsedAt"`;

export const externalIdentities = (db: Db): ExternalIdentities => ({
  ofPerson: (personId) =>
    rows<ExternalIdentityRow>(
      db,
      `SELECT ${COLUMNS} FROM external_identity e WHERE e.person_id = $1::uuid ORDER BY e.created_at, e.id`,
      personId,
    ),
  find: (issuer, subject) =>
    row<ExternalIdentityRow>(db, `SELECT ${COLUMNS} FROM external_identity e WHERE e.issuer = $1 AND e.subject = $2`, issuer, subject),
  link: (personId, issuer, subject) =>
    row<ExternalIdentityRow>(
      db,
      `INSERT INTO external_identity AS e (person_id, issuer, subject) VALUES ($1::uuid, $2, $3) ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
      personId,
      issuer,
      subject,
    ),
  async used(id) {
    await run(db, 'UPDATE external_identity SET last_used_at = now() WHERE id = $1::uuid', id);
  },
  unlink: async (personId, id) =>
    isUuid(id) && (await run(db, 'DELETE FROM external_identity WHERE id = $1::uuid AND person_id = $2::uuid', id, personId)) > 0,
});
