import { everything, print, type Session } from '../session.js';
import { table } from '../table.js';

const good = (counts: { readonly up: number; readonly total: number }): string => `${counts.up}/${counts.total}`;

export async function listTenants(session: Session): Promise<void> {
  const { column, nothing } = session.texts;
  const tenants = await everything((cursor) => session.api.listTenants({ query: { cursor } }));
  const rows = tenants.map(({ id, name, customerNumber, tunnels }) => [id, good(tunnels), customerNumber ?? '', name]);
  print(session, tenants, () => (rows.length === 0 ? nothing : table([column.id, column.tunnels, column.number, column.customer], rows)));
}

export async function listPbxs(session: Session, options: { readonly tenant?: string }): Promise<void> {
  const { column, nothing } = session.texts;
  const pbxs = await everything((cursor) => session.api.listPbxs({ query: { cursor, tenantId: options.tenant } }));
  const rows = pbxs.map(({ id, name, product, version, tunnels }) => [id, product, version ?? '', good(tunnels), name]);
  print(session, pbxs, () =>
    rows.length === 0 ? nothing : table([column.id, column.product, column.version, column.tunnels, column.name], rows),
  );
}

export async function listSshServers(session: Session, options: { readonly tenant?: string }): Promise<void> {
  const { column, nothing } = session.texts;
  const servers = await everything((cursor) => session.api.listSshServers({ query: { cursor, tenantId: options.tenant } }));
  const rows = servers.map(({ id, name, host, port, username }) => [id, `${username}@${host}:${port}`, name]);
  print(session, servers, () => (rows.length === 0 ? nothing : table([column.id, column.host, column.name], rows)));
}
