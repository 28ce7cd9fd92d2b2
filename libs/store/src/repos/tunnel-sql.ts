import type { Fault, MappingStatus, TunnelState } from '@stellwerk/domain';
import type { MappingRow, StatusRow, TunnelRow } from '../types/tunnel.js';

// The pieces of SQL that the API's and the worker's view of a tunnel share. `t` is the tunnel, `s` its status.

/** `json`, not `jsonb`: it is only written out, and to build it a second time in between costs a fifth of a page. */
export const MAPPINGS = `COALESCE((SELECT json_agg(json_build_object('id', m.id, 'name', m.name, 'direction', m.direction, 'exposure', m.exposure,
    'localPort', m.local_port, 'remotePort', m.remote_port, 'targetHost', m.target_host, 'allowFrom', m.allow_from, 'protocol', m.protocol,
    'listenKey', m.listen_key, 'listenPort', m.listen_port) ORDER BY m.position)
  FROM mapping m WHERE m.tunnel_id = t.id), '[]')`;

export const MODULE_ACTIVE = `(t.module = 'general' OR EXISTS (SELECT 1 FROM module_configuration c WHERE c.pbx_id = t.pbx_id AND c.module = t.module AND c.enabled))`;

/** `n` is the tunnel's tenant. */
export const TENANT_ACTIVE = `(n.suspended_at IS NULL AND n.deleted_at IS NULL)`;

export const STATUS = `s.fence AS s_fence, s.generation AS s_generation, s.state AS s_state, s.since AS s_since, s.reason AS s_reason, s.attempts AS s_attempts,
  s.next_attempt_at AS s_next, s.worker_id AS s_worker, s.round_trip_ms AS s_rtt, s.mappings AS s_mappings, s.remote_session AS s_session, s.updated_at AS s_updated`;

export interface StatusColumns {
  readonly s_fence: number | null;
  readonly s_generation: number;
  readonly s_state: TunnelState;
  readonly s_since: Date;
  readonly s_reason: Fault | null;
  readonly s_attempts: number;
  readonly s_next: Date | null;
  readonly s_worker: string;
  readonly s_rtt: number | null;
  readonly s_mappings: MappingStatus[];
  readonly s_session: unknown;
  readonly s_updated: Date;
}

/** Null when the left join found no status. */
export function toStatus(raw: StatusColumns): StatusRow | null {
  if (raw.s_fence === null) return null;
  return {
    fence: raw.s_fence,
    generation: raw.s_generation,
    state: raw.s_state,
    since: raw.s_since,
    reason: raw.s_reason,
    attempts: raw.s_attempts,
    nextAttemptAt: raw.s_next,
    workerId: raw.s_worker,
    roundTripMs: raw.s_rtt,
    mappings: raw.s_mappings,
    remoteSession: raw.s_session,
    updatedAt: raw.s_updated,
  };
}

export const TUNNEL = `SELECT t.id, t.provider_id AS "providerId", t.tenant_id AS "tenantId", t.pbx_id AS "pbxId", t.ssh_server_id AS "sshServerId",
  p.edge_id AS "edgeId", t.module, t.name, t.enabled, t.generation, t.restarts, t.restarted_at AS "restartedAt", t.shard,
  t.ends_at AS "endsAt", t.request_id AS "requestId", t.version, t.created_at AS "createdAt", t.updated_at AS "updatedAt", ${MODULE_ACTIVE} AS "moduleActive",
  ${TENANT_ACTIVE} AS "tenantActive", ${MAPPINGS} AS mappings, ${STATUS},
  COALESCE(s.worker_id IN (SELECT live_workers()), false) AS "workerAlive"
  FROM tunnel t JOIN pbx p ON p.id = t.pbx_id JOIN tenant n ON n.id = t.tenant_id LEFT JOIN tunnel_status s ON s.tunnel_id = t.id`;

export type TunnelColumns = Omit<TunnelRow, 'status'> & { readonly mappings: MappingRow[] } & StatusColumns;

export function toTunnel(raw: TunnelColumns): TunnelRow {
  const { id, providerId, tenantId, pbxId, sshServerId, edgeId, module, name, enabled, generation, restarts, restartedAt, shard } = raw;
  const { endsAt, requestId, version, createdAt, updatedAt, moduleActive, tenantActive, mappings, workerAlive } = raw;
  return {
    id,
    providerId,
    tenantId,
    pbxId,
    sshServerId,
    edgeId,
    module,
    name,
    enabled,
    generation,
    restarts,
    restartedAt,
    shard,
    endsAt,
    requestId,
    version,
    createdAt,
    updatedAt,
    moduleActive,
    tenantActive,
    mappings,
    workerAlive,
    status: toStatus(raw),
  };
}
