import type { Circle } from '@stellwerk/domain';
import type { Store } from '@stellwerk/store';
import { found } from '../core/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import { judge, otherOwners, reachedMember } from '../members/circle.js';
import { Refusal } from '../http/refusal.js';
import { ownReach } from '../session/one-side.js';
import type { Principal } from '../session/principal.js';

type Records = Readonly<Record<string, unknown>>;

/** What is kept about people: handed out, and erased. Both are in the audit. */
export class PersonalDataService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
  ) {}

  /** Everything, at every provider; through the identity provider of one side what that one keeps. */
  exportOwn(who: Principal): Promise<Records> {
    return this.writes.run(who, { dryRun: false, reason: 'export the own personal data' }, async (tx, after) => {
      const { within, account } = await ownReach(tx, who);
      const records = found(await tx.personalData.collect(who.id, within, account));
      after.audit({ action: 'person.exported', target: { kind: 'person', id: who.id, name: who.name } });
      return records;
    });
  }

  /** What the caller's side keeps: of a provider also what its customers' members did, of a customer only its own. */
  async export(who: Principal, memberId: string): Promise<Records> {
    const member = await reachedMember(this.store, who, memberId);
    return this.writes.run(who, { dryRun: false, reason: 'export personal data of a member' }, async (tx, after) => {
      const records = found(await tx.personalData.collect(member.personId, member));
      const target = { kind: 'person', id: member.personId, name: member.name };
      after.audit({ action: 'person.exported', tenantId: member.tenantId, target });
      return records;
    });
  }

  /**
   * Takes the membership and erases what is kept about the person on the caller's side; where it was the last one, the account as well. The
   * event of the erasure names nobody any more: it knows the person by a number that leads nowhere.
   */
  async erase(who: Principal, memberId: string, dryRun: boolean): Promise<void> {
    const { personId } = await reachedMember(this.store, who, memberId);
    if (personId === who.id) throw new Refusal('forbidden');
    await this.writes.run(who, { dryRun, reason: 'erase personal data of a member' }, async (tx, after) => {
      const member = found(await tx.members.lock(who.scope.providerId, memberId));
      const circle: Circle = member;
      judge(who, { circle, from: member.role, to: null, otherOwners: await otherOwners(tx, member) });
      await tx.members.remove(circle.providerId, memberId);
      await tx.invitations.revokeOpenBy(personId, circle);
      const last = (await tx.members.ofPerson(personId)).length === 0;
      await tx.personalData.eraseTraces(personId, last ? null : circle);
      if (last) await tx.personalData.eraseAccount(personId);
      after.audit({
        action: 'person.erased',
        tenantId: member.tenantId,
        target: { kind: 'person', id: personId },
        before: { memberId, role: member.role, account: 'kept' },
        after: { account: last ? 'erased' : 'kept' },
      });
    });
  }
}
