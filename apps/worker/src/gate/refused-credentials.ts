import { type Fault, PACE } from '@stellwerk/domain';
import type { DesiredSshServer } from '@stellwerk/store';

/**
 * Credentials a server has refused a moment ago. Fifty tunnels through one account with an outdated password are one
 * refused sign-in, not fifty: that would lock the account and trip OpenSSH's per-source penalties.
 */
export class RefusedCredentials {
  private readonly refused = new Map<string, { readonly fault: Fault; readonly until: number }>();

  constructor(private readonly now: () => number) {}

  /** The refusal that still counts for this very credential, or null. */
  find(server: DesiredSshServer): Fault | null {
    const key = keyOf(server);
    const known = this.refused.get(key);
    if (!known) return null;
    if (known.until > this.now()) return known.fault;
    this.refused.delete(key);
    return null;
  }

  note(server: DesiredSshServer, fault: Fault): void {
    // A little less than the pause of a blocked tunnel, so that one of them asks again when it wakes.
    this.refused.set(keyOf(server), { fault, until: this.now() + PACE.blockedMs - 5_000 });
  }

  /** A person wants it tried again. */
  forget(server: DesiredSshServer): void {
    this.refused.delete(keyOf(server));
  }
}

const keyOf = (s: DesiredSshServer): string =>
  [s.id, s.host, s.port, s.username, s.credential.keyId, Buffer.from(s.credential.bytes).toString('base64')].join('|');
