import { mayAct, nextRequestStatus, type RequestAct, type RequestActor } from '@stellwerk/domain';
import type { RequestRow } from '@stellwerk/store';
import { Refusal } from '../http/refusal.js';
import type { Principal } from '../session/principal.js';

/** The caller as the rules of requests see them. The person counts, not the membership: nobody approves their own by switching hats. */
export const actorFor = (who: Principal, row: Pick<RequestRow, 'createdBy'>): RequestActor => ({
  own: row.createdBy === who.id,
  decides: who.kind === 'member' && who.permissions.includes('requests:decide'),
  side: sideOfCaller(who),
});

export const sideOfCaller = (who: Principal): 'provider' | 'tenant' => (who.tenant === null ? 'provider' : 'tenant');

/** Refuses what this caller may not do, then what the request is past. */
export function permit(act: Exclude<RequestAct, 'end'>, who: Principal, row: Pick<RequestRow, 'createdBy' | 'status'>): void {
  const verdict = mayAct(act, actorFor(who, row));
  if (verdict === 'forbidden') throw new Refusal('forbidden', { params: { permission: 'requests:decide' } });
  if (verdict !== 'yes') throw new Refusal(verdict);
  if (nextRequestStatus(row.status, act) === null) throw new Refusal('request-closed');
}
