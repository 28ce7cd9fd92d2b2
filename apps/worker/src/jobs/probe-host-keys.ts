import type { HostKey } from '@stellwerk/domain';
import type { Dialer } from '@stellwerk/probe';
import { inventory } from '@stellwerk/ssh';

export interface ProbedServer {
  readonly host: string;
  readonly port: number;
  readonly allowedNetworks: readonly string[];
}

/** What the job needs to know of a server, and where its findings go. */
export interface HostKeyProbeDeps {
  readonly dialer: Dialer;
  /** Null: there is no such server of that tenant. */
  readonly find: () => Promise<ProbedServer | null>;
  readonly noteOffered: (sshServerId: string, keys: readonly HostKey[]) => Promise<void>;
}

/** Reads the host keys of every type from a stored server, without signing in, and stores what it showed. A server that does not answer leaves what is known untouched. */
export async function probeHostKeys(
  { sshServerId }: { readonly sshServerId: string },
  signal: AbortSignal,
  deps: HostKeyProbeDeps,
): Promise<void> {
  const server = await deps.find();
  if (!server) return;
  const found = await inventory({
    host: server.host,
    port: server.port,
    connect: (host, port, within) => deps.dialer.connect(host, port, { allowedNetworks: server.allowedNetworks, signal: within }),
    signal,
  });
  if (!found.ok || found.value.hostKeys.length === 0) return;
  await deps.noteOffered(
    sshServerId,
    found.value.hostKeys.map(({ type, fingerprint }) => ({ type, fingerprint })),
  );
}
