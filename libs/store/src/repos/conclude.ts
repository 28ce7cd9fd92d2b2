import { afterEnd, listenerOf, type PbxAccess, type Product, type RequestStatus } from '@stellwerk/domain';
import { type Db, row, run } from '../db.js';
import type { Conclusion, ReplacedTunnel } from '../types/requests.js';
import type { TunnelRow, TunnelValues } from '../types/tunnel.js';
import { findRequest, lockRequest } from './request-sql.js';
import { switchOff } from './switch-off.js';
import { tunnels } from './tunnels.js';

interface Place {
  readonly edgeId: string;
  readonly product: Product;
  readonly access: PbxAccess;
  readonly listenAddress: string;
  readonly networks: string[];
  readonly viaHost: string | null;
  readonly viaPort: number | null;
  readonly host: string;
  readonly port: number;
}

/** The replaced tunnel as it would be written today: PBX and SSH server may have moved since. Null: one of them is gone. */
async function asValues(db: Db, { tenantId, pbxId }: TunnelRow, was: ReplacedTunnel): Promise<TunnelValues | null> {
  const place = await row<Place>(
    db,
    `SELECT p.edge_id AS "edgeId", p.product, p.access, p.listen_address AS "listenAddress", p.networks, via.host AS "viaHost", via.port AS "viaPort", s.host, s.port
     FROM pbx p JOIN ssh_server s ON s.id = $2::uuid AND s.tenant_id = p.tenant_id LEFT JOIN ssh_server via ON p.access = 'ssh' AND via.id = p.ssh_server_id
     WHERE p.id = $1::uuid`,
    pbxId,
    was.sshServerId,
  );
  if (!place) return null;
  const sshServer = place.viaHost === null || place.viaPort === null ? null : { host: place.viaHost, port: place.viaPort };
  const mappings = was.mappings.map((m) => {
    const { listenKey, port } = listenerOf(m, { ...place, sshServer }, place, tenantId);
    return { ...m, listenKey, listenPort: port };
  });
  return { pbxId, sshServerId: was.sshServerId, module: was.module, name: was.name, enabled: was.enabled, mappings };
}

interface Underneath {
  readonly was: ReplacedTunnel;
  /** The state of the request it was approved by; null when it had none. */
  readonly status: RequestStatus | null;
}

/**
 * What a change gives back. Where that was itself a change whose time is over by now, it is what was there before that one, and so on; what
 * was switched off at one of them stays off.
 */
async function underneath(db: Db, replaced: ReplacedTunnel, now: number): Promise<Underneath> {
  for (let was = replaced; ;) {
    const base = was.requestId === null ? null : await findRequest(db, was.requestId);
    if (base === null) return { was, status: was.requestId === null ? null : 'ended' };
    const over = was.endsAt !== null && Date.parse(was.endsAt) <= now;
    if (base.kind !== 'change' || base.replaced === null || (base.status === 'approved' && !over)) return { was, status: base.status };
    was = { ...base.replaced, enabled: base.replaced.enabled && was.enabled };
  }
}

/** Puts a tunnel back to what it was; where that is not possible any more, switches it off and says why. Off it stays. */
async function restore(db: Db, tunnel: TunnelRow, was: ReplacedTunnel): Promise<Conclusion['why']> {
  const values = await asValues(db, tunnel, was);
  const grant = { endsAt: was.endsAt === null ? null : new Date(was.endsAt), requestId: was.requestId };
  const outcome =
    values === null ? null : await tunnels(db).replace(tunnel.id, { ...values, enabled: values.enabled && tunnel.enabled, grant });
  if (outcome?.ok) return null;
  await switchOff(db, tunnel.id);
  return outcome?.refusal.code ?? 'not-found';
}

/** See `Requests.conclude`. The request is held first, then its tunnel: always in this order. */
export async function conclude(db: Db, id: string, act: 'end' | 'revoke'): Promise<Conclusion | null> {
  const request = await lockRequest(db, id);
  if (request?.status !== 'approved' || request.tunnelId === null) return null;
  const tunnel = await tunnels(db).lock(request.tunnelId);
  const clock = await row<{ now: Date }>(db, 'SELECT clock_timestamp() AS now');
  const now = clock?.now.getTime() ?? 0;
  const under = request.replaced && (await underneath(db, request.replaced, now));
  const decided = afterEnd({
    act,
    kind: request.kind,
    requestId: id,
    tunnel,
    replaced: under && { requestId: under.was.requestId, endsAt: under.was.endsAt === null ? null : Date.parse(under.was.endsAt) },
    replacedStatus: under?.status ?? null,
    now,
  });
  let why: Conclusion['why'] = null;
  if (decided === 'restore' && tunnel && under) why = await restore(db, tunnel, under.was);
  if (decided === 'disable' && tunnel) await switchOff(db, tunnel.id);
  await run(
    db,
    `UPDATE request SET status = $2, ended_at = clock_timestamp(), updated_at = now() WHERE id = $1::uuid`,
    id,
    act === 'end' ? 'ended' : 'revoked',
  );
  const after = await findRequest(db, id);
  if (!after) throw new Error('a request vanished while it was held');
  return {
    request: after,
    outcome: why === null ? decided : 'disable',
    why,
    tunnel: tunnel && (await tunnels(db).find(tunnel.id)),
  };
}
