import { ROLES } from './role.js';
import { type Circle, mayChangeSignIn, opening, type SignInWay } from './sign-in-rule.js';

const msp: Circle = { providerId: 'msp', tenantId: null };
const customer: Circle = { providerId: 'msp', tenantId: 'hansen' };
const neighbour: Circle = { providerId: 'msp', tenantId: 'petersen' };
const stranger: Circle = { providerId: 'other', tenantId: null };
const password: SignInWay = { method: 'password', identityProviderOf: null };
const passkey: SignInWay = { method: 'passkey', identityProviderOf: null };
const oidc = (identityProviderOf: Circle | null): SignInWay => ({ method: 'oidc', identityProviderOf });

describe('what a sign-in opens', () => {
  it.each([msp, customer, neighbour, stranger])('lets an identity provider speak for its own circle only (%j)', (owner) => {
    for (const circle of [msp, customer, neighbour, stranger])
      for (const enforced of [false, true])
        for (const role of ROLES)
          expect(opening(oidc(owner), { ...circle, role, enforced }).open).toBe(
            circle.providerId === owner.providerId && circle.tenantId === owner.tenantId,
          );
  });

  it('opens nothing to a session whose identity provider is gone', () => {
    expect(opening(oidc(null), { ...msp, role: 'owner', enforced: false })).toEqual({ open: false, why: 'other-identity-provider' });
  });

  it.each([password, passkey])('opens every membership to %j where nothing is enforced', (way) => {
    for (const role of ROLES) expect(opening(way, { ...msp, role, enforced: false })).toEqual({ open: true, needsSecondFactor: false });
  });

  it.each([password, passkey])('shuts %j out where an identity provider is enforced, but for owners with a second factor', (way) => {
    for (const role of ROLES)
      expect(opening(way, { ...customer, role, enforced: true })).toEqual(
        role === 'owner' ? { open: true, needsSecondFactor: true } : { open: false, why: 'identity-provider-enforced' },
      );
  });
});

describe('who may change how they sign in', () => {
  it.each([
    ['with a password', password, [msp, customer, stranger], true],
    ['with a passkey', passkey, [msp, stranger], true],
    ['through the identity provider of the only circle they belong to', oidc(customer), [customer], true],
    ['through the one of a customer, belonging to its provider too', oidc(customer), [customer, msp], false],
    ['through the one of the provider, belonging to a customer too', oidc(msp), [customer, msp], false],
    ['through the one of a neighbour', oidc(customer), [neighbour], false],
    ['through one that is gone', oidc(null), [], false],
  ] as const)('%s', (_, way, memberships, may) => {
    expect(mayChangeSignIn(way, memberships)).toBe(may);
  });
});
