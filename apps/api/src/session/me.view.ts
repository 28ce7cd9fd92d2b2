import type { Me, Membership } from '@stellwerk/contracts';
import type { MembershipRow, PersonRow, Store, SystemTx } from '@stellwerk/store';
import { doorsOf } from './admission.js';
import type { Principal } from './principal.js';

const membershipView = ({ id, role, provider, tenant }: MembershipRow): Membership => ({ id, role, provider, tenant });

const secondFactorsOf = (person: PersonRow): Me['secondFactors'] => [
  ...(person.totp?.confirmedAt != null ? (['totp'] as const) : []),
  ...(person.passkeys > 0 ? (['passkey'] as const) : []),
  ...(person.recoveryCodesLeft > 0 ? (['recovery-code'] as const) : []),
];

const view = (who: Principal, more: Pick<Me, 'name' | 'locale' | 'memberships' | 'secondFactors'>): Me => ({
  id: who.id,
  email: who.email,
  kind: who.kind,
  stage: who.stage,
  provider: who.provider,
  tenant: who.tenant,
  membershipId: who.membershipId,
  role: who.role,
  permissions: [...who.permissions],
  tenantIds: who.scope.tenantIds === 'all' ? 'all' : [...who.scope.tenantIds],
  actingFor: who.actingFor,
  provedAt: who.provedAt?.toISOString() ?? null,
  csrfToken: who.csrfToken,
  ...more,
});

/** Who is asking, as the contract tells it. */
export class MeView {
  constructor(private readonly store: Store) {}

  async of(who: Principal): Promise<Me> {
    if (who.kind === 'service-account') return view(who, { name: who.name, locale: null, memberships: [], secondFactors: [] });
    return this.store.asSystem('tell a person who they are', (tx) => this.within(tx, who));
  }

  /** The same, as a transaction in progress sees it. */
  async within(tx: SystemTx, who: Principal): Promise<Me> {
    const person = await tx.people.find(who.id);
    const session = who.sessionId === null ? null : await tx.sessions.find(who.sessionId);
    const more = {
      name: person?.name ?? who.name,
      locale: person?.locale ?? who.locale,
      secondFactors: person ? secondFactorsOf(person) : [],
    };
    // Whoever knows no more than the password learns no more than what to prove.
    if (who.stage === 'second-factor' || session === null)
      return { ...view(who, { ...more, memberships: [] }), permissions: [], tenantIds: [], actingFor: null };
    const memberships = doorsOf(await tx.people.memberships(who.id), session).map(({ membership }) => membershipView(membership));
    const began = session.identityProviderId === null ? null : await tx.identityProviders.find(session.identityProviderId);
    const identityProvider = began && { id: began.id, name: began.name };
    return { ...view(who, { ...more, memberships }), identityProvider };
  }
}
