import type { Stage } from '@stellwerk/contracts';
import type { Permission, Role } from '@stellwerk/domain';
import type { Scope } from '@stellwerk/store';

/** Who is asking, and what they may see. Made from the credential alone; no header or path can widen it. */
export interface Principal {
  readonly kind: 'member' | 'service-account';
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly provider: { readonly id: string; readonly name: string };
  /** Set for members of a tenant. */
  readonly tenant: { readonly id: string; readonly name: string } | null;
  readonly membershipId: string | null;
  /** Null for machines: what they may do are their scopes. */
  readonly role: Role | null;
  readonly permissions: readonly Permission[];
  /** What the session still lacks; `full` for machines. */
  readonly stage: Stage;
  /** The customer a provider's member acts for at the moment. */
  readonly actingFor: {
    readonly tenant: { readonly id: string; readonly name: string };
    readonly provider: { readonly id: string; readonly name: string };
  } | null;
  /** When the person last proved to be there; null for machines. */
  readonly provedAt: Date | null;
  readonly scope: Scope;
  /** Expected in x-csrf-token; null for an API key, which no browser attaches by itself. */
  readonly csrfToken: string | null;
}

/** How timelines name the principal. */
export const actorOf = (who: Principal): string => who.email ?? who.name;

/** True when the principal may see this tenant. The database decides for stored objects; this is for what only passes by (events). */
export const maySee = (scope: Scope, of: { readonly providerId: string; readonly tenantId: string }): boolean =>
  scope.providerId === of.providerId && (scope.tenantIds === 'all' || scope.tenantIds.includes(of.tenantId));
