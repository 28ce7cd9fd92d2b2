import type { AccessScope, Role } from '@stellwerk/domain';
import type { Timestamps } from './common.js';

export interface ProviderRow extends Timestamps {
  readonly id: string;
  readonly name: string;
}

/** A person's role in a provider (`tenantId` null) or in one tenant, with who it is. */
export interface MemberRow extends Timestamps {
  readonly id: string;
  readonly personId: string;
  readonly providerId: string;
  readonly tenantId: string | null;
  readonly role: Role;
  /** The tenants a provider's member is limited to. */
  readonly tenantIds: 'all' | string[];
  readonly email: string;
  readonly name: string;
  /** Null: signs in by passkey or OpenID Connect only. */
  readonly passwordHash: string | null;
  readonly version: number;
}

/** The first key of a service account. */
export interface FirstKey {
  readonly id: string;
  readonly providerId: string;
  readonly serviceAccountId: string;
  /** Of the service account. */
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly AccessScope[];
}

/** The first ones who may sign in, before anybody can be invited; by the system door. */
export interface Access {
  createProvider(values: { readonly id?: string; readonly name: string }): Promise<ProviderRow>;
  listProviders(): Promise<ProviderRow[]>;
  /** A new person with a first membership. The e-mail is stored in lower case. Null: it is taken. */
  createMember(values: {
    readonly providerId: string;
    readonly tenantId?: string | null;
    readonly role: Role;
    readonly tenantIds?: 'all' | readonly string[];
    readonly email: string;
    readonly name: string;
    readonly passwordHash: string | null;
    readonly passwordOneTime?: boolean;
  }): Promise<MemberRow | null>;
  /** The first provider with its first owner, whose password is good for choosing another one only. Null: there is an owner already. */
  createFirstOwner(values: {
    readonly provider: string;
    readonly email: string;
    readonly name: string;
    readonly passwordHash: string;
  }): Promise<MemberRow | null>;
  /** A service account with a first key. */
  createApiKey(values: {
    readonly providerId: string;
    readonly name: string;
    readonly prefix: string;
    readonly hash: Uint8Array;
    readonly scopes: readonly AccessScope[];
    readonly tenantIds: 'all' | readonly string[];
    readonly expiresAt?: Date | null;
  }): Promise<FirstKey>;
}
