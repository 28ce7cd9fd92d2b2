import { type Circle, judgeMemberChange, type MemberTerms, PROVIDER_ROLES, type Role, TENANT_ROLES } from '@stellwerk/domain';
import type { MemberDetail, Store, SystemTx } from '@stellwerk/store';
import { found } from '../core/refused.js';
import { invalid, notFound, Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';

/** Whether the caller's view includes the provider's own members; for whoever belongs to or acts for a customer it ends there. */
const seesProvider = (who: Principal): boolean =>
  who.tenant === null && who.actingFor === null && (who.kind === 'member' || who.wholeProvider);

/**
 * The circle of members that a caller means: of the tenant they name, else their own side. Somebody else's, and one that never was, are not
 * found. `pointer`: where the tenant was named.
 */
export async function circleOf(store: Store, who: Principal, tenantId: string | null | undefined, pointer?: string): Promise<Circle> {
  const wanted = tenantId ?? who.actingFor?.tenant.id ?? who.tenant?.id ?? null;
  if (wanted === null) {
    if (!seesProvider(who)) throw notFound(pointer);
    return { providerId: who.provider.id, tenantId: null };
  }
  // Row-level security says what is in reach.
  const tenant = await store.forTenant(who.scope, (tx) => tx.tenants.find(wanted));
  if (tenant === null || tenant.deletedAt !== null) throw notFound(pointer);
  return { providerId: who.scope.providerId, tenantId: wanted };
}

/** The circle of something that carries one, when it is in the caller's reach; else it is not found. */
export async function reached<T extends Circle>(store: Store, who: Principal, thing: T | null): Promise<T> {
  const { tenantId } = found(thing);
  if (tenantId !== null) await circleOf(store, who, tenantId);
  else if (!seesProvider(who)) throw notFound();
  return thing as T;
}

/** A member in the caller's reach. */
export async function reachedMember(store: Store, who: Principal, id: string): Promise<MemberDetail> {
  return reached(store, who, await store.asSystem('find a member', (tx) => tx.members.find(who.scope.providerId, id)));
}

/** Owners of the provider besides this member, held until the transaction ends. Asked only for owners: nobody else can be the last one. */
export async function otherOwners(tx: SystemTx, { id, role, providerId }: MemberDetail): Promise<number> {
  return role === 'owner' ? (await tx.members.lockOwners(providerId)).filter((owner) => owner !== id).length : 1;
}

interface Judged {
  readonly circle: Circle;
  readonly from: Role | null;
  readonly to: MemberTerms | null;
  /** Owners besides this member; asked only where it matters. */
  readonly otherOwners?: number;
}

/** Refuses what the caller may not do to a membership. */
export function judge(who: Principal, { circle, from, to, otherOwners = 1 }: Judged): void {
  const side = circle.tenantId === null ? 'provider' : 'tenant';
  const by = who.role;
  const refusal = by === null ? 'above-own-role' : judgeMemberChange({ by, side, from, to, otherOwners });
  if (refusal === null) return;
  if (refusal === 'last-owner' || refusal === 'above-own-role') throw new Refusal(refusal);
  if (refusal === 'role-for-all') throw invalid({ pointer: '/tenantIds', code: 'role-for-all' });
  const values = [...(side === 'provider' ? PROVIDER_ROLES : TENANT_ROLES)];
  throw invalid({ pointer: '/role', code: 'not-one-of', params: { values } });
}

/** Refuses a list of customers that names one the provider has no access to. */
export async function judgeTenants(tx: SystemTx, { providerId }: Circle, { tenantIds }: MemberTerms): Promise<void> {
  if (tenantIds === 'all' || tenantIds.length === 0) return;
  const out = new Set(await tx.members.tenantsOutOfReach(providerId, tenantIds));
  const errors = tenantIds.flatMap((id, i) => (out.has(id) ? [{ pointer: `/tenantIds/${i}`, code: 'not-found' }] : []));
  if (errors.length > 0) throw new Refusal('not-found', { errors });
}
