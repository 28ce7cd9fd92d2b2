import { listenerOf, type PbxContext, type SshServerContext } from '@stellwerk/domain';
import type { Outcome, PbxRow, SshServerRow, TenantTx, TunnelRow } from '@stellwerk/store';
import { everything } from './everything.js';
import { portTaken } from './ports.js';

export const sshContext = (row: Pick<SshServerRow, 'host' | 'port' | 'username' | 'name'>): SshServerContext => ({
  host: row.host,
  port: row.port,
  username: row.username,
  name: row.name,
});

const pbxContext = (row: Omit<PbxRow, 'modules'>, access: SshServerRow | null): PbxContext => ({
  edgeId: row.edgeId,
  product: row.product,
  name: row.name,
  access: row.access,
  listenAddress: row.listenAddress,
  networks: row.networks,
  sshServer: access === null ? null : { host: access.host, port: access.port },
});

/** A PBX with the SSH server that leads to it, when it is reached that way. */
export async function contextOf(tx: TenantTx, row: PbxRow): Promise<PbxContext> {
  const access = row.access === 'ssh' && row.sshServerId !== null ? await tx.sshServers.find(row.sshServerId) : null;
  return pbxContext(row, access);
}

/** Every tunnel of a PBX, to an SSH server, or of a customer, however many there are. */
export const tunnelsOf = (
  tx: TenantTx,
  of: { readonly pbxId: string } | { readonly sshServerId: string } | { readonly tenantId: string },
): Promise<TunnelRow[]> => everything((page) => tx.tunnels.list({ ...page, ...of }));

/** After a PBX or an SSH server changed: mappings of these tunnels may listen elsewhere now, where the port must be free too. */
export async function moveListeners(tx: TenantTx, tunnels: readonly TunnelRow[], pointer: string): Promise<void> {
  const pbxs = new Map<string, PbxContext>();
  const servers = new Map<string, SshServerContext>();
  const moves: { mappingId: string; listenKey: string; listenPort: number }[] = [];
  for (const tunnel of tunnels) {
    const pbx = pbxs.get(tunnel.pbxId) ?? (await contextOf(tx, await existing(tx.pbxs.find(tunnel.pbxId))));
    const server = servers.get(tunnel.sshServerId) ?? sshContext(await existing(tx.sshServers.find(tunnel.sshServerId)));
    pbxs.set(tunnel.pbxId, pbx);
    servers.set(tunnel.sshServerId, server);
    for (const mapping of tunnel.mappings) {
      const { listenKey, port } = listenerOf(mapping, pbx, server, tunnel.tenantId);
      if (listenKey !== mapping.listenKey || port !== mapping.listenPort)
        moves.push({ mappingId: mapping.id, listenKey, listenPort: port });
    }
  }
  if (moves.length === 0) return;
  const outcome: Outcome<null> = await tx.tunnels.rekey(moves);
  if (!outcome.ok) throw await portTaken(tx, outcome.refusal, () => pointer);
}

async function existing<T>(row: Promise<T | null>): Promise<T> {
  const value = await row;
  if (value === null) throw new Error('a tunnel without its PBX or SSH server');
  return value;
}
