'use client';

import type { Permission } from '@stellwerk/domain';
import { useMe } from './queries';

/** Whether the caller may do this, to leave out what would be refused. It protects nothing: the API decides. */
export function useMay(permission: Permission): boolean {
  return useMe().data?.permissions.includes(permission) ?? false;
}

/** From which side somebody looks: as a provider's member, as a customer's own, or as a provider's member at work for one customer. */
export function useSide(): 'provider' | 'tenant' | 'acting' | null {
  const me = useMe().data;
  if (!me) return null;
  if (me.actingFor !== null) return 'acting';
  return me.tenant === null ? 'provider' : 'tenant';
}
