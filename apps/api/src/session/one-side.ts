import { type Circle, mayChangeSignIn } from '@stellwerk/domain';
import type { SystemTx } from '@stellwerk/store';
import { unauthenticated } from './auth.guard.js';
import type { Principal } from './principal.js';

/** How far a session reaches into what is its person's own, whatever membership it stands on. */
export interface OwnReach {
  /** The one side whose identity provider vouches for the session: it is shown nothing of the others. Null: password or passkey, so all of them. */
  readonly within: Circle | null;
  /** The account itself may be seen and changed: nobody else has a share in it. */
  readonly account: boolean;
}

/** Whoever runs an identity provider can come in as each of its members; what those have elsewhere is not theirs to see. */
export async function ownReach(tx: SystemTx, who: Principal): Promise<OwnReach> {
  const session = who.sessionId === null ? null : await tx.sessions.find(who.sessionId);
  if (session === null) throw unauthenticated();
  if (session.method !== 'oidc') return { within: null, account: true };
  if (session.identityProviderOf === null) throw unauthenticated();
  return { within: session.identityProviderOf, account: mayChangeSignIn(session, await tx.people.memberships(who.id)) };
}
