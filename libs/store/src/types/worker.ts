import type { Fault, HostKey, MappingStatus, ModuleKey, PbxAccess, SshEngine, TunnelState } from '@stellwerk/domain';
import type { Sealed } from './ssh-server.js';
import type { DataKeyRow } from './tenant.js';
import type { MappingRow, StatusRow } from './tunnel.js';

export interface WorkerRow {
  readonly id: string;
  readonly edgeId: string;
  readonly host: string;
  readonly pid: number;
  readonly startedAt: Date;
  readonly until: Date;
  readonly alive: boolean;
  /** Its line stands (`Store.line`). */
  readonly onLine: boolean;
}

export interface ShardRow {
  readonly id: number;
  readonly owner: string | null;
  /** The owner holds its lease. */
  readonly ownerAlive: boolean;
  readonly fence: number;
}

export interface Claim {
  readonly shard: number;
  readonly fence: number;
}

export interface Gone {
  readonly ids: readonly string[];
  readonly remainingMs: number;
}

/** Ownership as leases. Every comparison of times is the database's. */
export interface Leases {
  /** Makes an edge with its shards unless it is there. Call it before the first renewal. */
  ensureEdge(edgeId: string): Promise<void>;
  /**
   * Writes or renews the worker's row; `now` and `until` are the database's times, `wasAlive` whether the lease had not run out before.
   * `cuts` is another text whenever an access was ended early or a customer suspended or deleted, anywhere: so it is noticed without the bus.
   */
  renew(worker: {
    readonly id: string;
    readonly edgeId: string;
    readonly host: string;
    readonly pid: number;
    readonly ttlMs: number;
  }): Promise<{ now: Date; until: Date; wasAlive: boolean; cuts: string }>;
  /** One query: every worker and every shard of an edge. */
  look(edgeId: string): Promise<{ workers: WorkerRow[]; shards: ShardRow[] }>;
  /**
   * Takes shards that nobody alive owns, raising their fences; of those asked for, returns the ones taken. A shard that is
   * the worker's already is returned with its fence unchanged. Takes none while the worker's own lease is not alive.
   */
  claim(workerId: string, edgeId: string, shards: readonly number[]): Promise<Claim[]>;
  /**
   * Ends the leases of workers taken for gone: of those whose line is down and that have no more than `remainingMs` left, which
   * is judged again here. Their shards are free and their statuses nobody's word any more. Returns the ids.
   */
  end(gone: Gone): Promise<string[]>;
  /** Lets go of shards that are still this worker's. Returns those let go. */
  release(workerId: string, edgeId: string, shards: readonly number[]): Promise<number[]>;
  /** Ends the worker's lease: all its shards are free at once. */
  leave(workerId: string): Promise<void>;
  /** Forgets workers dead for longer than `olderThanMs`. */
  purge(olderThanMs: number): Promise<number>;
  /** Every worker, with how many shards it owns and how many tunnels are in them. */
  workers(): Promise<(WorkerRow & { shards: number; tunnels: number })[]>;
}

export interface DesiredSshServer {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly engine: SshEngine;
  readonly credentialKind: string;
  readonly credential: Sealed;
  readonly pinned: HostKey[];
}

/** Everything a worker needs to run a tunnel, and nothing it has to ask for again. */
export interface DesiredTunnel {
  readonly id: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly shard: number;
  readonly name: string;
  readonly module: ModuleKey;
  readonly generation: number;
  readonly restarts: number;
  readonly enabled: boolean;
  readonly moduleActive: boolean;
  /** Its customer is neither suspended nor deleted. */
  readonly tenantActive: boolean;
  /** The approved end of access; the worker closes it then, by its own clock. */
  readonly endsAt: Date | null;
  /** The tenant's private networks that the provider allows. */
  readonly allowedNetworks: string[];
  readonly pbx: {
    readonly id: string;
    readonly edgeId: string;
    readonly access: PbxAccess;
    readonly address: string;
    readonly listenAddress: string;
    readonly networks: string[];
    /** Set when access is `ssh`. */
    readonly sshServer: DesiredSshServer | null;
  };
  readonly sshServer: DesiredSshServer;
  readonly mappings: MappingRow[];
  /** The last status anybody wrote: totals to go on from, and the remote session to deal with. */
  readonly last: StatusRow | null;
}

export interface StatusWrite {
  readonly tunnelId: string;
  readonly fence: number;
  readonly generation: number;
  readonly state: TunnelState;
  readonly since: Date;
  readonly reason: Fault | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly roundTripMs: number | null;
  readonly mappings: readonly MappingStatus[];
  readonly remoteSession: unknown;
}

/** `fence-moved`: somebody else owns the shard now, let go at once. `gone`: the tunnel was deleted. */
export interface RefusedWrite {
  readonly tunnelId: string;
  readonly why: 'fence-moved' | 'gone';
}

export interface Running {
  /** Every tunnel of these shards, wanted or not, in one query. */
  desired(edgeId: string, shards: readonly number[]): Promise<DesiredTunnel[]>;
  /** Writes a batch in one statement; each write must carry the fence its shard has now and come from its owner. */
  writeStatuses(workerId: string, writes: readonly StatusWrite[]): Promise<RefusedWrite[]>;
  /** Pins a key unless its type is pinned already; true when it was pinned now. */
  pinHostKey(sshServerId: string, key: HostKey): Promise<boolean>;
  /** What the server showed, replacing what it showed before. */
  noteOfferedKeys(sshServerId: string, keys: readonly HostKey[]): Promise<void>;
}

export interface SealedRow {
  readonly sshServerId: string;
  readonly tenantId: string;
  readonly credential: Sealed;
}

/** For the rotation of keys: everything sealed, tenant by tenant. */
export interface SealedValues {
  /** Credentials sealed with other than the tenant's newest key, at most `limit`. */
  outdated(limit: number): Promise<SealedRow[]>;
  /** Replaces a sealed credential if it is still sealed as it was read. */
  reseal(sshServerId: string, from: Sealed, to: Sealed): Promise<boolean>;
  /** Data keys wrapped by another key-encryption key than this, at most `limit`. */
  wrappedByOther(kekId: string, limit: number): Promise<DataKeyRow[]>;
  /** Every tenant that has a data key. */
  tenantsWithKeys(): Promise<string[]>;
  rewrap(dataKeyId: string, kekId: string, wrapped: Uint8Array): Promise<boolean>;
}

/** What becomes too old. Each call deletes at most `limit` rows and says how many, so that nothing is locked for long. */
export interface Retention {
  events(olderThanMs: number, limit: number): Promise<number>;
  sessions(limit: number): Promise<number>;
  /** Answers to repeatable requests. */
  idempotencyKeys(olderThanMs: number, limit: number): Promise<number>;
}
