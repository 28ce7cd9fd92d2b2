import type { SignInChange } from '@stellwerk/domain';
import type { SystemTx } from '@stellwerk/store';
import { ownChain, type Principal } from './principal.js';

/** Tells the person themselves, also by mail: whoever took over a session must not get at more without its owner hearing of it (ASVS 6.3.7). */
export async function tellSignInChanged(tx: SystemTx, who: Principal, what: SignInChange): Promise<void> {
  await tx.notifications.tell({ ...ownChain(who), kind: 'sign-in-changed', params: { what }, persons: [who.id] });
}
