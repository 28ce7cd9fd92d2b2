import { failed, type Result } from '@stellwerk/domain';
import { dialOpenssh } from './openssh/dial.js';
import type { DialOptions, Session } from './session.js';
import { dialSsh2 } from './ssh2/dial.js';

/**
 * Makes an SSH connection. Resolves with a session that is signed in, or with the fault that says what a person can do.
 * Never rejects. Engine `auto` is ssh2, and the machine's own OpenSSH client where ssh2 shares no algorithm with the server.
 */
export async function dial(options: DialOptions): Promise<Result<Session>> {
  if (options.engine === 'openssh') return dialOpenssh(options);
  const first = await dialSsh2(options);
  if (first.ok || options.engine === 'ssh2' || first.fault.code !== 'no-common-algorithm') return first;
  const second = await dialOpenssh(options);
  // Without a client on this machine the first answer says more.
  return !second.ok && second.fault.code === 'engine-unavailable' ? failed(first.fault) : second;
}
