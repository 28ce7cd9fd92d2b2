import type { Fault, Mapping, MappingInput, MappingStatus, ModuleKey, TunnelState } from '@stellwerk/domain';
import type { Outcome, Page, PageRequest, Refusal, Timestamps } from './common.js';

export type MappingRow = Mapping & { readonly listenKey: string; readonly listenPort: number };

/** A mapping to be written, with the place where it listens as the domain computed it. */
export type MappingValues = MappingInput & { readonly listenKey: string; readonly listenPort: number };

/** What the owning worker last wrote. Never show it unjudged: the worker may be dead (`judgeStatus` in domain/tunnel). */
export interface StatusRow {
  readonly fence: number;
  readonly generation: number;
  readonly state: TunnelState;
  readonly since: Date;
  readonly reason: Fault | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly workerId: string;
  readonly roundTripMs: number | null;
  readonly mappings: MappingStatus[];
  /** What identifies our session on the customer's server, as libs/ssh said it. Opaque here. */
  readonly remoteSession: unknown;
  readonly updatedAt: Date;
}

export interface TunnelRow extends Timestamps {
  readonly id: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly pbxId: string;
  readonly sshServerId: string;
  readonly edgeId: string;
  readonly module: ModuleKey;
  readonly name: string;
  readonly enabled: boolean;
  readonly generation: number;
  readonly restarts: number;
  readonly restartedAt: Date | null;
  readonly shard: number;
  /** The approved end of access. */
  readonly endsAt: Date | null;
  readonly requestId: string | null;
  readonly version: number;
  /** The module has an enabled configuration on that PBX, or is `general`. Whether the tunnel is wanted: `shouldRun` in domain/tunnel. */
  readonly moduleActive: boolean;
  /** Its customer is neither suspended nor deleted. */
  readonly tenantActive: boolean;
  readonly mappings: MappingRow[];
  /** Null until a worker first looked at it. */
  readonly status: StatusRow | null;
  /** The worker that wrote the status still holds its lease, by the database's clock. False without a status. */
  readonly workerAlive: boolean;
}

export interface TunnelValues {
  readonly pbxId: string;
  readonly sshServerId: string;
  readonly module: ModuleKey;
  readonly name: string;
  readonly enabled: boolean;
  readonly mappings: readonly MappingValues[];
  /** By what it may run and until when. Left out: as it is (for a new tunnel: for good, by nobody's leave). */
  readonly grant?: { readonly endsAt: Date | null; readonly requestId: string | null };
}

export interface TunnelFilter {
  readonly tenantId?: string;
  readonly pbxId?: string;
  readonly sshServerId?: string;
  readonly search?: string;
}

type WriteRefusal = Extract<Refusal, { code: 'not-found' | 'port-taken' }>;

export interface Tunnels {
  /** A page in two queries, whatever its length: tunnels with mappings and status. */
  list(page: PageRequest & TunnelFilter): Promise<Page<TunnelRow>>;
  find(id: string): Promise<TunnelRow | null>;
  /** The same, held against other writers until the transaction ends: what `If-Match` is compared with. */
  lock(id: string): Promise<TunnelRow | null>;
  /** Every tunnel that mapping rules must look at: those of the PBX and those to the same host and port of that tenant. */
  listRelated(to: { readonly pbxId: string; readonly sshServerId?: string }): Promise<TunnelRow[]>;
  /** Ports taken at these listeners, by anybody: also by tenants out of sight, but never by whom. */
  takenPorts(listenKeys: readonly string[]): Promise<{ listenKey: string; listenPort: number }[]>;
  /** The id comes from the caller, because the shard is a hash of it. */
  create(values: TunnelValues & { readonly id: string; readonly shard: number }): Promise<Outcome<TunnelRow, WriteRefusal>>;
  /** A whole new specification, and with it a new generation; a mapping that is the same on the wire keeps its id. PBX and tenant never change. */
  replace(id: string, values: TunnelValues): Promise<Outcome<TunnelRow, WriteRefusal>>;
  /** Another end, everything else as it is. */
  setEnd(id: string, endsAt: Date | null): Promise<TunnelRow | null>;
  /** Off, and over from now on: whoever runs it closes it at once. */
  switchOff(id: string): Promise<TunnelRow | null>;
  setEnabled(id: string, enabled: boolean): Promise<TunnelRow | null>;
  /** Counts a restart; the worker that runs it connects anew. */
  restart(id: string): Promise<TunnelRow | null>;
  remove(id: string): Promise<boolean>;
  /**
   * Moves mappings to other listeners, after their PBX or SSH server changed, and makes their tunnels new generations.
   * `mapping` in a refusal is the index into `moves`.
   */
  rekey(
    moves: readonly { readonly mappingId: string; readonly listenKey: string; readonly listenPort: number }[],
  ): Promise<Outcome<null, Extract<Refusal, { code: 'port-taken' }>>>;
  /** New generations for tunnels whose surroundings changed (host, credential, access), so that workers connect anew. Returns their ids. */
  touch(of: { readonly pbxId: string } | { readonly sshServerId: string }): Promise<string[]>;
}

export interface TunnelEventRow {
  readonly id: string;
  readonly tunnelId: string;
  readonly at: Date;
  readonly kind: string;
  readonly state: TunnelState | null;
  readonly mappingId: string | null;
  readonly reason: Fault | null;
  readonly actor: string | null;
  readonly workerId: string | null;
}

export interface NewTunnelEvent {
  readonly tunnelId: string;
  readonly kind: string;
  /** Absent: now, by the database's clock. */
  readonly at?: Date;
  readonly state?: TunnelState | null;
  readonly mappingId?: string | null;
  readonly reason?: Fault | null;
  readonly actor?: string | null;
  readonly workerId?: string | null;
}

export interface TunnelEvents {
  /** Newest first. */
  list(tunnelId: string, page: PageRequest): Promise<Page<TunnelEventRow>>;
  /** Adds what it can in one statement; events of tunnels that are gone are dropped. Returns how many were written. */
  add(events: readonly NewTunnelEvent[]): Promise<number>;
}

/** Tunnels of one owner in one condition; the domain folds these into TunnelCounts. */
export interface ConditionRow {
  /** The tenant or the PBX counted for; null when the whole fleet is. */
  readonly of: string | null;
  readonly wanted: boolean;
  readonly state: TunnelState | null;
  /** Connection attempts, counted to four: more make no difference. */
  readonly attempts: number;
  /** False: it claims to be up, and a mapping's last proof is too old. Null without a status. */
  readonly proven: boolean | null;
  readonly workerAlive: boolean;
  readonly tunnels: number;
}

export interface Overview {
  /** One query. `ids` narrows to some tenants or PBXs (those of a page). */
  conditions(by: 'fleet' | 'tenant' | 'pbx', ids?: readonly string[]): Promise<ConditionRow[]>;
  totals(): Promise<{ tenants: number; pbxs: number; sshServers: number; tunnels: number }>;
}
