import { fault, type Fault } from '@stellwerk/domain';
import { endStaleSession, type Session, type SessionIdentity } from '@stellwerk/ssh';

/** What `tunnel_status.remote_session` holds: our own processes on the servers, to end exactly those when they are stale. */
export interface RemoteSessions {
  readonly server: SessionIdentity | null;
  readonly pbx: SessionIdentity | null;
}

/** Reads what an earlier worker stored; anything unexpected is nothing. */
export function readRemoteSessions(stored: unknown): RemoteSessions {
  const at = (key: 'server' | 'pbx'): SessionIdentity | null => {
    const value: unknown = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>)[key] : null;
    if (typeof value !== 'object' || value === null) return null;
    const { pid, startTime, bootId } = value as Record<string, unknown>;
    return typeof pid === 'number' && typeof startTime === 'string' && typeof bootId === 'string' ? { pid, startTime, bootId } : null;
  };
  return { server: at('server'), pbx: at('pbx') };
}

/**
 * A port on the server is taken, and we may have held it ourselves through a session that died in silence: the server
 * keeps such a session for minutes. Ends exactly that process where the account may run a command.
 * `freed`: bind again at once. Otherwise the fault that says what stands in the way.
 */
export async function freeStalePort(
  session: Session,
  about: { readonly stale: SessionIdentity | null; readonly port: number; readonly heldBefore: boolean },
): Promise<'freed' | Fault> {
  const { stale, port, heldBefore } = about;
  const taken = fault('remote-port-taken', { port });
  const held = fault('remote-port-held-by-stale-session', { port });
  if (!stale) return heldBefore ? held : taken;
  const ended = await endStaleSession(session, stale);
  if (ended === 'ended') return 'freed';
  // Not there any more: whoever holds the port now is somebody else.
  return ended === 'gone' ? taken : held;
}
