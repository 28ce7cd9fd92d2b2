import { randomUUID } from 'node:crypto';
import type { Invitation, routes } from '@stellwerk/contracts';
import type { TokenDerivation } from '@stellwerk/secrets';
import type { InvitationRow, Store, SystemTx } from '@stellwerk/store';
import { cursorOf, pageOf } from '../core/cursor.js';
import { found } from '../core/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import type { BodyOf, QueryOf } from '../http/call.js';
import { Refusal } from '../http/refusal.js';
import { circleOf, judge, judgeTenants, reached } from '../members/circle.js';
import type { Principal } from '../session/principal.js';

/** A link is good for seven days. */
const INVITATION_MS = 7 * 24 * 3_600_000;

const viewOf = (i: InvitationRow): Invitation => ({
  id: i.id,
  email: i.email,
  role: i.role,
  tenantId: i.tenantId,
  tenantIds: i.tenantIds,
  state: i.state,
  invitedBy: i.invitedBy?.name ?? null,
  createdAt: i.createdAt.toISOString(),
  expiresAt: i.expiresAt.toISOString(),
});

const target = (i: InvitationRow) => ({ tenantId: i.tenantId, target: { kind: 'invitation', id: i.id, name: i.email } });
/** What an invitation offers, for the audit. */
export const offered = ({ email, role, tenantIds }: InvitationRow) => ({ email, role, tenantIds });

const taken = (): Refusal => new Refusal('conflict', { errors: [{ pointer: '/email', code: 'taken' }] });
const unusable = (): Refusal => new Refusal('invitation-unusable');

/**
 * Who is asked to become a member. The link's token is nowhere: it is derived from the invitation and the round it was sent in, by the process
 * that writes the mail; the row keeps its SHA-256.
 */
export class InvitationsService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
    private readonly tokens: TokenDerivation,
  ) {}

  async list(who: Principal, query: QueryOf<typeof routes.listInvitations>) {
    const circle = await circleOf(this.store, who, query.tenantId, '?tenantId');
    const page = await this.store.asSystem('list invitations', (tx) =>
      tx.invitations.list(circle, { limit: query.limit, after: cursorOf(query.cursor) }),
    );
    return pageOf(page, viewOf);
  }

  async invite(who: Principal, body: BodyOf<typeof routes.invite>, dryRun: boolean): Promise<Invitation> {
    const circle = await circleOf(this.store, who, body.tenantId, '/tenantId');
    const terms = { role: body.role, tenantIds: body.tenantIds };
    judge(who, { circle, from: null, to: terms });
    return this.writes.run(who, { dryRun, reason: 'invite somebody' }, async (tx, after) => {
      await judgeTenants(tx, circle, terms);
      const person = await tx.people.findByEmail(body.email);
      if (person !== null && (await tx.members.ofPersonIn(circle, person.id)) !== null) throw taken();
      if ((await tx.invitations.openFor(circle, body.email)) !== null) throw taken();
      const id = randomUUID();
      const row = await tx.invitations.create({
        id,
        circle,
        terms,
        email: body.email,
        locale: body.locale,
        tokenHash: this.tokens.derive('invitation', `${id}.1`).hash,
        invitedBy: who.id,
        lifetimeMs: INVITATION_MS,
      });
      await mail(tx, row);
      after.audit({ action: 'invitation.created', ...target(row), after: offered(row) });
      return viewOf(row);
    });
  }

  async resend(who: Principal, id: string, dryRun: boolean): Promise<Invitation> {
    const { providerId } = await this.inReach(who, id);
    return this.writes.run(who, { dryRun, reason: 'send an invitation again' }, async (tx, after) => {
      const before = found(await tx.invitations.lock(providerId, id));
      judge(who, { circle: before, from: null, to: before });
      if (before.state !== 'open' && before.state !== 'expired') throw unusable();
      const other = await tx.invitations.openFor(before, before.email);
      if (other !== null && other.id !== id) throw new Refusal('conflict');
      const row = await tx.invitations.renew(id, this.tokens.derive('invitation', `${id}.${before.round + 1}`).hash, INVITATION_MS);
      if (row === null) throw unusable();
      await mail(tx, row);
      after.audit({ action: 'invitation.resent', ...target(row) });
      return viewOf(row);
    });
  }

  async revoke(who: Principal, id: string, dryRun: boolean): Promise<void> {
    const { providerId } = await this.inReach(who, id);
    await this.writes.run(who, { dryRun, reason: 'take an invitation back' }, async (tx, after) => {
      const before = found(await tx.invitations.lock(providerId, id));
      judge(who, { circle: before, from: before.role, to: null });
      if (!(await tx.invitations.revoke(providerId, id))) throw unusable();
      after.audit({ action: 'invitation.revoked', ...target(before) });
    });
  }

  private async inReach(who: Principal, id: string): Promise<InvitationRow> {
    const row = await this.store.asSystem('find an invitation', (tx) => tx.invitations.find(id));
    return reached(this.store, who, row?.providerId === who.scope.providerId ? row : null);
  }
}

/** Asks for the mail: with ids only, the link is made when it is written. */
const mail = (tx: SystemTx, { id, email, locale, providerId, tenantId }: InvitationRow): Promise<void> =>
  tx.notifications.tellAddress({ email, locale, providerId, tenantId, kind: 'invitation', params: { invitationId: id } });
