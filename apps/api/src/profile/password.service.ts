import type { Me } from '@stellwerk/contracts';
import { verifyPassword } from '@stellwerk/secrets';
import type { PersonRow, Store } from '@stellwerk/store';
import { doerOf } from '../audit/actor.js';
import { auditRefused } from '../audit/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import { Refusal } from '../http/refusal.js';
import type { Admission } from '../session/admission.js';
import { hashChosenPassword } from '../session/chosen-password.js';
import type { MeView } from '../session/me.view.js';
import { ownChain, type Principal } from '../session/principal.js';
import { tellSignInChanged } from '../session/sign-in-change.js';
import type { Proofs } from '../session/proofs.js';
import { type Account, accountOf, expectOwnSignIn, expectProof, expectStage, field, stageNow } from './account.js';

interface NewPassword {
  readonly current?: string | undefined;
  readonly next: string;
}

export class PasswordService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
    private readonly means: { readonly admission: Admission; readonly proofs: Proofs; readonly view: MeView },
  ) {}

  /** Every other session ends, and this one gets another token: whoever knew the old password is out. `token` null: it was a rehearsal. */
  async change(
    who: Principal,
    input: NewPassword,
    { now, dryRun }: { now: number; dryRun: boolean },
  ): Promise<{ token: string | null; me: Me }> {
    expectStage(who, ['full', 'change-password']);
    const account = await accountOf(this.store, who);
    expectOwnSignIn(account, 'password-refused');
    const { person, session, memberships } = account;
    await this.expectCurrent(who, account, input.current, now);
    if (await verifyPassword(person.passwordHash, input.next))
      throw new Refusal('password-refused', { errors: [field('/next', 'password-same')] });
    const names = [person.name, ...memberships.flatMap(({ provider, tenant }) => [provider.name, tenant?.name ?? ''])];
    const hash = await hashChosenPassword(input.next, { email: person.email, names }, '/next');
    const done = await this.writes.run(who, { dryRun, reason: 'change the own password' }, async (tx, after) => {
      await tx.people.setPassword(person.id, hash);
      await tellSignInChanged(tx, who, 'password');
      const ended = await tx.sessions.endOthers(person.id, session.id);
      const changed: PersonRow = { ...person, passwordHash: hash, passwordOneTime: false };
      const stage = stageNow(account, changed);
      const token = await this.means.admission.renew(tx, session.id, { stage });
      const target = { kind: 'person', id: person.id, name: person.name };
      after.audit({ ...ownChain(who), action: 'person.password-changed', target, after: { sessionsEnded: ended, stage } });
      return { token, me: await this.means.view.within(tx, { ...who, stage }) };
    });
    return dryRun ? { token: null, me: done.me } : this.means.admission.enter(done.token, who.request);
  }

  /** The password so far; a one-time one was typed a moment ago, and where there is none yet, being there must be proved otherwise. */
  private async expectCurrent(who: Principal, { person }: Account, current: string | undefined, now: number): Promise<void> {
    if (person.passwordHash === null) return expectProof(who, now);
    if (who.stage === 'change-password' && current === undefined) return;
    const from = who.request.address;
    if (await this.means.proofs.password(person, current ?? '', from)) return this.means.proofs.right(person, from);
    const target = { kind: 'person', id: person.id, name: person.name };
    await auditRefused(this.store, doerOf(who), { ...ownChain(who), action: 'person.password-changed', target }, [who.provider.id]);
    throw new Refusal('sign-in-refused', { errors: [field('/current', 'password-wrong')] });
  }
}
