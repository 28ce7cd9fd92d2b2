import type { Circle, MemberTerms } from '@stellwerk/domain';
import type { Page, PageRequest } from './common.js';

export interface InvitationRow extends Circle, MemberTerms {
  readonly id: string;
  readonly email: string;
  readonly tenantIds: 'all' | string[];
  readonly locale: 'de' | 'en';
  /** Grows with every sending: what the token is derived from is `<id>.<round>`, so an earlier link is void. */
  readonly round: number;
  readonly tokenHash: Uint8Array;
  readonly state: 'open' | 'expired' | 'accepted' | 'revoked';
  readonly invitedBy: { readonly id: string; readonly name: string } | null;
  readonly providerName: string;
  readonly tenantName: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Unopened mail. Through the system door: every call names the circle, the provider or the token. */
export interface Invitations {
  /** Newest first. */
  list(circle: Circle, page: PageRequest): Promise<Page<InvitationRow>>;
  /** Held until the transaction ends. */
  lock(providerId: string, id: string): Promise<InvitationRow | null>;
  /** By whoever builds the mail. */
  find(id: string): Promise<InvitationRow | null>;
  findByToken(tokenHash: Uint8Array): Promise<InvitationRow | null>;
  /** An open one for this address in this circle. */
  openFor(circle: Circle, email: string): Promise<InvitationRow | null>;
  /** `id` is made by the caller, because the token is derived from it. */
  create(values: {
    readonly id: string;
    readonly circle: Circle;
    readonly terms: MemberTerms;
    readonly email: string;
    readonly locale: 'de' | 'en';
    readonly tokenHash: Uint8Array;
    readonly invitedBy: string;
    readonly lifetimeMs: number;
  }): Promise<InvitationRow>;
  /** A new round with a new token and a new lifetime. */
  renew(id: string, tokenHash: Uint8Array, lifetimeMs: number): Promise<InvitationRow | null>;
  /** False: it was not open any more. */
  revoke(providerId: string, id: string): Promise<boolean>;
  /** Takes back what a person invited to and is still open: of the provider with all its customers, or of one tenant. How many. */
  revokeOpenBy(personId: string, circle: Circle): Promise<number>;
  /** Uses it up: of two that try at once one gets null. Null also when it is not open. */
  accept(tokenHash: Uint8Array): Promise<InvitationRow | null>;
}
