import { auditEvent, type Credential, type Result, systemDoer } from '@stellwerk/domain';
import type { DesiredSshServer, Store } from '@stellwerk/store';
import type { SignInParty } from './tunnel/connection.js';

type Open = (party: SignInParty, server: DesiredSshServer) => Promise<Result<Credential>>;

interface Use {
  readonly party: SignInParty;
  readonly server: DesiredSshServer;
}

/** A thousand tunnels that start together are written down in a few transactions, not in a thousand. */
const BATCH = 200;

const versionOf = ({ server }: Use): string => `${server.id} ${Buffer.from(server.credential.bytes).toString('base64')}`;

/**
 * Opens credentials, and writes into the audit that it did: once per process for each stored value, because a tunnel that flaps opens its own
 * a thousand times a day and says nothing new with it. Written down afterwards, so that no tunnel waits for the audit while the database is
 * away; what could not be written is written with the next use.
 */
export function auditedOpener(
  open: Open,
  { store, workerId, failed }: { store: Store; workerId: string; failed: (error: unknown) => void },
): Open {
  const written = new Set<string>();
  const waiting = new Map<string, Use>();
  let writing = false;

  async function write(): Promise<void> {
    const batch = [...waiting].slice(0, BATCH);
    await store.asSystem('audit the use of credentials', async (tx) => {
      for (const [, { party, server }] of batch)
        tx.audit.append(
          auditEvent(systemDoer(`worker ${workerId}`), {
            action: 'ssh-server.credential-used',
            providerId: party.providerId,
            tenantId: party.tenantId,
            target: { kind: 'ssh-server', id: server.id, name: server.host },
            after: {
              ...(party.as === 'check' ? { checkId: party.id } : { tunnelId: party.id }),
              dataKeyVersion: server.credential.keyVersion,
            },
          }),
        );
    });
    for (const [version] of batch) {
      waiting.delete(version);
      written.add(version);
    }
  }

  async function drain(): Promise<void> {
    if (writing) return;
    writing = true;
    try {
      while (waiting.size > 0) await write();
    } catch (error) {
      failed(error);
    } finally {
      writing = false;
    }
  }

  return async (party, server) => {
    const opened = await open(party, server);
    const use = { party, server };
    const version = versionOf(use);
    if (opened.ok && !written.has(version)) {
      waiting.set(version, use);
      void drain();
    }
    return opened;
  };
}
