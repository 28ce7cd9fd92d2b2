import type { ServiceAccount, routes } from '@stellwerk/contracts';
import type { ServiceAccountRow, ServiceAccountValues, Store } from '@stellwerk/store';
import { cursorOf, pageOf } from '../core/cursor.js';
import { found } from '../core/refused.js';
import type { SystemWrites } from '../core/system-writes.js';
import { type Changing, expectVersion } from '../core/version.js';
import type { BodyOf, QueryOf } from '../http/call.js';
import type { Principal } from '../session/principal.js';
import { findAccount, findOwnAccount, judgeValues } from './reach.js';
import { accountView } from './service-account.view.js';

type Input = BodyOf<typeof routes.createServiceAccount>;

const valuesOf = (input: Input): ServiceAccountValues => ({
  ...input,
  scopes: [...new Set(input.scopes)],
  tenantIds: input.tenantIds === 'all' ? 'all' : [...new Set(input.tenantIds)],
  expiresAt: input.expiresAt === null ? null : new Date(input.expiresAt),
});

export const audited = ({ name, scopes, tenantIds, addresses, expiresAt }: ServiceAccountValues) => ({
  name,
  scopes,
  tenantIds,
  addresses,
  expiresAt,
});
export const targetOf = (account: ServiceAccountRow) => ({ kind: 'service-account', id: account.id, name: account.name });

/** Machines of a provider: what they may do is never above what the person who writes it may. */
export class ServiceAccountsService {
  constructor(
    private readonly store: Store,
    private readonly writes: SystemWrites,
  ) {}

  list(who: Principal, query: QueryOf<typeof routes.listServiceAccounts>) {
    const within = who.wholeProvider ? 'all' : who.scope.tenantIds;
    return this.store.asSystem('list service accounts', async (tx) =>
      pageOf(await tx.serviceAccounts.list(who.provider.id, { limit: query.limit, after: cursorOf(query.cursor), within }), accountView),
    );
  }

  get(who: Principal, id: string): Promise<ServiceAccount> {
    return this.store.asSystem('read a service account', async (tx) => accountView(await findAccount(tx, who, id)));
  }

  create(who: Principal, input: Input, { dryRun, now }: Pick<Changing, 'dryRun'> & { now: number }): Promise<ServiceAccount> {
    return this.writes.run(who, { dryRun, reason: 'add a service account' }, async (tx, after) => {
      const values = valuesOf(input);
      await judgeValues(tx, who, values, now);
      const account = await tx.serviceAccounts.create(who.provider.id, values);
      after.audit({ action: 'service-account.created', tenantId: null, target: targetOf(account), after: audited(account) });
      return accountView(account);
    });
  }

  replace(who: Principal, id: string, input: Input, { dryRun, ifMatch, now }: Changing & { now: number }): Promise<ServiceAccount> {
    return this.writes.run(who, { dryRun, reason: 'replace a service account' }, async (tx, after) => {
      const before = await findOwnAccount(tx, who, id);
      expectVersion(before.version, ifMatch);
      const values = valuesOf(input);
      await judgeValues(tx, who, values, now);
      const account = found(await tx.serviceAccounts.replace(who.provider.id, id, values));
      after.audit({
        action: 'service-account.replaced',
        tenantId: null,
        target: targetOf(account),
        before: audited(before),
        after: audited(account),
      });
      return accountView(account);
    });
  }

  /** Taking power away needs no more than seeing it. */
  async remove(who: Principal, id: string, { dryRun, ifMatch }: Changing): Promise<void> {
    await this.writes.run(who, { dryRun, reason: 'delete a service account' }, async (tx, after) => {
      const account = await findAccount(tx, who, id);
      expectVersion(account.version, ifMatch);
      found(await tx.serviceAccounts.remove(who.provider.id, id));
      after.audit({ action: 'service-account.deleted', tenantId: null, target: targetOf(account), before: audited(account) });
    });
  }
}
