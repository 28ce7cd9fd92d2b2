import type { Delegation, routes } from '@stellwerk/contracts';
import { type NotificationKind, ProviderRole, PROVIDER_ROLES } from '@stellwerk/domain';
import type { DelegationRow, Store, SystemTx } from '@stellwerk/store';
import { cursorOf, pageOf } from '../core/cursor.js';
import { found } from '../core/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { BodyOf, QueryOf } from '../http/call.js';
import { type FieldRefusal, notFound, Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';
import { delegationView, delegationsSeenBy, stateOf } from './delegation.view.js';

type Terms = BodyOf<typeof routes.acceptDelegation>;
/** When the call came in, milliseconds since the epoch. */
interface Timed {
  readonly now: number;
}

const notYours = (): Refusal => new Refusal('forbidden', { params: { permission: 'delegations:write' } });
const settled = (row: DelegationRow): Refusal =>
  new Refusal('conflict', { errors: [{ pointer: '', code: 'delegation-settled', params: { state: stateOf(row) } }] });

/** Roles that a provider has, an end that is still to come and, where something was asked for, no more than that. */
function judgeTerms(terms: Terms, now: number, asked?: DelegationRow): { roles: ProviderRole[]; until: Date | null } {
  const until = terms.until === null ? null : new Date(terms.until);
  const errors = terms.roles.flatMap((role, i): FieldRefusal[] =>
    !ProviderRole.safeParse(role).success
      ? [{ pointer: `/roles/${i}`, code: 'not-one-of', params: { values: PROVIDER_ROLES } }]
      : asked && !asked.roles.includes(role)
        ? [{ pointer: `/roles/${i}`, code: 'more-than-asked', params: { values: asked.roles } }]
        : [],
  );
  if (until !== null && until.getTime() <= now) errors.push({ pointer: '/until', code: 'in-the-past' });
  if (asked?.until && (until === null || until > asked.until))
    errors.push({ pointer: '/until', code: 'later-than-asked', params: { latest: asked.until.toISOString() } });
  if (errors.length > 0) throw new Refusal('validation-failed', { errors });
  return { roles: [...new Set(terms.roles)] as ProviderRole[], until };
}

const audited = ({ roles, until, note, ...row }: DelegationRow) => ({ state: stateOf(row as DelegationRow), roles, until, note });

/** Access of providers to customers: asked for by the one, given and taken back by the other, in force with the next request. */
export class DelegationsService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
  ) {}

  list(who: Principal, query: QueryOf<typeof routes.listDelegations>) {
    const side = delegationsSeenBy(who);
    return this.store.asSystem('list who has access to customers', async (tx) => {
      const after = cursorOf(query.cursor);
      const page = await tx.delegations.list(side, { limit: query.limit, after, ...(query.tenantId ? { tenantId: query.tenantId } : {}) });
      return pageOf(page, delegationView(side));
    });
  }

  /** Asked for by the provider as a whole: whoever is limited to some customers brings no others in. */
  ask(
    who: Principal,
    input: BodyOf<typeof routes.askForDelegation>,
    { dryRun, now }: Pick<Changing, 'dryRun'> & Timed,
  ): Promise<Delegation> {
    if (!who.wholeProvider) throw notYours();
    const terms = judgeTerms(input, now);
    return this.writes.run(who, { dryRun, reason: 'ask a customer for access' }, async (tx, after) => {
      const row = await tx.delegations.ask({
        tenantId: input.tenantId,
        granteeId: who.provider.id,
        ...terms,
        note: input.note,
        by: who.id,
      });
      if (row === null) throw notFound('/tenantId');
      if (row === 'taken') throw new Refusal('conflict', { errors: [{ pointer: '/tenantId', code: 'delegation-taken' }] });
      after.audit({
        action: 'delegation.asked',
        providerId: row.providerId,
        tenantId: row.tenantId,
        target: { kind: 'delegation', id: row.id, name: row.granteeName },
        after: audited(row),
      });
      await tellTenant(tx, row, 'delegation-asked', who.id);
      return delegationView(delegationsSeenBy(who))(row);
    });
  }

  accept(who: Principal, id: string, terms: Terms, how: Changing & Timed): Promise<Delegation> {
    return this.decide(who, id, { ...how, action: 'delegation.accepted' }, (row) => {
      if (who.tenant === null) throw notYours();
      if (stateOf(row) !== 'pending') throw settled(row);
      return { status: 'active', terms: judgeTerms(terms, how.now, row) };
    });
  }

  decline(who: Principal, id: string, how: Changing): Promise<Delegation> {
    return this.decide(who, id, { ...how, action: 'delegation.declined' }, (row) => {
      if (who.tenant === null) throw notYours();
      if (row.status !== 'pending') throw settled(row);
      return { status: 'declined' };
    });
  }

  /** Also brings back what has only run out. */
  replace(who: Principal, id: string, terms: Terms, how: Changing & Timed): Promise<Delegation> {
    return this.decide(who, id, { ...how, action: 'delegation.replaced' }, (row) => {
      if (who.tenant === null) throw notYours();
      if (row.status !== 'active') throw settled(row);
      return { status: 'active', terms: judgeTerms(terms, how.now) };
    });
  }

  /** By the customer, or by the provider that gives it up. Tunnels go on: they are the customer's. */
  revoke(who: Principal, id: string, how: Changing): Promise<Delegation> {
    return this.decide(who, id, { ...how, action: 'delegation.revoked' }, (row) => {
      if (row.status !== 'active' && row.status !== 'pending') throw settled(row);
      // Whoever looks after some of the customers does not give one up for everybody.
      if (who.tenant === null && !who.wholeProvider) throw notYours();
      return { status: 'revoked' };
    });
  }

  /** Finds it on the caller's side, or not at all, and keeps it still until the decision is written. */
  private decide(
    who: Principal,
    id: string,
    {
      dryRun,
      ifMatch,
      action,
    }: Changing & { action: 'delegation.accepted' | 'delegation.declined' | 'delegation.replaced' | 'delegation.revoked' },
    judge: (row: DelegationRow) => Omit<Parameters<SystemTx['delegations']['decide']>[1], 'by'>,
  ): Promise<Delegation> {
    const side = delegationsSeenBy(who);
    return this.writes.run(who, { dryRun, reason: 'decide about access to a customer' }, async (tx, after) => {
      const before = found(await tx.delegations.find(side, id));
      expectVersion(before.version, ifMatch);
      const row = await tx.delegations.decide(id, { ...judge(before), by: who.id });
      after.audit({
        action,
        providerId: row.providerId,
        tenantId: row.tenantId,
        target: { kind: 'delegation', id: row.id, name: row.granteeName },
        before: audited(before),
        after: audited(row),
      });
      await Promise.all([tellTenant(tx, row, 'delegation-changed', who.id), tellGrantee(tx, row, who.id)]);
      return delegationView(side)(row);
    });
  }
}

const paramsOf = (row: DelegationRow, tenantName: string | null) => ({
  providerName: row.granteeName,
  state: stateOf(row),
  ...(tenantName === null ? {} : { tenantName }),
});

async function tellTenant(tx: SystemTx, row: DelegationRow, kind: NotificationKind, except: string): Promise<void> {
  const params = { ...paramsOf(row, row.tenantName), ...(row.note === null ? {} : { note: row.note }) };
  await tx.notifications.tell({ providerId: row.providerId, tenantId: row.tenantId, kind, params, tenantRoles: ['tenant-admin'], except });
}

async function tellGrantee(tx: SystemTx, row: DelegationRow, except: string): Promise<void> {
  const { name } = delegationView({ granteeId: row.granteeId, tenantIds: 'all' })(row).tenant;
  await tx.notifications.tell({
    providerId: row.granteeId,
    tenantId: null,
    kind: 'delegation-changed',
    params: paramsOf(row, name),
    providerRoles: ['owner', 'admin'],
    except,
  });
}
