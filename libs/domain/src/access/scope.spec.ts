import { permissionsOf, SCOPES } from './permission.js';
import { type AccessFacts, admits, decideAccess, type DelegationTermsHeld } from './scope.js';
import { PROVIDER_ROLES, type Role } from './role.js';

const NOW = Date.UTC(2026, 10, 23);
const active = (values: Partial<DelegationTermsHeld> = {}): DelegationTermsHeld => ({
  status: 'active',
  roles: PROVIDER_ROLES,
  until: null,
  ...values,
});
const facts = (values: Partial<AccessFacts> = {}): AccessFacts => ({
  holder: { kind: 'member', role: 'technician' },
  providerId: 'north',
  ownTenant: null,
  tenantIds: 'all',
  home: [],
  homeTenants: ['a', 'b', 'c'],
  acting: null,
  now: NOW,
  ...values,
});
const member = (role: Role): AccessFacts['holder'] => ({ kind: 'member', role });
const shut = (tenantId: string, values: Partial<DelegationTermsHeld>) => ({ tenantId, ...active(values) });
const acting = (values: Partial<NonNullable<AccessFacts['acting']>> = {}): AccessFacts['acting'] => ({
  tenantId: 'x',
  providerId: 'south',
  deleted: false,
  delegations: [active()],
  ...values,
});
const REVOKED = { status: 'revoked' };
const OVER = { until: NOW };

describe('which tenants a credential reaches', () => {
  it.each<[string, Partial<AccessFacts>, string, 'all' | string[]]>([
    ["a provider's member: all of them", {}, 'north', 'all'],
    ['one limited to some: those', { tenantIds: ['a', 'b'] }, 'north', ['a', 'b']],
    ['one limited to none: none', { tenantIds: [] }, 'north', []],
    [
      "a tenant's member: that one, whatever else is said",
      { ownTenant: { id: 'a', deleted: false }, holder: member('viewer') },
      'north',
      ['a'],
    ],
    ['of a deleted tenant: nothing', { ownTenant: { id: 'a', deleted: true }, holder: member('viewer') }, 'north', []],
    [
      "a tenant's member cannot act for another",
      { ownTenant: { id: 'a', deleted: false }, holder: member('tenant-admin'), acting: acting() },
      'north',
      ['a'],
    ],
    ['without the tenant that took its access back', { home: [shut('a', REVOKED)] }, 'north', ['b', 'c']],
    ['without the one whose access has run out', { home: [shut('a', OVER)] }, 'north', ['b', 'c']],
    ['with the one whose access runs out in a moment', { home: [shut('a', { until: NOW + 1 })] }, 'north', 'all'],
    ['without the one that never accepted', { home: [shut('a', { status: 'pending' })] }, 'north', ['b', 'c']],
    ['without the one that lets other roles in only', { home: [shut('a', { roles: ['owner'] })] }, 'north', ['b', 'c']],
    ['with the one that lets this role in', { home: [shut('a', { roles: ['technician'] })] }, 'north', 'all'],
    ['with the one that took it back and gave it again', { home: [shut('a', REVOKED), shut('a', {})] }, 'north', 'all'],
    ['a list, without the one that took it back', { tenantIds: ['a', 'b'], home: [shut('a', REVOKED)] }, 'north', ['b']],
    ['all of them shut: none, not all', { home: ['a', 'b', 'c'].map((id) => shut(id, REVOKED)) }, 'north', []],
    ['acting for an own customer: that one', { acting: acting({ tenantId: 'b', providerId: 'north', delegations: [] }) }, 'north', ['b']],
    [
      'acting for an own one outside the list: the list',
      { tenantIds: ['a'], acting: acting({ tenantId: 'b', providerId: 'north' }) },
      'north',
      ['a'],
    ],
    [
      'acting for an own one that took it back: the rest',
      { home: [shut('b', REVOKED)], acting: acting({ tenantId: 'b', providerId: 'north' }) },
      'north',
      ['a', 'c'],
    ],
    ["acting for another provider's customer: that one, in its provider", { acting: acting() }, 'south', ['x']],
    ['that has not granted anything: the own ones', { acting: acting({ delegations: [] }) }, 'north', 'all'],
    ['that took it back', { acting: acting({ delegations: [active(REVOKED)] }) }, 'north', 'all'],
    ['whose grant ran out', { acting: acting({ delegations: [active(OVER)] }) }, 'north', 'all'],
    ['that asked for has not answered', { acting: acting({ delegations: [active({ status: 'pending' })] }) }, 'north', 'all'],
    ['that lets other roles in only', { acting: acting({ delegations: [active({ roles: ['owner', 'admin'] })] }) }, 'north', 'all'],
    ['that is deleted', { acting: acting({ deleted: true }) }, 'north', 'all'],
    ['for somebody limited to own customers', { tenantIds: ['a'], acting: acting() }, 'north', ['a']],
  ])('%s', (_, values, providerId, tenantIds) => {
    const decision = decideAccess(facts(values));
    expect([decision.providerId, decision.tenantIds]).toEqual([providerId, tenantIds]);
  });

  it('counts as the whole provider without acting and without a limit, whatever single customers took back', () => {
    const whole = (values: Partial<AccessFacts>) => decideAccess(facts(values)).wholeProvider;
    expect([whole({}), whole({ home: [shut('a', REVOKED)] })]).toEqual([true, true]);
    expect([
      whole({ tenantIds: ['a'] }),
      whole({ acting: acting() }),
      whole({ acting: acting({ providerId: 'north', tenantId: 'a' }) }),
      whole({ ownTenant: { id: 'a', deleted: false } }),
    ]).toEqual([false, false, false, false]);
  });
});

describe('what a credential may do', () => {
  it('is what its role may, or its scopes', () => {
    for (const role of PROVIDER_ROLES) expect(decideAccess(facts({ holder: member(role) })).permissions).toEqual(permissionsOf(role));
    expect(decideAccess(facts({ holder: { kind: 'machine', scopes: ['tunnels:read'] } })).permissions).toEqual(['tunnels:read']);
  });

  it("is never more for another provider's customer, and neither ends it nor decides who gets in", () => {
    for (const role of PROVIDER_ROLES) {
      const { permissions } = decideAccess(facts({ holder: member(role), acting: acting() }));
      expect(permissions.filter((p) => !permissionsOf(role).includes(p))).toEqual([]);
      expect(
        permissions.filter((p) => /^(settings|service-accounts):|^(tenants|members|delegations|request-policies):(?!read|export)/.test(p)),
      ).toEqual([]);
    }
    expect(decideAccess(facts({ acting: acting() })).permissions).toContain('tunnels:operate');
    expect(decideAccess(facts({ holder: member('owner'), acting: acting({ providerId: 'north', tenantId: 'a' }) })).permissions).toContain(
      'tenants:delete',
    );
  });
});

describe('a delegation', () => {
  it('opens to a machine only what one of the admitted roles may do', () => {
    const machine = (...scopes: (typeof SCOPES)[number][]) => ({ kind: 'machine' as const, scopes });
    const opens = (roles: Role[], ...scopes: (typeof SCOPES)[number][]) => admits(active({ roles }), machine(...scopes), NOW);
    expect([opens(['technician'], 'tunnels:write'), opens(['technician'], 'tunnels:write', 'tenants:write')]).toEqual([true, false]);
    expect([opens(['auditor', 'billing'], 'tunnels:read', 'audit:read'), opens(['billing'], 'tunnels:read')]).toEqual([true, false]);
    expect([opens([], 'tunnels:read'), admits(active({ roles: ['nonsense'] }), machine('tunnels:read'), NOW)]).toEqual([false, false]);
  });
});
