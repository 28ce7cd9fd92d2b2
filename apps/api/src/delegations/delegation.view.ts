import type { Delegation } from '@stellwerk/contracts';
import type { DelegationRow, DelegationSide } from '@stellwerk/store';
import type { Principal } from '../session/principal.js';

/** Whose delegations a caller sees: a tenant's member all of its tenant, a provider's member those that open something to their own provider. */
export const delegationsSeenBy = (who: Principal): DelegationSide =>
  who.tenant !== null
    ? { tenantId: who.tenant.id }
    : { granteeId: who.provider.id, tenantIds: who.wholeProvider ? 'all' : who.scope.tenantIds };

/** What ran out is told as expired, whatever is stored. */
export const stateOf = ({ status, expired }: DelegationRow): Delegation['state'] =>
  expired && (status === 'active' || status === 'pending') ? 'expired' : status;

/** A provider learns a customer's name only by having access to it, or by having made it: an id alone must not be worth anything. */
export const delegationView =
  (side: DelegationSide) =>
  (row: DelegationRow): Delegation => {
    const own = row.granteeId === row.providerId;
    const named = own || 'tenantId' in side || row.status === 'active';
    return {
      id: row.id,
      tenant: { id: row.tenantId, name: named ? row.tenantName : null },
      grantee: { id: row.granteeId, name: row.granteeName },
      own,
      roles: row.roles,
      state: stateOf(row),
      until: row.until?.toISOString() ?? null,
      note: row.note,
      createdAt: row.createdAt.toISOString(),
      decidedAt: row.decidedAt?.toISOString() ?? null,
      decidedBy: named ? row.decidedBy : null,
      version: row.version,
    };
  };
