import type { Scope } from '@stellwerk/store';

/** Who is asking, and what they may see. Made from the credential alone; no header or path can widen it. */
export interface Principal {
  readonly kind: 'member' | 'service-account';
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly provider: { readonly id: string; readonly name: string };
  readonly scope: Scope;
  /** Expected in x-csrf-token; null for an API key, which no browser attaches by itself. */
  readonly csrfToken: string | null;
}

/** How timelines name the principal. */
export const actorOf = (who: Principal): string => who.email ?? who.name;

/** True when the principal may see this tenant. The database decides for stored objects; this is for what only passes by (events). */
export const maySee = (scope: Scope, of: { readonly providerId: string; readonly tenantId: string }): boolean =>
  scope.providerId === of.providerId && (scope.tenantIds === 'all' || scope.tenantIds.includes(of.tenantId));
