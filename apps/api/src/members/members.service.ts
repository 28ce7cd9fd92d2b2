import type { Member, routes } from '@stellwerk/contracts';
import { assignableRoles, type MemberTerms, roleMay, type SignInChange } from '@stellwerk/domain';
import type { MemberDetail, Store } from '@stellwerk/store';
import { cursorOf, pageOf } from '../core/cursor.js';
import { found } from '../core/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { QueryOf } from '../http/call.js';
import { Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { circleOf, judge, judgeTenants, otherOwners, reached, reachedMember } from './circle.js';

const viewOf = ({ personId, name, email, lastSeenAt, createdAt, ...m }: MemberDetail): Member => ({
  id: m.id,
  person: { id: personId, name, email },
  tenantId: m.tenantId,
  role: m.role,
  tenantIds: m.tenantIds,
  secondFactor: m.secondFactor,
  lastSeenAt: lastSeenAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
  version: m.version,
});

/** How the audit names a member, and what it compares. */
const target = (m: MemberDetail) => ({ tenantId: m.tenantId, target: { kind: 'member', id: m.id, name: m.name }, personIds: [m.personId] });
const terms = ({ role, tenantIds }: MemberTerms) => ({ role, tenantIds });

/** Who works for a provider or a customer. Nothing of it is kept in sessions: a change counts from the next request on. */
export class MembersService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
  ) {}

  async list(who: Principal, query: QueryOf<typeof routes.listMembers>) {
    const circle = await circleOf(this.store, who, query.tenantId, '?tenantId');
    const page = await this.store.asSystem('list members', (tx) =>
      tx.members.list(circle, { limit: query.limit, after: cursorOf(query.cursor), ...(query.search ? { search: query.search } : {}) }),
    );
    return pageOf(page, viewOf);
  }

  async get(who: Principal, id: string): Promise<Member> {
    return viewOf(await reachedMember(this.store, who, id));
  }

  async replace(who: Principal, id: string, to: MemberTerms, changing: Changing): Promise<Member> {
    const circle = await reachedMember(this.store, who, id);
    return this.writes.run(who, { dryRun: changing.dryRun, reason: 'change a member' }, async (tx, after) => {
      const before = found(await tx.members.lock(circle.providerId, id));
      expectVersion(before.version, changing.ifMatch);
      judge(who, { circle, from: before.role, to, otherOwners: await otherOwners(tx, before) });
      await judgeTenants(tx, circle, to);
      const row = found(await tx.members.replace(circle.providerId, id, to));
      // Whoever may not invite any more has not invited either.
      if (!roleMay(row.role, 'members:write') || !assignableRoles(row.role).includes(before.role))
        await tx.invitations.revokeOpenBy(row.personId, circle);
      after.audit({ action: 'member.replaced', ...target(row), before: terms(before), after: terms(row) });
      return viewOf(row);
    });
  }

  async remove(who: Principal, id: string, changing: Changing): Promise<void> {
    const circle = await reachedMember(this.store, who, id);
    await this.writes.run(who, { dryRun: changing.dryRun, reason: 'remove a member' }, async (tx, after) => {
      const before = found(await tx.members.lock(circle.providerId, id));
      expectVersion(before.version, changing.ifMatch);
      judge(who, { circle, from: before.role, to: null, otherOwners: await otherOwners(tx, before) });
      await tx.members.remove(circle.providerId, id);
      await tx.invitations.revokeOpenBy(before.personId, circle);
      after.audit({ action: 'member.removed', ...target(before), before: terms(before) });
    });
  }

  /**
   * For somebody who lost phone and keys. A person's factors guard everything they belong to, so whoever resets them must be allowed to manage
   * all of that; a customer's administrator could otherwise weaken the account of somebody who works elsewhere too.
   */
  async resetFactors(who: Principal, id: string, dryRun: boolean): Promise<Member> {
    const circle = await reachedMember(this.store, who, id);
    await this.allInReach(who, circle.personId);
    return this.writes.run(who, { dryRun, reason: 'reset the second factors of a member' }, async (tx, after) => {
      const before = found(await tx.members.lock(circle.providerId, id));
      judge(who, { circle, from: before.role, to: null });
      await tx.factors.removeAll(before.personId);
      await tx.sessions.endOthers(before.personId, null);
      await tx.notifications.tell({
        providerId: before.providerId,
        tenantId: before.tenantId,
        kind: 'sign-in-changed',
        params: { what: 'factors-reset' satisfies SignInChange },
        persons: [before.personId],
      });
      after.audit({ action: 'member.factors-reset', ...target(before) });
      return viewOf(found(await tx.members.find(circle.providerId, id)));
    });
  }

  /** Refuses when the caller may not manage every membership of a person. */
  private async allInReach(who: Principal, personId: string): Promise<void> {
    const assignable = who.role === null ? [] : assignableRoles(who.role);
    for (const membership of await this.store.asSystem('look where a person is a member', (tx) => tx.members.ofPerson(personId))) {
      const own = membership.providerId === who.scope.providerId && assignable.includes(membership.role);
      const near =
        own &&
        (await reached(this.store, who, membership).then(
          () => true,
          () => false,
        ));
      if (!near) throw new Refusal('member-elsewhere');
    }
  }
}
