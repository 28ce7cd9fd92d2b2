import { z } from 'zod';

/** Roles of a provider's members. */
export const PROVIDER_ROLES = ['owner', 'admin', 'technician', 'auditor', 'billing'] as const;
/** Roles of a tenant's members. */
export const TENANT_ROLES = ['tenant-admin', 'requester', 'viewer'] as const;

export const ProviderRole = z.enum(PROVIDER_ROLES);
export type ProviderRole = z.infer<typeof ProviderRole>;
export const TenantRole = z.enum(TENANT_ROLES);
export type TenantRole = z.infer<typeof TenantRole>;
export const Role = z.enum([...PROVIDER_ROLES, ...TENANT_ROLES]);
export type Role = z.infer<typeof Role>;

export const ROLES = Role.options;

/** On which side of a delegation a role stands. */
export type Side = 'provider' | 'tenant';
export const sideOf = (role: Role): Side => (TenantRole.safeParse(role).success ? 'tenant' : 'provider');
