import { z } from 'zod';
import { type Role, ROLES } from './role.js';

const OWNER = ['owner'] as const;
const ADMINS = ['owner', 'admin'] as const;
const STAFF = ['owner', 'admin', 'technician'] as const;
const PROVIDER_READERS = [...STAFF, 'auditor'] as const;
const TENANT_READERS = ['tenant-admin', 'requester', 'viewer'] as const;
const READERS = [...PROVIDER_READERS, ...TENANT_READERS] as const;

/**
 * Who may do what: one row per `resource:action`, naming its roles. The API asks it before every call, the portal hides by it, API keys carry
 * its rows as scopes, and a test calls every route as every role against it. Inside which tenants a permission holds is the scope's
 * business, not this table's: a tenant's role is confined to its tenant, a limited technician to theirs.
 */
export const GRANTS = {
  'tenants:read': [...READERS, 'billing'],
  'tenants:write': ADMINS,
  /** Suspend and resume: everything of a customer stops or runs. */
  'tenants:suspend': ADMINS,
  'tenants:delete': OWNER,
  'tenants:export': [...ADMINS, 'tenant-admin'],
  'pbxs:read': READERS,
  'pbxs:write': STAFF,
  'ssh-servers:read': READERS,
  'ssh-servers:write': STAFF,
  'tunnels:read': READERS,
  'tunnels:write': STAFF,
  /** Enable, disable, restart, accept a changed host key. */
  'tunnels:operate': STAFF,
  /** Checks, findings and certificates. */
  'checks:read': READERS,
  'checks:write': STAFF,
  /** Run, pause, resume, preview a check; mute a finding. */
  'checks:operate': STAFF,
  'requests:read': READERS,
  'requests:write': [...STAFF, 'tenant-admin', 'requester'],
  'requests:decide': STAFF,
  'request-policies:read': [...PROVIDER_READERS, 'tenant-admin'],
  'request-policies:write': ADMINS,
  'members:read': [...PROVIDER_READERS, 'tenant-admin'],
  'members:write': [...ADMINS, 'tenant-admin'],
  'delegations:read': [...PROVIDER_READERS, 'tenant-admin'],
  'delegations:write': [...ADMINS, 'tenant-admin'],
  'service-accounts:read': [...ADMINS, 'auditor'],
  'service-accounts:write': ADMINS,
  'settings:read': [...ADMINS, 'auditor', 'tenant-admin'],
  'settings:write': [...ADMINS, 'tenant-admin'],
  'audit:read': [...ADMINS, 'auditor', 'tenant-admin'],
  'audit:export': [...ADMINS, 'auditor', 'tenant-admin'],
  'usage:read': [...ADMINS, 'auditor', 'billing', 'tenant-admin'],
} as const satisfies Record<string, readonly Role[]>;

export const PERMISSIONS = Object.keys(GRANTS) as [PermissionName, ...PermissionName[]];
type PermissionName = keyof typeof GRANTS;
export const Permission = z.enum(PERMISSIONS);
export type Permission = PermissionName;

const MACHINES_WRITE = [
  'tenants:write',
  'tenants:suspend',
  'tenants:delete',
  'pbxs:write',
  'ssh-servers:write',
  'tunnels:write',
  'tunnels:operate',
  'checks:write',
  'checks:operate',
  'requests:write',
] as const satisfies readonly Permission[];

/** What a service account can be given. People decide about requests, members and settings; machines do not. */
export type AccessScope = Extract<Permission, `${string}:read`> | (typeof MACHINES_WRITE)[number];
const isScope = (p: Permission): p is AccessScope => p.endsWith(':read') || (MACHINES_WRITE as readonly Permission[]).includes(p);
export const SCOPES = PERMISSIONS.filter(isScope) as [AccessScope, ...AccessScope[]];
export const AccessScope = z.enum(SCOPES);

export const roleMay = (role: Role, permission: Permission): boolean => (GRANTS[permission] as readonly Role[]).includes(role);

export const permissionsOf = (role: Role): Permission[] => PERMISSIONS.filter((permission) => roleMay(role, permission));

/** The scopes somebody with these permissions may hand to a machine: never more than their own. */
export const grantableScopes = (own: readonly Permission[]): AccessScope[] => SCOPES.filter((scope) => own.includes(scope));

/** Roles somebody may give to others, and take from them: owners make owners, nobody reaches above themselves. */
export function assignableRoles(role: Role): Role[] {
  if (role === 'owner') return ROLES;
  if (role === 'admin') return ROLES.filter((other) => other !== 'owner');
  return role === 'tenant-admin' ? ['tenant-admin', 'requester', 'viewer'] : [];
}
