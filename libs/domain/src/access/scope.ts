import { type Permission, permissionsOf } from './permission.js';
import type { Role } from './role.js';

/** A tenant's word about which provider has access to it, for whom and for how long. */
export interface DelegationTermsHeld {
  /** Anything but `active` opens nothing. */
  readonly status: string;
  /** Of the provider's members that it opens the tenant for. */
  readonly roles: readonly string[];
  /** Milliseconds since the epoch; null: until it is taken back. */
  readonly until: number | null;
}

/** Who holds a credential: a person under one membership, or a machine with scopes. */
export type Holder =
  { readonly kind: 'member'; readonly role: Role } | { readonly kind: 'machine'; readonly scopes: readonly Permission[] };

export interface AccessFacts {
  readonly holder: Holder;
  /** The provider that the membership or the service account belongs to. */
  readonly providerId: string;
  /** Set for members of a tenant: the only one they ever see. */
  readonly ownTenant: { readonly id: string; readonly deleted: boolean } | null;
  /** What a provider's member or machine was limited to. */
  readonly tenantIds: 'all' | readonly string[];
  /**
   * The provider's access to tenants that it made itself, for every tenant where it is not simply in force (taken back, ended, for some roles
   * or for a time); a tenant may have several.
   */
  readonly home: readonly (DelegationTermsHeld & { readonly tenantId: string })[];
  /** All tenants that the provider made. Read only when `home` shuts one of them. */
  readonly homeTenants: readonly string[];
  /** The tenant that the session wants to act for, the provider that made it, and what that tenant has granted to the own provider. */
  readonly acting: {
    readonly tenantId: string;
    readonly providerId: string;
    readonly deleted: boolean;
    readonly delegations: readonly DelegationTermsHeld[];
  } | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface AccessDecision {
  readonly providerId: string;
  readonly tenantIds: 'all' | readonly string[];
  readonly permissions: readonly Permission[];
  /** For all of the provider's tenants, also future ones, and for what belongs to none of them; a shut tenant does not change that. */
  readonly wholeProvider: boolean;
  /** The tenant acted for; null also when that access has ended. */
  readonly actingFor: string | null;
}

/**
 * What stays with the provider that made a tenant, and with the tenant. Another provider's members work on the tenant's systems and requests;
 * they neither end nor bill it, nor decide who else gets in.
 */
const HOME_ONLY: readonly Permission[] = [
  'tenants:write',
  'tenants:suspend',
  'tenants:delete',
  'request-policies:write',
  'members:write',
  'delegations:write',
  'service-accounts:read',
  'service-accounts:write',
  'settings:read',
  'settings:write',
];

/** Whether a delegation opens its tenant for this holder now. A machine has no role: one of the admitted roles must be able to do all that it can. */
export function admits(delegation: DelegationTermsHeld, holder: Holder, now: number): boolean {
  if (delegation.status !== 'active' || (delegation.until !== null && delegation.until <= now)) return false;
  if (holder.kind === 'member') return delegation.roles.includes(holder.role);
  return delegation.roles.some((role) => holder.scopes.every((scope) => permissionsOf(role as Role).includes(scope)));
}

/**
 * What a credential may see and do at this moment. Everything comes from what is stored about it; nothing from the request. Deny by default: a
 * tenant whose delegation cannot be shown to be in force is out.
 */
export function decideAccess(facts: AccessFacts): AccessDecision {
  const { holder, now, providerId, ownTenant, acting } = facts;
  const permissions = holder.kind === 'member' ? permissionsOf(holder.role) : holder.scopes;
  if (ownTenant !== null)
    return { providerId, tenantIds: ownTenant.deleted ? [] : [ownTenant.id], permissions, wholeProvider: false, actingFor: null };

  const open = new Set(facts.home.filter((delegation) => admits(delegation, holder, now)).map(({ tenantId }) => tenantId));
  const shut = new Set(facts.home.filter(({ tenantId }) => !open.has(tenantId)).map(({ tenantId }) => tenantId));
  const listed = facts.tenantIds === 'all' ? (shut.size === 0 ? 'all' : facts.homeTenants) : facts.tenantIds;
  const tenantIds = listed === 'all' ? listed : listed.filter((id) => !shut.has(id));

  if (acting !== null && !acting.deleted) {
    const scope = { providerId: acting.providerId, tenantIds: [acting.tenantId], wholeProvider: false, actingFor: acting.tenantId };
    const home = acting.providerId === providerId;
    if (home && (tenantIds === 'all' || tenantIds.includes(acting.tenantId))) return { ...scope, permissions };
    // Whoever is limited to some of the own provider's customers was not given another provider's.
    if (!home && facts.tenantIds === 'all' && acting.delegations.some((delegation) => admits(delegation, holder, now)))
      return { ...scope, permissions: permissions.filter((permission) => !HOME_ONLY.includes(permission)) };
  }
  return { providerId, tenantIds, permissions, wholeProvider: facts.tenantIds === 'all', actingFor: null };
}
