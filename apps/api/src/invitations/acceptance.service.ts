import type { Output, routes } from '@stellwerk/contracts';
import type { Circle, SignInWay } from '@stellwerk/domain';
import type { Queue } from '@stellwerk/queue';
import { hashToken } from '@stellwerk/secrets';
import type { InvitationRow, MemberDetail, PersonRow, Store, SystemTx } from '@stellwerk/store';
import { personDoer } from '../audit/actor.js';
import { type Auditing, createLedger } from '../audit/ledger.js';
import { addressKey, type Limit, Throttle } from '../core/limits.js';
import type { BodyOf } from '../http/call.js';
import { invalid, Refusal } from '../http/refusal.js';
import { type Admission, doorsOf, type Entry, stageBehind } from '../session/admission.js';
import { unauthenticated } from '../session/auth.guard.js';
import { hashChosenPassword } from '../session/chosen-password.js';
import type { Principal, RequestOrigin } from '../session/principal.js';
import { offered } from './invitations.service.js';

/** A token cannot be guessed; this only bounds what asking costs. */
const ACCEPTANCE_LIMIT: Limit = { points: 60, seconds: 600 };

type NewAccount = Pick<BodyOf<typeof routes.acceptInvitation>, 'name' | 'password' | 'locale'>;

/** What happened to an invitation: for the session that follows. */
export interface Accepted {
  readonly invitation: InvitationRow;
  readonly member: MemberDetail;
}

/** Uses an invitation up and makes the person a member. Of two that try at once one is refused. Whoever calls has made sure who it is. */
export async function takeUp(tx: SystemTx, tokenHash: Uint8Array, person: Pick<PersonRow, 'id' | 'email'>): Promise<Accepted> {
  const invitation = await tx.invitations.accept(tokenHash);
  if (invitation === null) throw new Refusal('invitation-unusable');
  if (invitation.email !== person.email) throw new Refusal('invitation-for-someone-else');
  const circle: Circle = { providerId: invitation.providerId, tenantId: invitation.tenantId };
  // Somebody who became a member in the meantime stays what they are.
  const member = (await tx.members.add(circle, person.id, invitation)) ?? (await tx.members.ofPersonIn(circle, person.id));
  if (member === null) throw new Refusal('invitation-unusable');
  return { invitation, member };
}

/** Has it audited as the person's own doing, who belongs to nothing else as far as this chain is concerned. */
export function tellAccepted(tx: SystemTx, { invitation, member }: Accepted, person: PersonRow, origin: RequestOrigin): Auditing {
  const ledger = createLedger(tx, personDoer(person, member, origin));
  ledger.audit({
    action: 'invitation.accepted',
    target: { kind: 'invitation', id: invitation.id, name: invitation.email },
    after: offered(invitation),
  });
  return ledger;
}

/** The holder's side of an invitation: to look at it, and to accept it. */
export class AcceptanceService {
  private readonly throttle: Throttle;

  constructor(
    private readonly store: Store,
    private readonly admission: Admission,
    queue: Pick<Queue, 'limiter'>,
  ) {
    this.throttle = new Throttle(queue, 'invitation', ACCEPTANCE_LIMIT);
  }

  async offer(token: string, origin: RequestOrigin): Promise<Output<typeof routes.readInvitation>> {
    await this.throttle.spend(addressKey(origin.address));
    return this.store.asSystem('read an invitation', async (tx) => {
      const row = await tx.invitations.findByToken(hashToken(token));
      if (row?.state !== 'open') throw new Refusal('invitation-unusable');
      const identityProviders = await tx.identityProviders.list(row);
      return {
        email: row.email,
        role: row.role,
        provider: row.providerName,
        tenant: row.tenantName,
        invitedBy: row.invitedBy?.name ?? null,
        expiresAt: row.expiresAt.toISOString(),
        hasAccount: (await tx.people.findByEmail(row.email)) !== null,
        identityProviders: identityProviders.map(({ id, name }) => ({ id, name })),
      };
    });
  }

  /**
   * Accepts for whoever is signed in, else with a new account.
   * @param who the running session, finished; null: none
   */
  async accept(body: BodyOf<typeof routes.acceptInvitation>, who: Principal | null, origin: RequestOrigin): Promise<Entry> {
    await this.throttle.spend(addressKey(origin.address));
    const hash = hashToken(body.token);
    const token = who === null ? await this.withNewAccount(hash, body, origin) : await this.withSession(hash, who);
    return this.admission.enter(token, origin);
  }

  /** The session goes on under the new membership, if the way it began opens that; its token is another one in any case. */
  private withSession(hash: Uint8Array, who: Principal): Promise<string> {
    return this.store.asSystem('accept an invitation', async (tx) => {
      const person = await tx.people.find(who.id);
      const session = who.sessionId === null ? null : await tx.sessions.find(who.sessionId);
      if (person === null || session === null) throw new Refusal('invitation-for-someone-else');
      const accepted = await takeUp(tx, hash, person);
      tellAccepted(tx, accepted, person, who.request);
      const door = doorsOf(await tx.people.memberships(person.id), session).find(({ membership }) => membership.id === accepted.member.id);
      const under = door && { memberId: door.membership.id, actingTenantId: null, stage: stageBehind(door, person, session, true) };
      return this.admission.renew(tx, session.id, under ?? {});
    });
  }

  private async withNewAccount(hash: Uint8Array, account: NewAccount, origin: RequestOrigin): Promise<string> {
    const invitation = await this.store.asSystem('find an invitation', async (tx) => {
      const row = await tx.invitations.findByToken(hash);
      if (row?.state !== 'open') throw new Refusal('invitation-unusable');
      // Whoever has an account proves it by signing in, not by holding a link.
      if ((await tx.people.findByEmail(row.email)) !== null) throw unauthenticated();
      return row;
    });
    const { name, passwordHash } = await judgeAccount(account, invitation);
    return this.store.asSystem('accept an invitation with a new account', async (tx) => {
      const person = await tx.people.create({ email: invitation.email, name, locale: account.locale, passwordHash });
      // Made a moment ago, by this link or another one.
      if (person === null) throw unauthenticated();
      const accepted = await takeUp(tx, hash, person);
      const ledger = tellAccepted(tx, accepted, person, origin);
      const [door] = doorsOf(await tx.people.memberships(person.id), WITH_PASSWORD);
      if (door === undefined) throw invalid({ pointer: '/password', code: 'openid-required' });
      return this.admission.start(tx, ledger, { person, door, way: WITH_PASSWORD, origin });
    });
  }
}

const WITH_PASSWORD: SignInWay = { method: 'password', identityProviderOf: null };

/** Name and password of a new account, the password as it is stored. */
async function judgeAccount({ name, password }: NewAccount, invitation: InvitationRow): Promise<{ name: string; passwordHash: string }> {
  const missing = Object.entries({ name, password }).flatMap(([field, value]) =>
    value === undefined ? [{ pointer: `/${field}`, code: 'required' }] : [],
  );
  if (name === undefined || password === undefined) throw new Refusal('validation-failed', { errors: missing });
  const names = [name, invitation.providerName, invitation.tenantName ?? ''];
  return { name, passwordHash: await hashChosenPassword(password, { email: invitation.email, names }, '/password') };
}
