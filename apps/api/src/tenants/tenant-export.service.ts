import { csv } from '@stellwerk/domain';
import type { Store } from '@stellwerk/store';
import { strToU8, zipSync } from 'fflate';
import { everything } from '../core/everything.js';
import { tunnelsOf } from '../core/listeners.js';
import { found } from '../core/refused.js';
import type { TenantWrites } from '../core/tenant-writes.js';
import type { Principal } from '../session/principal.js';
import { judged } from '../tunnels/tunnel.view.js';

/** Everything about one customer as files: `customer.json` is whole, the CSV files are for spreadsheets. Secrets are not even read. */
export class TenantExportService {
  constructor(
    private readonly store: Store,
    private readonly writes: TenantWrites,
  ) {}

  /** A ZIP archive. That somebody took it is in the audit. */
  async archive(who: Principal, id: string, now: number): Promise<{ name: string; bytes: Uint8Array }> {
    const data = await this.writes.run(who, { dryRun: false }, async (tx, after) => {
      const tenant = found(await tx.tenants.find(id));
      after.audit({ action: 'tenant.exported', tenantId: id, target: { kind: 'tenant', id, name: tenant.name } });
      const tunnels = await tunnelsOf(tx, { tenantId: id });
      return {
        tenant,
        pbxs: await everything((page) => tx.pbxs.list({ ...page, tenantId: id })),
        sshServers: await everything((page) => tx.sshServers.list({ ...page, tenantId: id })),
        tunnels: tunnels.map((tunnel) => ({ ...tunnel, status: judged(tunnel, now) })),
        requests: await everything((page) => tx.requests.list({ ...page, tenantId: id })),
      };
    });
    const { tenant, pbxs, sshServers, tunnels, requests } = data;
    const members = await this.store.asSystem('export the members of a customer', (tx) =>
      everything((page) => tx.members.list({ providerId: tenant.providerId, tenantId: id }, page)),
    );
    const people = members.map(({ id: memberId, email, name, role, createdAt }) => ({ id: memberId, email, name, role, createdAt }));
    const mappings = tunnels.flatMap((tunnel) =>
      tunnel.mappings.map((mapping) => ({ tunnelId: tunnel.id, tunnel: tunnel.name, ...mapping })),
    );
    const files = {
      'customer.json': JSON.stringify({ exportedAt: new Date(now).toISOString(), ...data, members: people }, null, 2),
      'pbxs.csv': csv(['id', 'name', 'product', 'version', 'edition', 'access', 'address', 'listenAddress', 'networks', 'createdAt'], pbxs),
      'ssh-servers.csv': csv(['id', 'name', 'host', 'port', 'username', 'engine', 'credentialKind', 'createdAt'], sshServers),
      'tunnels.csv': csv(
        ['id', 'name', 'pbxId', 'sshServerId', 'module', 'enabled', 'state', 'endsAt', 'createdAt'],
        tunnels.map((tunnel) => ({ ...tunnel, state: tunnel.status.state })),
      ),
      'mappings.csv': csv(
        ['id', 'tunnelId', 'tunnel', 'name', 'direction', 'exposure', 'localPort', 'remotePort', 'targetHost', 'allowFrom', 'protocol'],
        mappings,
      ),
      'members.csv': csv(['id', 'email', 'name', 'role', 'createdAt'], people),
      'requests.csv': csv(
        ['id', 'status', 'kind', 'template', 'reason', 'askedEndsAt', 'approvedEndsAt', 'createdAt', 'decidedAt', 'endedAt'],
        requests,
      ),
    };
    const zipped = zipSync(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, [strToU8(text), { mtime: new Date(now) }]])),
    );
    return { name: `${id}.zip`, bytes: zipped };
  }
}
