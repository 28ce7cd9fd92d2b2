import { hashSessionToken } from '@stellwerk/secrets';
import type { SystemTx } from '@stellwerk/store';
import type { Auditing } from '../audit/ledger.js';
import { found } from '../core/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import { notFound } from '../http/refusal.js';
import { type Admission, doorsOf, type Entry, stageBehind } from './admission.js';
import { principalOfSession } from './authentication.js';
import type { MeView } from './me.view.js';
import type { Principal } from './principal.js';

type Renewal = Parameters<Admission['renew']>[2];

/** On what a session stands: under which membership, and for which customer. Every change gives it another token: whoever knew the old one is out. */
export class StandingService {
  constructor(
    private readonly writes: SystemWrites,
    private readonly admission: Admission,
    private readonly view: MeView,
  ) {}

  /** To another of the person's own that the way they signed in opens; there it may turn out that a second factor is missing. */
  switchMembership(who: Principal, membershipId: string): Promise<Entry> {
    return this.renew(who, 'switch the membership', async (tx) => {
      const person = await tx.people.find(who.id);
      const session = who.sessionId === null ? null : await tx.sessions.find(who.sessionId);
      const doors = session === null ? [] : doorsOf(await tx.people.memberships(who.id), session);
      const door = doors.find(({ membership }) => membership.id === membershipId);
      if (door === undefined || session === null || person === null) throw notFound('/membershipId');
      // A finished sign-in has given what the person had then; what they added since was proved when it was added.
      const stage = stageBehind(door, person, session, true);
      return {
        renewal: { memberId: membershipId, actingTenantId: null, stage },
        tell: (now, after) =>
          after.audit({ action: 'session.membership-switched', providerId: now.provider.id, tenantId: now.tenant?.id ?? null }),
      };
    });
  }

  /** Written down as a wish; whether the access is in force is decided by the one rule that decides it with every request after this one. */
  actFor(who: Principal, tenantId: string | null): Promise<Entry> {
    return this.renew(who, 'act for a customer', async () => ({
      renewal: { actingTenantId: tenantId },
      tell: (now, after) => {
        if (tenantId !== null && now.actingFor?.tenant.id !== tenantId) throw notFound('/tenantId');
        const [before, next] = [who.actingFor, now.actingFor];
        if (before?.tenant.id === next?.tenant.id) return after.unchanged('it is acted for the same as before');
        if (before) after.audit({ action: 'session.acting-ended', ...about(before) });
        if (next) after.audit({ action: 'session.acting-started', ...about(next) });
      },
    }));
  }

  private async renew(
    who: Principal,
    reason: string,
    plan: (tx: SystemTx) => Promise<{ renewal: Renewal; tell: (now: Principal, after: Auditing) => void }>,
  ): Promise<Entry> {
    return this.writes.run(who, { dryRun: false, reason }, async (tx, after) => {
      const { renewal, tell } = await plan(tx);
      const token = await this.admission.renew(tx, who.sessionId, renewal);
      const [session] = await tx.principals.sessions([hashSessionToken(token)]);
      const now = found(session && principalOfSession(session, token, who.request));
      tell(now, after);
      return { token, me: await this.view.within(tx, now) };
    });
  }
}

const about = ({ tenant, provider }: NonNullable<Principal['actingFor']>) => ({
  providerId: provider.id,
  tenantId: tenant.id,
  target: { kind: 'tenant', id: tenant.id, name: tenant.name },
});
