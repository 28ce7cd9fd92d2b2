import { assignableRoles, grantableScopes, GRANTS, Permission, PERMISSIONS, permissionsOf, roleMay, SCOPES } from './permission.js';
import { ROLES, sideOf } from './role.js';

describe('who may do what', () => {
  it('lets the owner do everything', () => {
    expect(permissionsOf('owner')).toEqual(PERMISSIONS);
  });

  it('lets whoever may change something also see it', () => {
    for (const permission of PERMISSIONS.filter((p) => !p.endsWith(':read'))) {
      const reading = Permission.parse(`${permission.split(':')[0]}:read`);
      for (const role of GRANTS[permission]) expect([role, reading, roleMay(role, reading)]).toEqual([role, reading, true]);
    }
  });

  it.each(['auditor', 'billing', 'viewer'] as const)('lets %s change nothing', (role) => {
    expect(permissionsOf(role).filter((p) => !p.endsWith(':read') && p !== 'audit:export')).toEqual([]);
  });

  it('keeps decisions, policies and the fleet from the customer side', () => {
    for (const role of ROLES.filter((r) => sideOf(r) === 'tenant'))
      for (const permission of [
        'requests:decide',
        'request-policies:write',
        'tunnels:write',
        'tunnels:operate',
        'tenants:write',
        'service-accounts:read',
      ] as const)
        expect([role, permission, roleMay(role, permission)]).toEqual([role, permission, false]);
  });

  it('never lets a machine decide, invite, export or make machines', () => {
    for (const scope of [
      'requests:decide',
      'members:write',
      'service-accounts:write',
      'settings:write',
      'delegations:write',
      'audit:export',
    ])
      expect(SCOPES).not.toContain(scope);
  });

  it('hands out no scope that the giver lacks', () => {
    for (const role of ROLES) {
      const own = permissionsOf(role);
      expect(grantableScopes(own).filter((scope) => !own.includes(scope))).toEqual([]);
    }
  });

  it('lets nobody give a role that can do more than their own', () => {
    for (const role of ROLES)
      for (const given of assignableRoles(role)) {
        if (sideOf(role) === 'provider' && sideOf(given) === 'tenant') continue;
        expect([role, given, permissionsOf(given).filter((p) => !roleMay(role, p))]).toEqual([role, given, []]);
      }
  });
});
