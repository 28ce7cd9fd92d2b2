import type { Page, PageRequest, Timestamps } from './common.js';

export interface TenantRow extends Timestamps {
  readonly id: string;
  readonly providerId: string;
  readonly name: string;
  readonly customerNumber: string | null;
  readonly allowedNetworks: string[];
  readonly suspendedAt: Date | null;
  readonly suspendReason: string | null;
  readonly deletedAt: Date | null;
  readonly purgeAt: Date | null;
  readonly version: number;
}

export interface TenantValues {
  readonly name: string;
  readonly customerNumber: string | null;
  readonly allowedNetworks: readonly string[];
}

export interface Tenants {
  /** `search` matches name or customer number, anywhere, in any case. */
  list(page: PageRequest & { readonly search?: string; readonly suspended?: boolean }): Promise<Page<TenantRow>>;
  find(id: string): Promise<TenantRow | null>;
  /** The same, held against other writers until the transaction ends: what `If-Match` is compared with. */
  lock(id: string): Promise<TenantRow | null>;
  /** Needs a scope of all tenants: a scope that lists tenants cannot contain one that does not exist yet. */
  create(values: TenantValues): Promise<TenantRow>;
  replace(id: string, values: TenantValues): Promise<TenantRow | null>;
  /** Stops everything of a tenant; `reason` null lets it run again. */
  suspend(id: string, reason: string | null): Promise<TenantRow | null>;
  /** From now on no scope holds it; it is kept for `keepMs` milliseconds and can be restored until then. */
  remove(id: string, keepMs: number): Promise<TenantRow | null>;
}

/** A tenant's data key as it lies in the database: useless without the key-encryption key. */
export interface DataKeyRow {
  readonly id: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly version: number;
  readonly kekId: string;
  readonly wrapped: Uint8Array;
  readonly createdAt: Date;
}

/** A new wrapped key; the id is made by the sealer, because it is part of what the wrapping authenticates. */
export type NewDataKey = Pick<DataKeyRow, 'id' | 'tenantId' | 'version' | 'kekId' | 'wrapped'>;

export interface DataKeys {
  /** The newest key of a tenant; null when it has none or is not visible. */
  current(tenantId: string): Promise<DataKeyRow | null>;
  find(id: string): Promise<DataKeyRow | null>;
  /** Adds a key unless the tenant already has that version; returns the one that counts. Null: no such tenant. */
  add(key: NewDataKey): Promise<DataKeyRow | null>;
}
