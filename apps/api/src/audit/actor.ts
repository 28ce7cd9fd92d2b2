import type { AuditActor } from '@stellwerk/domain';
import type { Principal } from '../session/principal.js';

/** Where a call came from. */
export interface RequestFacts {
  readonly id: string;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** Who the audit names as the doer of something: made from a principal, or by hand where nobody is signed in (yet). */
export interface Doer {
  readonly actor: AuditActor;
  readonly name: string | null;
  readonly email: string | null;
  readonly actingForTenantId: string | null;
  /** In whose chain it is written unless told otherwise; null: it has to be told. */
  readonly chainOf: string | null;
  /** The customer concerned unless told otherwise. */
  readonly tenantId: string | null;
  readonly request: RequestFacts | null;
}

export function doerOf(who: Principal): Doer {
  const request = (who as Principal & { readonly request?: RequestFacts }).request ?? null;
  return {
    actor: { kind: who.kind, id: who.id, providerId: who.provider.id, role: who.role },
    name: who.name,
    email: who.email,
    actingForTenantId: who.actingFor?.tenant.id ?? null,
    chainOf: who.scope.providerId,
    tenantId: who.actingFor?.tenant.id ?? who.tenant?.id ?? null,
    request,
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

/** Stellwerk itself: jobs, timers, commands on the server. `name` says which. */
export const systemDoer = (name: string): Doer => ({
  actor: { kind: 'system', id: null, providerId: null, role: null },
  name,
  email: null,
  actingForTenantId: null,
  chainOf: null,
  tenantId: null,
  request: null,
});
