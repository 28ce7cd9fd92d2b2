import { csv } from '@stellwerk/domain';
import type { FederationRow, Store, TenantTx } from '@stellwerk/store';
import { strToU8, zipSync } from 'fflate';
import { pemOf } from '../certificates/certificate.view.js';
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
        ...(await checkedOf(tx, id)),
        firewallSettings: await firewallOf(tx, id),
      };
    });
    const { tenant, pbxs, sshServers, tunnels, requests, checks, findings, certificates } = data;
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
      'checks.csv': csv(
        ['id', 'name', 'kind', 'origin', 'pbxId', 'status', 'statusSince', 'lastRunAt', 'intervalSeconds', 'pausedAt'],
        checks,
      ),
      'findings.csv': csv(
        [
          'id',
          'checkId',
          'checkName',
          'rule',
          'code',
          'severity',
          'subject',
          'openedAt',
          'closedAt',
          'breaksAt',
          'mutedUntil',
          'muteReason',
        ],
        findings,
      ),
      'certificates.csv': csv(
        ['id', 'name', 'source', 'role', 'sha256', 'notBefore', 'notAfter', 'firstSeenAt', 'lastSeenAt'],
        certificates,
      ),
    };
    const zipped = zipSync(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, [strToU8(text), { mtime: new Date(now) }]])),
    );
    return { name: `${id}.zip`, bytes: zipped };
  }
}

/** What is checked of a customer. Of certificates only what everybody can see: there never was a private key. */
async function checkedOf(tx: TenantTx, tenantId: string) {
  const certificates = await everything((page) => tx.certificates.list({ ...page, tenantId, superseded: true }));
  const federations: FederationRow[] = [];
  for (const { id } of await everything((page) => tx.pbxs.list({ ...page, tenantId, product: 'xphone-connect' }))) {
    const federation = await tx.federations.find(id);
    if (federation !== null) federations.push(federation);
  }
  return {
    federations,
    checks: await everything((page) => tx.checks.list({ ...page, tenantId })),
    findings: await everything((page) => tx.checkFindings.list({ ...page, tenantId, state: 'all' })),
    certificates: certificates.map(({ der, chain, ...rest }) => ({ ...rest, pem: [der, ...chain].map(pemOf).join('') })),
  };
}

/** What was set of the firewall plans; the plans themselves follow from it. */
async function firewallOf(tx: TenantTx, tenantId: string) {
  const saved = [];
  for (const { id } of await everything((page) => tx.pbxs.list({ ...page, tenantId }))) saved.push(await tx.firewall.find(id));
  return saved.filter((row) => row !== null);
}
