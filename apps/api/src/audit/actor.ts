import type { AuditActor, Doer, RequestFacts } from '@stellwerk/domain';
import type { Principal } from '../session/principal.js';

/** The caller of a guarded route. */
export function doerOf(who: Principal): Doer {
  return {
    actor: { kind: who.kind, id: who.id, providerId: who.provider.id, role: who.role },
    name: who.name,
    email: who.email,
    actingForTenantId: who.actingFor?.tenant.id ?? null,
    chainOf: who.scope.providerId,
    tenantId: who.actingFor?.tenant.id ?? who.tenant?.id ?? null,
    request: who.request,
  };
}

/** A person whose session is only being made, or ends: `signIn`, `acceptInvitation`. */
export const personDoer = (
  person: { readonly id: string; readonly name: string; readonly email: string | null },
  member: { readonly providerId: string; readonly tenantId: string | null; readonly role: AuditActor['role'] } | null,
  request: RequestFacts | null,
): Doer => ({
  actor: { kind: 'member', id: person.id, providerId: member?.providerId ?? null, role: member?.role ?? null },
  name: person.name,
  email: person.email,
  actingForTenantId: null,
  chainOf: member?.providerId ?? null,
  tenantId: member?.tenantId ?? null,
  request,
});

/** Nobody is signed in, and whoever it is has proved nothing. */
export const unknownDoer = (request: RequestFacts | null): Doer => ({
  actor: { kind: 'unknown', id: null, providerId: null, role: null },
  name: null,
  email: null,
  actingForTenantId: null,
  chainOf: null,
  tenantId: null,
  request,
});
