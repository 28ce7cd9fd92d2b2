import { assignableRoles } from './permission.js';
import { type Role, type Side, sideOf } from './role.js';

/** What a member may do and, at a provider, for which customers. */
export interface MemberTerms {
  readonly role: Role;
  readonly tenantIds: 'all' | readonly string[];
}

export interface MemberChange {
  /** The role of whoever changes something. */
  readonly by: Role;
  /** On which side the member is or shall be. */
  readonly side: Side;
  /** The member's role today; null: there is none yet (an invitation). */
  readonly from: Role | null;
  /** What it shall become; null: removed. */
  readonly to: MemberTerms | null;
  /** Owners of the provider besides this member. */
  readonly otherOwners: number;
}

/** Why not. `wrong-side`: a customer's role at a provider or the other way round. `role-for-all`: this role cannot be limited to some customers. */
export type MemberRefusal = 'above-own-role' | 'wrong-side' | 'role-for-all' | 'last-owner';

/** Who manages members or settings is responsible for all customers: with a part of them they could widen their own. */
export const LIMITABLE_ROLES: readonly Role[] = ['technician', 'auditor', 'billing'];

/** Judges a change of one membership; null: fine. The order is that of what the caller should hear first. */
export function judgeMemberChange({ by, side, from, to, otherOwners }: MemberChange): MemberRefusal | null {
  const assignable = assignableRoles(by);
  if (from !== null && !assignable.includes(from)) return 'above-own-role';
  if (to !== null) {
    if (sideOf(to.role) !== side) return 'wrong-side';
    if (!assignable.includes(to.role)) return 'above-own-role';
    if (to.tenantIds !== 'all' && !LIMITABLE_ROLES.includes(to.role)) return 'role-for-all';
  }
  return from === 'owner' && to?.role !== 'owner' && otherOwners === 0 ? 'last-owner' : null;
}
