import type { Client } from '@stellwerk/contracts';
import { freePort, startSshd, until, type Sshd } from '@stellwerk/testing';
import { startEcho, type Echo } from './echo.js';

/** A customer's end of things: a real sshd, a service behind it, and one on the PBX. */
export interface Site {
  readonly sshd: Sshd;
  /** Behind the SSH server: where the outbound mapping leads. */
  readonly service: Echo;
  /** On the PBX: where the inbound mapping leads. */
  readonly pbxService: Echo;
  /** The entrance of the outbound mapping, on the PBX's side. */
  readonly localPort: number;
  /** The entrance of the inbound mapping, on the SSH server. */
  readonly remotePort: number;
  remove(): Promise<void>;
}

export async function makeSite(): Promise<Site> {
  const [sshd, service, pbxService] = [await startSshd(), await startEcho(), await startEcho()];
  const [localPort, remotePort] = [await freePort(), await freePort()];
  return {
    sshd,
    service,
    pbxService,
    localPort,
    remotePort,
    remove: async () => {
      await sshd.stop();
      await Promise.all([service.close(), pbxService.close()]);
    },
  };
}

/** The same by the API: customer, PBX, SSH server, and a tunnel with one mapping each way. Returns the tunnel's id. */
export async function makeTunnel(api: Client, site: Site, name: string): Promise<string> {
  const query = {};
  const tenant = await api.createTenant({ query, body: { name } });
  const pbx = await api.createPbx({ query, body: { tenantId: tenant.id, name: `${name} PBX`, product: 'starface' } });
  const { sshd } = site;
  const server = await api.createSshServer({
    query,
    body: {
      tenantId: tenant.id,
      name: `${name} SSH`,
      host: sshd.host,
      port: sshd.port,
      username: sshd.username,
      credential: { kind: 'private-key', privateKey: sshd.userKey.privateKey },
    },
  });
  const tunnel = await api.createTunnel({
    query,
    body: {
      pbxId: pbx.id,
      sshServerId: server.id,
      name,
      mappings: [
        { name: 'out', direction: 'outbound', localPort: site.localPort, remotePort: site.service.port },
        { name: 'in', direction: 'inbound', localPort: site.pbxService.port, remotePort: site.remotePort },
      ],
    },
  });
  return tunnel.id;
}

export const untilState = (api: Client, id: string, state: string, timeoutMs = 20_000): Promise<unknown> =>
  until(`the tunnel to be ${state}`, async () => (await api.getTunnel({ params: { id } })).status.state === state, timeoutMs);
