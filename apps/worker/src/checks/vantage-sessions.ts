import { failed, fault, ok, type Result } from '@stellwerk/domain';
import type { Session } from '@stellwerk/ssh';
import type { DesiredSshServer, RunnableCheck } from '@stellwerk/store';
import { type ConnectDeps, signIn, type SignInParty } from '../tunnel/connection.js';

export interface VantageDeps extends ConnectDeps {
  /** A session that a tunnel of this process has to the server anyway. */
  readonly live: (sshServerId: string) => Session | null;
}

interface Shared {
  readonly session: Promise<Result<Session>>;
  users: number;
}

/** How long a session of our own stays when nobody uses it: the next check of the same server may come in a moment. Milliseconds. */
const LINGER_MS = 3_000;

/**
 * Sessions to look from inside a customer's network: the one a tunnel holds to that server if there is one here, otherwise a short one of our
 * own, shared by the checks that need it at the same time. Only to servers whose key somebody has trusted: a check never trusts a first one.
 */
export class VantageSessions {
  private readonly own = new Map<string, Shared>();

  constructor(private readonly deps: VantageDeps) {}

  /** Does the work with a session; the fault says why there is none. */
  async use<T>(check: RunnableCheck, signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<Result<T>> {
    const { sshServer } = check;
    if (!sshServer) return failed(fault('internal-error', { detail: 'the SSH server is gone' }));
    const live = this.deps.live(sshServer.id);
    if (live) return ok(await work(live));
    const party: SignInParty = { ...check, as: 'check' };
    const shared = this.enter(party, sshServer, signal);
    try {
      const session = await shared.session;
      return session.ok ? ok(await work(session.value)) : session;
    } finally {
      this.leave(sshServer.id, shared);
    }
  }

  /** Ends what is open, used or not. */
  close(): void {
    for (const shared of this.own.values()) end(shared);
    this.own.clear();
  }

  private enter(party: SignInParty, server: DesiredSshServer, signal: AbortSignal): Shared {
    const known = this.own.get(server.id);
    if (known) {
      known.users += 1;
      return known;
    }
    const shared: Shared = { session: this.open(party, server, signal), users: 1 };
    this.own.set(server.id, shared);
    const forget = (): void => void (this.own.get(server.id) === shared && this.own.delete(server.id));
    void shared.session.then((session) => (session.ok ? void session.value.closed.then(forget) : forget()));
    return shared;
  }

  private open(party: SignInParty, server: DesiredSshServer, signal: AbortSignal): Promise<Result<Session>> {
    const { deps } = this;
    deps.hostKeys.learn(server);
    if (deps.hostKeys.pinned(server).length === 0)
      return Promise.resolve(failed(fault('host-key-unconfirmed', { host: server.host, port: server.port })));
    return signIn(party, server, signal, deps);
  }

  private leave(id: string, shared: Shared): void {
    shared.users -= 1;
    if (shared.users > 0) return;
    setTimeout(() => {
      if (shared.users > 0) return;
      if (this.own.get(id) === shared) this.own.delete(id);
      end(shared);
    }, LINGER_MS).unref();
  }
}

const end = ({ session }: Shared): void => void session.then((s) => s.ok && s.value.destroy());
