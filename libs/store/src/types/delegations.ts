import type { Role } from '@stellwerk/domain';
import type { Page, PageRequest } from './common.js';

export interface DelegationRow {
  readonly id: string;
  /** The provider that made the tenant. */
  readonly providerId: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly granteeId: string;
  readonly granteeName: string;
  readonly roles: Role[];
  /** `active` also when `until` has passed: see `expired`. */
  readonly status: 'pending' | 'active' | 'revoked' | 'declined' | 'expired';
  /** `until` has passed, by the database's clock. */
  readonly expired: boolean;
  readonly until: Date | null;
  readonly note: string | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly version: number;
}

/** From whose side delegations are looked at: a tenant sees all of its own, a provider those that open something for itself. */
export type DelegationSide =
  | { readonly tenantId: string }
  /** `tenantIds`: only of these tenants; `'all'`: of any. */
  | { readonly granteeId: string; readonly tenantIds: 'all' | readonly string[] };

/** Access of providers to tenants. Through the system door, because it crosses providers; every call names its side. */
export interface Delegations {
  list(side: DelegationSide, page: PageRequest & { readonly tenantId?: string }): Promise<Page<DelegationRow>>;
  /** Locks the row until the transaction ends. Null when it is not there or not on this side. */
  find(side: DelegationSide, id: string): Promise<DelegationRow | null>;
  /** A pending one. Null: no such tenant, or it is deleted. `taken`: this provider has asked already, or has access. */
  ask(values: {
    readonly tenantId: string;
    readonly granteeId: string;
    readonly roles: readonly Role[];
    readonly until: Date | null;
    readonly note: string | null;
    readonly by: string;
  }): Promise<DelegationRow | 'taken' | null>;
  /** Writes the decision; the row was found and locked before. */
  decide(
    id: string,
    decision: {
      readonly status: 'active' | 'revoked' | 'declined';
      readonly by: string;
      readonly terms?: { readonly roles: readonly Role[]; readonly until: Date | null };
    },
  ): Promise<DelegationRow>;
}
