import { LIMITABLE_ROLES, type Role } from '@stellwerk/domain';

export type TenantSet = 'all' | string[];

/** What is sent: a role that cannot be limited is for all customers, whatever was chosen before. */
export const reachOf = (role: Role, chosen: TenantSet): TenantSet => (LIMITABLE_ROLES.includes(role) ? chosen : 'all');
