import { type Db, isUuid, row, rows, run } from '../db.js';
import type { MembershipRow, People, PersonRow } from '../types/identity.js';

interface PersonColumns extends Omit<PersonRow, 'totp'> {
  readonly totpSecret: Uint8Array | null;
  readonly totpKeyId: string;
  readonly totpKeyVersion: number;
  readonly totpConfirmedAt: Date | null;
}

const PERSON = `p.id, p.email, p.name, p.locale, p.password_hash AS "passwordHash", p.password_one_time AS "passwordOneTime",
  p.totp_secret AS "totpSecret", p.totp_key_id AS "totpKeyId", p.totp_key_version AS "totpKeyVersion", p.totp_confirmed_at AS "totpConfirmedAt",
  (SELECT count(*)::int FROM passkey k WHERE k.person_id = p.id) AS passkeys,
  (SELECT count(*)::int FROM recovery_code c WHERE c.person_id = p.id AND c.used_at IS NULL) AS "recoveryCodesLeft",
  p.erased_at AS "erasedAt", p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;

const toPerson = ({ totpSecret, totpKeyId, totpKeyVersion, totpConfirmedAt, ...person }: PersonColumns): PersonRow => ({
  ...person,
  totp:
    totpSecret === null
      ? null
      : { sealed: { keyId: totpKeyId, keyVersion: totpKeyVersion, bytes: totpSecret }, confirmedAt: totpConfirmedAt },
});

interface MembershipColumns {
  readonly id: string;
  readonly personId: string;
  readonly role: MembershipRow['role'];
  readonly providerId: string;
  readonly providerName: string;
  readonly mfaRequired: boolean;
  readonly tenantId: string | null;
  readonly tenantName: string;
  readonly tenantIds: string[];
  readonly allTenants: boolean;
  readonly enforced: boolean;
}

export function people(db: Db): People {
  const found = async (where: string, value: string): Promise<PersonRow | null> => {
    const person = await row<PersonColumns>(db, `SELECT ${PERSON} FROM person p WHERE ${where}`, value);
    return person && toPerson(person);
  };
  const find = async (id: string) => (isUuid(id) ? found('p.id = $1::uuid', id) : null);
  return {
    find,
    lock: async (id) => (isUuid(id) ? found('p.id = $1::uuid FOR NO KEY UPDATE OF p', id) : null),
    findByEmail: (email) => found('p.email = lower($1)', email.trim()),
    async create(values) {
      const made = await row<{ id: string }>(
        db,
        `INSERT INTO person (email, name, locale, password_hash, password_one_time) VALUES (lower($1), $2, $3, $4, $5::boolean)
         ON CONFLICT (email) DO NOTHING RETURNING id`,
        values.email.trim(),
        values.name,
        values.locale ?? 'de',
        values.passwordHash,
        values.passwordOneTime ?? false,
      );
      return made && find(made.id);
    },
    async change(id, values) {
      const changed = await run(
        db,
        `UPDATE person SET name = COALESCE($2, name), locale = COALESCE($3, locale), updated_at = now() WHERE id = $1::uuid`,
        id,
        values.name ?? null,
        values.locale ?? null,
      );
      return changed > 0 ? find(id) : null;
    },
    setPassword: async (id, hash, options) =>
      (await run(
        db,
        'UPDATE person SET password_hash = $2, password_one_time = $3::boolean, updated_at = now() WHERE id = $1::uuid',
        id,
        hash,
        options?.oneTime ?? false,
      )) > 0,
    async memberships(id) {
      if (!isUuid(id)) return [];
      const all = await rows<MembershipColumns>(
        db,
        `SELECT m.id, m.person_id AS "personId", m.role, p.id AS "providerId", p.name AS "providerName", p.mfa_required AS "mfaRequired",
           t.id AS "tenantId", t.name AS "tenantName", m.tenant_ids::text[] AS "tenantIds", m.all_tenants AS "allTenants",
           EXISTS (SELECT 1 FROM identity_provider e WHERE e.enforced AND e.provider_id = m.provider_id AND e.tenant_id IS NOT DISTINCT FROM m.tenant_id) AS enforced
         FROM member m JOIN provider p ON p.id = m.provider_id LEFT JOIN tenant t ON t.id = m.tenant_id
         WHERE m.person_id = $1::uuid AND t.deleted_at IS NULL ORDER BY m.created_at, m.id`,
        id,
      );
      return all.map(({ providerName, mfaRequired, tenantName, allTenants, tenantIds, ...m }) => ({
        ...m,
        tenantIds: allTenants ? 'all' : tenantIds,
        provider: { id: m.providerId, name: providerName, mfaRequired },
        tenant: m.tenantId === null ? null : { id: m.tenantId, name: tenantName },
      }));
    },
  };
}
