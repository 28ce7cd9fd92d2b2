import { grantableScopes } from '@stellwerk/domain';
import type { ServiceAccountRow, ServiceAccountValues, SystemTx } from '@stellwerk/store';
import { found } from '../core/refused.js';
import { type FieldRefusal, Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';

type Power = Pick<ServiceAccountValues, 'scopes' | 'tenantIds'>;

/** Where a machine would be able to do more than this person: scopes they lack, customers they do not see. */
function beyond(who: Principal, power: Power): FieldRefusal[] {
  const own: readonly string[] = grantableScopes(who.permissions);
  const scopes = power.scopes.flatMap((scope, i) => (own.includes(scope) ? [] : [{ pointer: `/scopes/${i}`, code: 'above-own' }]));
  if (who.wholeProvider) return scopes;
  if (power.tenantIds === 'all') return [...scopes, { pointer: '/tenantIds', code: 'above-own' }];
  const seen = who.scope.tenantIds;
  // Not seen is not found: it must not be told from one that never was.
  const tenants = power.tenantIds.flatMap((id, i) =>
    seen === 'all' || seen.includes(id) ? [] : [{ pointer: `/tenantIds/${i}`, code: 'not-found' }],
  );
  return [...scopes, ...tenants];
}

/** Refuses values that would make a machine able to do more than whoever writes them, or that name networks or times that make no sense. */
export async function judgeValues(tx: SystemTx, who: Principal, values: ServiceAccountValues, now: number): Promise<void> {
  const errors = beyond(who, values);
  if (values.expiresAt !== null && values.expiresAt.getTime() <= now) errors.push({ pointer: '/expiresAt', code: 'in-the-past' });
  if (values.tenantIds !== 'all') {
    const unknown = new Set(await tx.serviceAccounts.unknownTenants(who.provider.id, values.tenantIds));
    for (const [i, id] of values.tenantIds.entries())
      if (unknown.has(id) && !errors.some((error) => error.pointer === `/tenantIds/${i}`))
        errors.push({ pointer: `/tenantIds/${i}`, code: 'not-found' });
  }
  if (errors.length > 0) throw new Refusal('validation-failed', { errors });
}

/** The account, held until the transaction ends. One that reaches beyond what a limited person sees is not found. */
export async function findAccount(tx: SystemTx, who: Principal, id: string): Promise<ServiceAccountRow> {
  const account = found(await tx.serviceAccounts.find(who.provider.id, id));
  const visible =
    who.wholeProvider || (account.tenantIds !== 'all' && beyond(who, { scopes: [], tenantIds: account.tenantIds }).length === 0);
  return found(visible && account);
}

/** The same, for whoever wants to use its power: a key of it, or its name for other networks. Nobody gets at more than their own that way. */
export async function findOwnAccount(tx: SystemTx, who: Principal, id: string): Promise<ServiceAccountRow> {
  const account = await findAccount(tx, who, id);
  const lacking = beyond(who, account)[0];
  if (lacking === undefined) return account;
  const scope = account.scopes[Number(lacking.pointer.split('/')[2])];
  throw new Refusal('forbidden', {
    params: { permission: lacking.pointer.startsWith('/scopes') ? (scope ?? '') : 'service-accounts:write' },
  });
}
