import { nextFreePort } from '@stellwerk/domain';
import type { Refusal as StoreRefusal, TenantTx } from '@stellwerk/store';
import { Refusal } from '../http/refusal.js';

/**
 * The refusal for a listener that somebody else holds, naming the next free port. The database's unique index found it,
 * so it may belong to a tenant out of sight: it says which port, never whose.
 * @param pointerOf the field at fault, by the index of the mapping in the refused call
 */
export async function portTaken(tx: TenantTx, refusal: StoreRefusal, pointerOf: (mapping: number) => string): Promise<Refusal> {
  if (refusal.code !== 'port-taken') return new Refusal('not-found');
  const taken = await tx.tunnels.takenPorts([refusal.listenKey]);
  const next = nextFreePort(refusal.listenPort, new Set(taken.map(({ listenPort }) => listenPort)));
  const params = { port: refusal.listenPort, next: next ?? 'none' };
  return new Refusal('port-taken', { params, errors: [{ pointer: pointerOf(refusal.mapping), code: 'port-taken', params }] });
}
