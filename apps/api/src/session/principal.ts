import type { Stage } from '@stellwerk/contracts';
import type { Locale, Permission, Role } from '@stellwerk/domain';
import type { Scope } from '@stellwerk/store';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Where a call came from, for the audit. */
export interface RequestOrigin {
  /** As in `x-request-id`. */
  readonly id: string;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** Who is asking, and what they may see. Made from the credential alone; no header or path can widen it. */
export interface Principal {
  readonly kind: 'member' | 'service-account';
  /** Of the person, or of the service account. */
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** Null for machines. */
  readonly locale: Locale | null;
  /** The provider that the membership or service account belongs to; while acting for another provider's customer not that of the scope. */
  readonly provider: Named;
  /** Set for members of a tenant. */
  readonly tenant: Named | null;
  readonly membershipId: string | null;
  readonly sessionId: string | null;
  /** Null for machines: what they may do are their scopes. */
  readonly role: Role | null;
  readonly permissions: readonly Permission[];
  /** What the session still lacks; `full` for machines. */
  readonly stage: Stage;
  /** The customer a provider's member acts for at the moment, with the provider that made it. */
  readonly actingFor: { readonly tenant: Named; readonly provider: Named } | null;
  /** When the person last proved to be there; null for machines. */
  readonly provedAt: Date | null;
  readonly scope: Scope;
  /**
   * For the provider as a whole: all of its tenants, also future ones, and what belongs to no tenant. Ask this, not `scope.tenantIds === 'all'`:
   * a customer that took its access back turns the scope into a list.
   */
  readonly wholeProvider: boolean;
  /** Expected in x-csrf-token; null for an API key, which no browser attaches by itself. */
  readonly csrfToken: string | null;
  readonly request: RequestOrigin;
}

/** How timelines name the principal. */
export const actorOf = (who: Principal): string => who.email ?? who.name;

/**
 * The principal with all of its provider's tenants in its scope, for the one act of making a new one, which no list can hold beforehand. Only for
 * whom `wholeProvider` was asked; nothing is read with it that was there before.
 */
export function asWhole(who: Principal): Principal {
  if (!who.wholeProvider) throw new Error('only for the provider as a whole');
  return { ...who, scope: { providerId: who.provider.id, tenantIds: 'all' } };
}

/** True when the principal may see this tenant. The database decides for stored objects; this is for what only passes by (events). */
export const maySee = (scope: Scope, of: { readonly providerId: string; readonly tenantId: string }): boolean =>
  scope.providerId === of.providerId && (scope.tenantIds === 'all' || scope.tenantIds.includes(of.tenantId));

/** Into whose audit goes what a person does to their own account: not into that of a provider they happen to act for a customer of. */
export const ownChain = (who: Principal) => ({ providerId: who.provider.id, tenantId: who.tenant?.id ?? null });
