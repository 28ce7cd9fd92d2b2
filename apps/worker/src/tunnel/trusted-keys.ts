import type { HostKey } from '@stellwerk/domain';
import type { DesiredSshServer } from '@stellwerk/store';
import type { HostKeys, SignInParty } from './connection.js';

export interface TrustedKeysDeps {
  /** Pins a key in the store unless its type is pinned. Throws while the database is away. */
  readonly pin: (serverId: string, key: HostKey) => Promise<boolean>;
  readonly noteOffered: (serverId: string, keys: readonly HostKey[]) => Promise<void>;
  readonly note: (event: { readonly tunnelId: string; readonly kind: string }) => void;
  readonly now: () => number;
}

/** A first key counts for this long even if the store, read meanwhile, does not show it yet. Milliseconds. */
const FIRST_KEY_MS = 60_000;

type Task = () => Promise<unknown>;

/**
 * The keys this process trusts: what the store said last, and first keys until the store has them. Every tunnel to a
 * server asks here, so that one with an older reading of it cannot trust a second "first" key.
 */
export class TrustedKeys implements HostKeys {
  private readonly known = new Map<string, readonly HostKey[]>();
  private readonly firstAt = new Map<string, number>();
  private readonly offered = new Map<string, string>();
  private tasks: Task[] = [];

  constructor(private readonly deps: TrustedKeysDeps) {}

  learn(server: DesiredSshServer): void {
    if (server.pinned.length > 0) {
      this.known.set(server.id, server.pinned);
      this.firstAt.delete(server.id);
    } else if (this.deps.now() - (this.firstAt.get(server.id) ?? 0) > FIRST_KEY_MS) this.known.delete(server.id);
  }

  pinned(server: DesiredSshServer): readonly HostKey[] {
    return this.known.get(server.id) ?? server.pinned;
  }

  trustFirst(party: SignInParty, server: DesiredSshServer, key: HostKey): void {
    const plain = { type: key.type, fingerprint: key.fingerprint };
    this.known.set(server.id, [plain]);
    this.firstAt.set(server.id, this.deps.now());
    this.tasks.push(() => this.deps.pin(server.id, plain));
    this.deps.note({ tunnelId: party.id, kind: 'host-key-pinned' });
    void this.flush();
  }

  noteRefused(party: SignInParty, server: DesiredSshServer, key: HostKey): void {
    const plain = { type: key.type, fingerprint: key.fingerprint };
    if (this.offered.get(server.id) === plain.fingerprint) return;
    this.offered.set(server.id, plain.fingerprint);
    this.tasks.push(() => this.deps.noteOffered(server.id, [plain]));
    this.deps.note({ tunnelId: party.id, kind: 'host-key-seen' });
    void this.flush();
  }

  /** Brings to the store what could not be stored yet. Never rejects. */
  async flush(): Promise<void> {
    const tasks = this.tasks;
    this.tasks = [];
    for (const task of tasks) await task().catch(() => this.tasks.push(task));
  }
}
