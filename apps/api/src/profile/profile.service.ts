import type { Me, SignedInSession } from '@stellwerk/contracts';
import type { SessionRow, Store } from '@stellwerk/store';
import type { SystemWrites } from '../core/system-writes.js';
import { notFound } from '../http/refusal.js';
import type { MeView } from '../session/me.view.js';
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
    const sessions = await this.store.asSystem('list the own sessions', (tx) => tx.sessions.ofPerson(who.id));
    return { items: sessions.map(sessionView(who)) };
  }

  endSession(who: Principal, id: string, dryRun: boolean): Promise<void> {
    return this.writes.run(who, { dryRun, reason: 'end one of the own sessions' }, async (tx, after) => {
      if (!(await tx.sessions.end(who.id, id))) throw notFound();
      after.audit({ ...ownChain(who), action: 'session.ended', target: { kind: 'session', id } });
    });
  }

  endOtherSessions(who: Principal, dryRun: boolean): Promise<void> {
    return this.writes.run(who, { dryRun, reason: 'end all of the own sessions but this one' }, async (tx, after) => {
      const ended = await tx.sessions.endOthers(who.id, who.sessionId);
      if (ended === 0) return after.unchanged('there is no other session');
      const target = { kind: 'person', id: who.id, name: who.name };
      after.audit({ ...ownChain(who), action: 'session.others-ended', target, after: { ended } });
    });
  }
}
