import type { Circle, MemberTerms, Role } from '@stellwerk/domain';
import type { Page, PageRequest } from './common.js';

/** A membership as those who manage it see it. */
export interface MemberDetail extends Circle {
  readonly id: string;
  readonly personId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly tenantIds: 'all' | string[];
  /** The person has a second factor. */
  readonly secondFactor: boolean;
  /** Of the sessions that run under it; null: none does. */
  readonly lastSeenAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
}

/** Whose membership it is, where the caller's reach was judged before. Through the system door: every call names the circle or the provider. */
export interface Members {
  /** Oldest first; `search` matches name or e-mail, anywhere, in any case. */
  list(circle: Circle, page: PageRequest & { readonly search?: string }): Promise<Page<MemberDetail>>;
  find(providerId: string, id: string): Promise<MemberDetail | null>;
  /** The same, held until the transaction ends. */
  lock(providerId: string, id: string): Promise<MemberDetail | null>;
  ofPersonIn(circle: Circle, personId: string): Promise<MemberDetail | null>;
  /** Everything a person is a member of, wherever. */
  ofPerson(personId: string): Promise<readonly (Circle & { readonly id: string; readonly role: Role })[]>;
  /**
   * The ids of a provider's owners. Holds the provider until the transaction ends, so that two transactions never both believe that another
   * owner stays: ask it before an owner is demoted, removed or erased.
   */
  lockOwners(providerId: string): Promise<readonly string[]>;
  /** Null: the person is a member there already. */
  add(circle: Circle, personId: string, terms: MemberTerms): Promise<MemberDetail | null>;
  replace(providerId: string, id: string, terms: MemberTerms): Promise<MemberDetail | null>;
  /** Its sessions end with it. */
  remove(providerId: string, id: string): Promise<boolean>;
  /** Those of the ids that are neither tenants of the provider nor delegated to it. */
  tenantsOutOfReach(providerId: string, tenantIds: readonly string[]): Promise<readonly string[]>;
}
