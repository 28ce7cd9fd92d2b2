import type { Me } from '@stellwerk/contracts';
import { opening, stageOf } from '@stellwerk/domain';
import { hashSessionToken, newSessionToken } from '@stellwerk/secrets';
import type { FoundSession, SystemTx } from '@stellwerk/store';
import type { Auditing } from '../audit/ledger.js';
import { found } from '../core/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import { notFound } from '../http/refusal.js';
import { principalOfSession, SESSION } from './authentication.js';
import type { Principal } from './principal.js';
import type { MeView } from './me.view.js';

type Renewal = Omit<Parameters<SystemTx['sessions']['renew']>[1], 'tokenHash'>;
export interface Renewed {
  readonly token: string;
  readonly me: Me;
}

/** The stage that a finished session has under another of the person's memberships; null: the way they signed in does not open it. */
async function stageUnder(tx: SystemTx, session: FoundSession, membershipId: string): Promise<ReturnType<typeof stageOf> | null> {
  const person = await tx.people.find(session.person.id);
  const target = (await tx.people.memberships(session.person.id)).find(({ id }) => id === membershipId);
  if (target === undefined || person === null) return null;
  const door = opening(session, target);
  if (!door.open) return null;
  return stageOf({
    method: session.method,
    hasSecondFactor: person.passkeys > 0 || (person.totp !== null && person.totp.confirmedAt !== null),
    // A finished sign-in has given what the person had then; what they added since was proved when it was added.
    secondFactorGiven: true,
    passwordOneTime: person.passwordOneTime,
    secondFactorDemanded: target.provider.mfaRequired || door.needsSecondFactor,
  });
}

/** On what a session stands: under which membership, and for which customer. Every change gives it another token: whoever knew the old one is out. */
export class StandingService {
  constructor(
    private readonly writes: SystemWrites,
    private readonly view: MeView,
  ) {}

  switchMembership(who: Principal, token: string, membershipId: string): Promise<Renewed> {
    return this.renew(who, 'switch the membership', async (tx) => {
      const [session] = await tx.principals.sessions([hashSessionToken(token)]);
      const stage = session ? await stageUnder(tx, session, membershipId) : null;
      if (stage === null) throw notFound('/membershipId');
      return {
        renewal: { memberId: membershipId, actingTenantId: null, stage },
        tell: (now, after) =>
          after.audit({ action: 'session.membership-switched', providerId: now.provider.id, tenantId: now.tenant?.id ?? null }),
      };
    });
  }

  /** Written down as a wish; whether the access is in force is decided by the one rule that decides it with every request after this one. */
  actFor(who: Principal, tenantId: string | null): Promise<Renewed> {
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
  ): Promise<Renewed> {
    const token = newSessionToken();
    const tokenHash = hashSessionToken(token);
    const me = await this.writes.run(who, { dryRun: false, reason }, async (tx, after) => {
      const { renewal, tell } = await plan(tx);
      found(await tx.sessions.renew(who.sessionId ?? '', { tokenHash, ...renewal }, SESSION));
      const [session] = await tx.principals.sessions([tokenHash]);
      const now = found(session && principalOfSession(session, token, who.request));
      tell(now, after);
      return this.view.within(tx, now);
    });
    return { token, me };
  }
}

const about = ({ tenant, provider }: NonNullable<Principal['actingFor']>) => ({
  providerId: provider.id,
  tenantId: tenant.id,
  target: { kind: 'tenant', id: tenant.id, name: tenant.name },
});
