import type { HostKey } from '@stellwerk/domain';
import type { DesiredSshServer, DesiredTunnel } from '@stellwerk/store';
import type { HostKeys } from './connection.js';

export interface TrustedKeysDeps {
  /** Pins a key in the store unless its type is pinned. Throws while the database is away. */
  readonly pin: (serverId: string, key: HostKey) => Promise<boolean>;
  readonly noteOffered: (serverId: string, keys: readonly HostKey[]) => Promise<void>;
  readonly note: (event: { readonly tunnelId: string; readonly kind: string }) => void;
}

type Task = () => Promise<unknown>;

/** Trust on first use, in memory at once and in the store as soon as it can be reached. */
export class TrustedKeys implements HostKeys {
  private readonly firstSeen = new Map<string, HostKey>();
  private readonly offered = new Map<string, string>();
  private tasks: Task[] = [];

  constructor(private readonly deps: TrustedKeysDeps) {}

  pinned(server: DesiredSshServer): readonly HostKey[] {
    if (server.pinned.length > 0) {
      this.firstSeen.delete(server.id);
      return server.pinned;
    }
    const first = this.firstSeen.get(server.id);
    return first ? [first] : [];
  }

  trustFirst(tunnel: DesiredTunnel, server: DesiredSshServer, key: HostKey): void {
    const plain = { type: key.type, fingerprint: key.fingerprint };
    this.firstSeen.set(server.id, plain);
    this.tasks.push(() => this.deps.pin(server.id, plain));
    this.deps.note({ tunnelId: tunnel.id, kind: 'host-key-pinned' });
    void this.flush();
  }

  noteRefused(tunnel: DesiredTunnel, server: DesiredSshServer, key: HostKey): void {
    const plain = { type: key.type, fingerprint: key.fingerprint };
    if (this.offered.get(server.id) === plain.fingerprint) return;
    this.offered.set(server.id, plain.fingerprint);
    this.tasks.push(() => this.deps.noteOffered(server.id, [plain]));
    this.deps.note({ tunnelId: tunnel.id, kind: 'host-key-seen' });
    void this.flush();
  }

  /** Brings to the store what could not be stored yet. Never rejects. */
  async flush(): Promise<void> {
    const tasks = this.tasks;
    this.tasks = [];
    for (const task of tasks) await task().catch(() => this.tasks.push(task));
  }
}
