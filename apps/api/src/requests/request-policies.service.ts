import type { routes } from '@stellwerk/contracts';
import { AUTO_APPROVABLE } from '@stellwerk/domain';
import type { RequestPolicyRow, Store } from '@stellwerk/store';
import { found } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { BodyOf } from '../http/call.js';
import { Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';

type Input = BodyOf<typeof routes.replaceRequestPolicy>;

const facts = ({ autoApprove, approversRequired, longestDays }: RequestPolicyRow) => ({ autoApprove, approversRequired, longestDays });

/** What a customer's requests may do by themselves. Pending requests feel a stricter policy when they are approved. */
export class RequestPoliciesService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
  ) {}

  get(who: Principal, tenantId: string) {
    return this.store.forTenant(who.scope, async (tx) => found(await tx.requestPolicies.find(tenantId)));
  }

  replace(who: Principal, tenantId: string, input: Input, changing: Changing) {
    const errors = input.autoApprove.flatMap((key, i) =>
      AUTO_APPROVABLE.includes(key)
        ? []
        : [{ pointer: `/autoApprove/${i}`, code: 'template-not-harmless', params: { values: [...AUTO_APPROVABLE] } }],
    );
    if (errors.length > 0) throw new Refusal('validation-failed', { errors });
    return this.writes.run(who, changing, async (tx, after) => {
      const before = found(await tx.requestPolicies.lock(tenantId));
      expectVersion(before.version, changing.ifMatch);
      const autoApprove = [...new Set(input.autoApprove)];
      const row = found(await tx.requestPolicies.replace(tenantId, { ...input, autoApprove }));
      const tenant = found(await tx.tenants.find(tenantId));
      after.audit({
        action: 'request-policy.replaced',
        tenantId,
        target: { kind: 'request-policy', id: tenantId, name: tenant.name },
        before: facts(before),
        after: facts(row),
      });
      return row;
    });
  }
}
