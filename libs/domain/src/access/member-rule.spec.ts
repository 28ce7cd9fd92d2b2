import { judgeMemberChange, type MemberChange } from './member-rule.js';
import { permissionsOf } from './permission.js';
import { PROVIDER_ROLES, type Role, ROLES, sideOf } from './role.js';

const change = (values: Partial<MemberChange>): MemberChange => ({
  by: 'owner',
  side: 'provider',
  from: 'technician',
  to: { role: 'auditor', tenantIds: 'all' },
  otherOwners: 1,
  ...values,
});
const become = (role: Role, tenantIds: 'all' | string[] = 'all') => ({ role, tenantIds });

describe('who may change a membership', () => {
  it.each([
    ['an owner makes an owner', {}, null],
    ['an owner demotes another owner', { from: 'owner' }, null],
    ['an owner demotes the last owner', { from: 'owner', otherOwners: 0 }, 'last-owner'],
    ['an owner removes the last owner', { from: 'owner', to: null, otherOwners: 0 }, 'last-owner'],
    ['the last owner stays owner', { from: 'owner', to: become('owner'), otherOwners: 0 }, null],
    ['an admin demotes an owner', { by: 'admin', from: 'owner' }, 'above-own-role'],
    ['an admin removes an owner', { by: 'admin', from: 'owner', to: null }, 'above-own-role'],
    ['an admin makes an owner', { by: 'admin', to: become('owner') }, 'above-own-role'],
    ['an admin makes themselves an owner', { by: 'admin', from: 'admin', to: become('owner') }, 'above-own-role'],
    ['an admin makes an admin', { by: 'admin', to: become('admin') }, null],
    ['an admin invites for a customer', { by: 'admin', side: 'tenant', from: null, to: become('tenant-admin') }, null],
    ['a technician changes a viewer', { by: 'technician', side: 'tenant', from: 'viewer', to: become('requester') }, 'above-own-role'],
    ['a customer’s admin makes a viewer', { by: 'tenant-admin', side: 'tenant', from: null, to: become('viewer') }, null],
    ['a customer’s admin invites for the provider', { by: 'tenant-admin', from: null, to: become('technician') }, 'above-own-role'],
    [
      'a customer’s admin gives a provider’s role',
      { by: 'tenant-admin', side: 'tenant', from: 'viewer', to: become('admin') },
      'wrong-side',
    ],
    ['a provider’s member gets a customer’s role', { to: become('viewer') }, 'wrong-side'],
    ['a customer’s member gets a provider’s role', { side: 'tenant', from: 'viewer', to: become('technician') }, 'wrong-side'],
    ['a technician for some customers', { to: become('technician', ['a']) }, null],
    ['an auditor for no customer at all', { to: become('auditor', []) }, null],
    ['an admin for some customers', { to: become('admin', ['a']) }, 'role-for-all'],
    ['an owner for some customers', { to: become('owner', ['a']) }, 'role-for-all'],
    ['a customer’s member for some customers', { side: 'tenant', from: 'viewer', to: become('requester', ['a']) }, 'role-for-all'],
  ] as const)('%s', (_, values, expected) => {
    expect(judgeMemberChange(change(values as Partial<MemberChange>))).toBe(expected);
  });

  it('lets nobody do anything who may not write members', () => {
    for (const by of ROLES.filter((role) => !permissionsOf(role).includes('members:write')))
      for (const from of ROLES) expect(judgeMemberChange(change({ by, side: sideOf(from), from, to: null }))).toBe('above-own-role');
  });

  it('limits nobody to some customers who manages members or settings', () => {
    for (const role of PROVIDER_ROLES)
      if (permissionsOf(role).includes('members:write') || permissionsOf(role).includes('settings:write'))
        expect([role, judgeMemberChange(change({ to: become(role, ['a']) }))]).toEqual([role, 'role-for-all']);
  });
});
