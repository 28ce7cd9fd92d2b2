import type { Me, SignedInSession } from '@stellwerk/contracts';
import { sameCircle } from '@stellwerk/domain';
import type { SessionRow, Store, SystemTx } from '@stellwerk/store';
import type { SystemWrites } from '../core/system-writes.js';
import { notFound } from '../http/refusal.js';
import type { MeView } from '../session/me.view.js';
import { ownReach } from '../session/one-side.js';
import { ownChain, type Principal } from '../session/principal.js';

const sessionView =
  (who: Principal) =>
  ({ id, method, address, userAgent, ...s }: SessionRow): SignedInSession => ({
    id,
    current: id === who.sessionId,
    method,
    address,
    userAgent,
    createdAt: s.createdAt.toISOString(),
    lastSeenAt: s.lastSeenAt.toISOString(),
    expiresAt: s.expiresAt.toISOString(),
  });

/** The sessions of a person that the caller may see and end. */
async function reachable(tx: SystemTx, who: Principal): Promise<SessionRow[]> {
  const { within, account } = await ownReach(tx, who);
  const all = await tx.sessions.ofPerson(who.id);
  return within === null || account
    ? all
    : all.filter((one) => one.identityProviderOf !== null && sameCircle(one.identityProviderOf, within));
}

/** Name, language and sessions of whoever asks. Nobody reaches another person's through here: every statement names the caller. */
export class ProfileService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
    private readonly view: MeView,
  ) {}

  change(who: Principal, values: { readonly name?: string; readonly locale?: 'de' | 'en' }, dryRun: boolean): Promise<Me> {
    return this.writes.run(who, { dryRun, reason: 'change the own details' }, async (tx, after) => {
      const before = await tx.people.find(who.id);
      const changed = await tx.people.change(who.id, values);
      if (before === null || changed === null) throw notFound();
      after.audit({
        ...ownChain(who),
        action: 'person.changed',
        target: { kind: 'person', id: who.id, name: changed.name },
        before: { name: before.name, locale: before.locale },
        after: { name: changed.name, locale: changed.locale },
      });
      return this.view.within(tx, who);
    });
  }

  async sessions(who: Principal): Promise<{ items: SignedInSession[] }> {
    const sessions = await this.store.asSystem('list the own sessions', (tx) => reachable(tx, who));
    return { items: sessions.map(sessionView(who)) };
  }

  endSession(who: Principal, id: string, dryRun: boolean): Promise<void> {
    return this.writes.run(who, { dryRun, reason: 'end one of the own sessions' }, async (tx, after) => {
      const there = (await reachable(tx, who)).some((one) => one.id === id);
      if (!there || !(await tx.sessions.end(who.id, id))) throw notFound();
      after.audit({ ...ownChain(who), action: 'session.ended', target: { kind: 'session', id } });
    });
  }

  endOtherSessions(who: Principal, dryRun: boolean): Promise<void> {
    return this.writes.run(who, { dryRun, reason: 'end all of the own sessions but this one' }, async (tx, after) => {
      let ended = 0;
      for (const { id } of await reachable(tx, who)) if (id !== who.sessionId && (await tx.sessions.end(who.id, id))) ended += 1;
      if (ended === 0) return after.unchanged('there is no other session');
      const target = { kind: 'person', id: who.id, name: who.name };
      after.audit({ ...ownChain(who), action: 'session.others-ended', target, after: { ended } });
    });
  }
}
