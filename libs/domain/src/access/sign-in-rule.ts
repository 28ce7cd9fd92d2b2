import type { Role } from './role.js';

/** How somebody comes in. */
export type SignInMethod = 'password' | 'passkey' | 'oidc';

/** A circle of members: a provider's own (`tenantId` null), or one tenant's. */
export interface Circle {
  readonly providerId: string;
  readonly tenantId: string | null;
}

/** How a session began: by which method and, for `oidc`, whose identity provider said who it is. */
export interface SignInWay {
  readonly method: SignInMethod;
  /** Whose identity provider; null for password and passkey. */
  readonly identityProviderOf: Circle | null;
}

/** A membership as the rule needs it. `enforced`: its side has an identity provider that its members must sign in with. */
export interface MembershipDoor extends Circle {
  readonly role: Role;
  readonly enforced: boolean;
}

export type Opening =
  | {
      readonly open: true;
      /** The way around an enforced identity provider is open to owners only, and only with a second factor, whatever else is demanded. */
      readonly needsSecondFactor: boolean;
    }
  | { readonly open: false; readonly why: 'other-identity-provider' | 'identity-provider-enforced' };

export const sameCircle = (a: Circle, b: Circle): boolean => a.providerId === b.providerId && a.tenantId === b.tenantId;

/**
 * Whether a session that began this way may act under a membership. An identity provider speaks for the members of the side that set it up
 * and for nobody else: a customer's opens nothing at its provider, and not the other way round. Where one is enforced, it is the only way in;
 * owners keep password or passkey, so that a broken identity provider locks nobody out for good.
 */
export function opening(way: SignInWay, membership: MembershipDoor): Opening {
  if (way.method === 'oidc') {
    const own = way.identityProviderOf !== null && sameCircle(way.identityProviderOf, membership);
    return own ? { open: true, needsSecondFactor: false } : { open: false, why: 'other-identity-provider' };
  }
  if (!membership.enforced) return { open: true, needsSecondFactor: false };
  return membership.role === 'owner' ? { open: true, needsSecondFactor: true } : { open: false, why: 'identity-provider-enforced' };
}

/**
 * Whether a session may change how its person signs in (password, second factors, passkeys, linked accounts) or who they are. One begun by an
 * identity provider may only if all of the person's memberships belong to the side of that identity provider: whoever runs a customer's
 * could otherwise sign in as a member, add a passkey, and with it reach what the member has elsewhere.
 */
export const mayChangeSignIn = (way: SignInWay, memberships: readonly Circle[]): boolean =>
  way.method !== 'oidc' ||
  (way.identityProviderOf !== null && memberships.every((membership) => sameCircle(way.identityProviderOf as Circle, membership)));
