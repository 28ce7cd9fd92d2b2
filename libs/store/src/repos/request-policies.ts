import { type Db, isUuid, row } from '../db.js';
import type { RequestPolicies, RequestPolicyRow } from '../types/requests.js';

const POLICY = `SELECT n.id AS "tenantId", COALESCE(q.auto_approve, '{}') AS "autoApprove", COALESCE(q.approvers_required, 1) AS "approversRequired",
  q.longest_days AS "longestDays", COALESCE(q.version, 0) AS version FROM tenant n LEFT JOIN request_policy q ON q.tenant_id = n.id WHERE n.id = $1::uuid`;

export function requestPolicies(db: Db): RequestPolicies {
  const find = async (tenantId: string): Promise<RequestPolicyRow | null> =>
    isUuid(tenantId) ? row<RequestPolicyRow>(db, POLICY, tenantId) : null;
  return {
    find,
    // There may be no policy to hold yet, so the tenant is held.
    lock: async (tenantId) =>
      isUuid(tenantId) && (await row(db, 'SELECT 1 FROM tenant WHERE id = $1::uuid FOR NO KEY UPDATE', tenantId)) ? find(tenantId) : null,
    async replace(tenantId, { autoApprove, approversRequired, longestDays }) {
      if (!isUuid(tenantId)) return null;
      await row(
        db,
        `INSERT INTO request_policy (tenant_id, provider_id, auto_approve, approvers_required, longest_days)
         SELECT n.id, n.provider_id, $2::text[], $3::int, $4::int FROM tenant n WHERE n.id = $1::uuid
         ON CONFLICT (tenant_id) DO UPDATE SET auto_approve = EXCLUDED.auto_approve, approvers_required = EXCLUDED.approvers_required,
           longest_days = EXCLUDED.longest_days, updated_at = now() RETURNING tenant_id`,
        tenantId,
        autoApprove,
        approversRequired,
        longestDays,
      );
      return find(tenantId);
    },
  };
}
