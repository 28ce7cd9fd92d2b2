import { Credential, failed, fault, ok, type Result } from '@stellwerk/domain';
import { credentialPlace, type Vault, type WrappedKey } from '@stellwerk/secrets';
import type { DesiredSshServer } from '@stellwerk/store';

/** Data keys as they lie in the store, wrapped. Kept, so that a tunnel can sign in again while the database is away. */
const KEPT = 2_000;

/**
 * Makes the function that opens a sealed credential just in time. The plain value lives for one sign-in.
 * Fails with `credential-unusable` when the key is missing or the value was tampered with, and with `internal-error`,
 * which heals by itself, when the data key has to be read and the database is away.
 */
export function credentialOpener(
  vault: Vault,
  findKey: (id: string) => Promise<WrappedKey | null>,
): (server: DesiredSshServer) => Promise<Result<Credential>> {
  const keys = new Map<string, WrappedKey>();

  const reading = new Map<string, Promise<WrappedKey | null>>();

  /** Fifty tunnels of a tenant that start together ask once. */
  const read = (id: string): Promise<WrappedKey | null> => {
    const underWay = reading.get(id) ?? findKey(id).finally(() => reading.delete(id));
    reading.set(id, underWay);
    return underWay;
  };

  const keyOf = async (id: string): Promise<WrappedKey | null> => {
    const known = keys.get(id);
    if (known) return known;
    const found = await read(id);
    if (!found) return null;
    const [oldest] = keys.keys();
    if (keys.size >= KEPT && oldest !== undefined) keys.delete(oldest);
    keys.set(id, found);
    return found;
  };

  return async (server) => {
    const key = await keyOf(server.credential.keyId).catch(() => 'away' as const);
    if (key === 'away') return failed(fault('internal-error', { detail: 'the data key could not be read' }));
    if (!key) return failed(fault('credential-unusable', { why: 'its data key is gone' }));
    const opened = vault.open(key, credentialPlace(server.id), server.credential);
    if (!opened.ok) return opened;
    const credential = Credential.safeParse(JSON.parse(opened.value.toString('utf8')));
    opened.value.fill(0);
    return credential.success ? ok(credential.data) : failed(fault('credential-unusable', { why: 'not a credential' }));
  };
}
