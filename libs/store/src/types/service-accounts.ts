import type { AccessScope } from '@stellwerk/domain';
import type { Page, PageRequest, Timestamps } from './common.js';

export interface ApiKeyState {
  readonly id: string;
  readonly prefix: string;
  /** By the database's clock; `expired` also when its service account is. */
  readonly state: 'active' | 'expired' | 'revoked';
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedFrom: string | null;
}

export interface ServiceAccountRow extends Timestamps {
  readonly id: string;
  readonly providerId: string;
  readonly name: string;
  readonly scopes: AccessScope[];
  readonly tenantIds: 'all' | string[];
  readonly addresses: string[];
  readonly expiresAt: Date | null;
  readonly version: number;
  /** Newest first. */
  readonly keys: ApiKeyState[];
}

export interface ServiceAccountValues {
  readonly name: string;
  readonly scopes: readonly AccessScope[];
  readonly tenantIds: 'all' | readonly string[];
  readonly addresses: readonly string[];
  readonly expiresAt: Date | null;
}

/** Machines of a provider. Through the system door; every call names the provider, and what is another's is not found. */
export interface ServiceAccounts {
  /** `within`: only those that are limited to a subset of these tenants. */
  list(providerId: string, page: PageRequest & { readonly within: 'all' | readonly string[] }): Promise<Page<ServiceAccountRow>>;
  /** Locks the row until the transaction ends. */
  find(providerId: string, id: string): Promise<ServiceAccountRow | null>;
  create(providerId: string, values: ServiceAccountValues): Promise<ServiceAccountRow>;
  replace(providerId: string, id: string, values: ServiceAccountValues): Promise<ServiceAccountRow | null>;
  /** With its keys. */
  remove(providerId: string, id: string): Promise<boolean>;
  /** Which of these tenants are not the provider's, or are deleted. */
  unknownTenants(providerId: string, tenantIds: readonly string[]): Promise<string[]>;
}

/** Keys of a service account that was found before. */
export interface ApiKeys {
  add(
    account: { readonly id: string; readonly providerId: string },
    key: { readonly prefix: string; readonly hash: Uint8Array; readonly expiresAt: Date | null },
  ): Promise<ApiKeyState>;
  /** Null: the account has no such key. */
  find(accountId: string, keyId: string): Promise<ApiKeyState | null>;
  /** Good for this much longer at most; 0 revokes at once. */
  limit(keyId: string, forMs: number): Promise<ApiKeyState>;
}
