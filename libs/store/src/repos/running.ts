import type { HostKey, SshEngine } from '@stellwerk/domain';
import { type Db, isUuid, rows, run } from '../db.js';
import type { DesiredSshServer, DesiredTunnel, RefusedWrite, Running, StatusWrite } from '../types/worker.js';
import { pin } from './ssh-servers.js';
import { MAPPINGS, MODULE_ACTIVE, STATUS, TENANT_ACTIVE, type StatusColumns, toStatus } from './tunnel-sql.js';

/** The columns of an SSH server under a prefix: the tunnel's own, and the one by which the worker reaches the PBX. */
export const server = (
  a: string,
) => `${a}.id AS ${a}_id, ${a}.name AS ${a}_name, ${a}.host AS ${a}_host, ${a}.port AS ${a}_port, ${a}.username AS ${a}_username, ${a}.engine AS ${a}_engine,
  ${a}.credential_kind AS ${a}_kind, ${a}.credential AS ${a}_credential, ${a}.credential_key_id AS ${a}_key, ${a}.credential_key_version AS ${a}_version,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('type', h.type, 'fingerprint', h.fingerprint)) FROM host_key h WHERE h.ssh_server_id = ${a}.id AND h.kind = 'pinned'), '[]') AS ${a}_pinned`;

export type ServerColumns<A extends string> = {
  readonly [K in `${A}_id` | `${A}_name` | `${A}_host` | `${A}_username` | `${A}_kind` | `${A}_key`]: string;
} & { readonly [K in `${A}_port` | `${A}_version`]: number } & { readonly [K in `${A}_credential`]: Uint8Array } & {
  readonly [K in `${A}_pinned`]: HostKey[];
} & { readonly [K in `${A}_engine`]: SshEngine };

type Columns = Omit<DesiredTunnel, 'pbx' | 'sshServer' | 'last'> &
  Omit<DesiredTunnel['pbx'], 'id' | 'sshServer'> & { readonly pbxId: string } & StatusColumns &
  ServerColumns<'ssh'> &
  (ServerColumns<'via'> | { readonly via_id: null });

export const sshServer = (r: ServerColumns<'ssh'>): DesiredSshServer => ({
  id: r.ssh_id,
  name: r.ssh_name,
  host: r.ssh_host,
  port: r.ssh_port,
  username: r.ssh_username,
  engine: r.ssh_engine,
  credentialKind: r.ssh_kind,
  credential: { keyId: r.ssh_key, keyVersion: r.ssh_version, bytes: r.ssh_credential },
  pinned: r.ssh_pinned,
});

const viaServer = (r: ServerColumns<'via'> | { via_id: null }): DesiredSshServer | null =>
  r.via_id === null
    ? null
    : {
        id: r.via_id,
        name: r.via_name,
        host: r.via_host,
        port: r.via_port,
        username: r.via_username,
        engine: r.via_engine,
        credentialKind: r.via_kind,
        credential: { keyId: r.via_key, keyVersion: r.via_version, bytes: r.via_credential },
        pinned: r.via_pinned,
      };

const toDesired = (r: Columns): DesiredTunnel => ({
  id: r.id,
  providerId: r.providerId,
  tenantId: r.tenantId,
  shard: r.shard,
  name: r.name,
  module: r.module,
  generation: r.generation,
  restarts: r.restarts,
  enabled: r.enabled,
  moduleActive: r.moduleActive,
  tenantActive: r.tenantActive,
  endsAt: r.endsAt,
  allowedNetworks: r.allowedNetworks,
  mappings: r.mappings,
  pbx: {
    id: r.pbxId,
    edgeId: r.edgeId,
    access: r.access,
    address: r.address,
    listenAddress: r.listenAddress,
    networks: r.networks,
    sshServer: viaServer(r),
  },
  sshServer: sshServer(r),
  last: toStatus(r),
});

const DESIRED = `SELECT t.id, t.provider_id AS "providerId", t.tenant_id AS "tenantId", t.shard, t.name, t.module, t.generation, t.restarts, t.enabled,
  t.ends_at AS "endsAt",
  ${MODULE_ACTIVE} AS "moduleActive", ${TENANT_ACTIVE} AS "tenantActive", ${MAPPINGS} AS mappings, n.allowed_networks AS "allowedNetworks",
  p.id AS "pbxId", p.edge_id AS "edgeId", p.access, p.address, p.listen_address AS "listenAddress", p.networks, ${server('ssh')}, ${server('via')}, ${STATUS}
  FROM tunnel t JOIN tenant n ON n.id = t.tenant_id JOIN pbx p ON p.id = t.pbx_id JOIN ssh_server ssh ON ssh.id = t.ssh_server_id
  LEFT JOIN ssh_server via ON p.access = 'ssh' AND via.id = p.ssh_server_id LEFT JOIN tunnel_status s ON s.tunnel_id = t.id`;

// The shard rows are locked for sharing while the statuses are written, so a takeover waits for the write or the write sees the takeover.
// The tunnels are locked against deletion for the same reason.
const WRITE = `WITH input AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS i("tunnelId" uuid, fence int, generation int, state text, since timestamptz, reason jsonb,
    attempts int, "nextAttemptAt" timestamptz, "roundTripMs" double precision, mappings jsonb, "remoteSession" jsonb)),
  known AS MATERIALIZED (SELECT t.id, t.provider_id, t.tenant_id, t.shard, p.edge_id FROM tunnel t JOIN pbx p ON p.id = t.pbx_id
    WHERE t.id IN (SELECT "tunnelId" FROM input) ORDER BY t.id FOR KEY SHARE OF t),
  held AS MATERIALIZED (SELECT h.edge_id, h.id, h.fence FROM shard h WHERE h.owner = $2 AND (h.edge_id, h.id) IN (SELECT edge_id, shard FROM known)
    ORDER BY h.edge_id, h.id FOR SHARE),
  written AS (INSERT INTO tunnel_status AS s (tunnel_id, provider_id, tenant_id, fence, generation, state, since, reason, attempts, next_attempt_at, worker_id,
      round_trip_ms, mappings, remote_session, updated_at)
    SELECT k.id, k.provider_id, k.tenant_id, i.fence, i.generation, i.state, i.since, NULLIF(i.reason, 'null'), i.attempts, i."nextAttemptAt", $2,
      i."roundTripMs", i.mappings, NULLIF(i."remoteSession", 'null'), clock_timestamp()
    FROM input i JOIN known k ON k.id = i."tunnelId" JOIN held h ON h.edge_id = k.edge_id AND h.id = k.shard AND h.fence = i.fence
    ON CONFLICT (tunnel_id) DO UPDATE SET fence = EXCLUDED.fence, generation = EXCLUDED.generation, state = EXCLUDED.state, since = EXCLUDED.since, reason = EXCLUDED.reason,
      attempts = EXCLUDED.attempts, next_attempt_at = EXCLUDED.next_attempt_at, worker_id = EXCLUDED.worker_id, round_trip_ms = EXCLUDED.round_trip_ms,
      mappings = EXCLUDED.mappings, remote_session = EXCLUDED.remote_session, updated_at = EXCLUDED.updated_at
    RETURNING s.tunnel_id)
  SELECT i."tunnelId", CASE WHEN k.id IS NULL THEN 'gone' ELSE 'fence-moved' END AS why FROM input i LEFT JOIN known k ON k.id = i."tunnelId"
  WHERE i."tunnelId" NOT IN (SELECT tunnel_id FROM written)`;

export function running(db: Db): Running {
  return {
    async desired(edgeId, shards) {
      const found = await rows<Columns>(db, `${DESIRED} WHERE p.edge_id = $1 AND t.shard = ANY ($2::int[]) ORDER BY t.id`, edgeId, shards);
      return found.map(toDesired);
    },
    async writeStatuses(workerId, writes) {
      if (writes.length === 0) return [];
      const latest = new Map<string, StatusWrite>(writes.map((w) => [w.tunnelId, w]));
      return rows<RefusedWrite>(db, WRITE, JSON.stringify([...latest.values()]), workerId);
    },
    pinHostKey: async (sshServerId, key) => isUuid(sshServerId) && (await pin(db, sshServerId, [key], 'keep')) > 0,
    async noteOfferedKeys(sshServerId, keys) {
      if (!isUuid(sshServerId)) return;
      await run(
        db,
        `WITH shown AS (SELECT DISTINCT ON (type) type, fingerprint FROM jsonb_to_recordset($2::jsonb) AS k(type text, fingerprint text)),
         gone AS (DELETE FROM host_key WHERE ssh_server_id = $1::uuid AND kind = 'offered' AND type NOT IN (SELECT type FROM shown))
         INSERT INTO host_key (ssh_server_id, kind, type, provider_id, tenant_id, fingerprint)
         SELECT s.id, 'offered', k.type, s.provider_id, s.tenant_id, k.fingerprint FROM ssh_server s, shown k WHERE s.id = $1::uuid ORDER BY k.type
         ON CONFLICT (ssh_server_id, kind, type) DO UPDATE SET fingerprint = EXCLUDED.fingerprint, at = clock_timestamp()`,
        sshServerId,
        JSON.stringify(keys),
      );
    },
  };
}
