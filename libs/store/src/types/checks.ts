import type {
  CertificateFacts,
  CertificateRole,
  CheckKind,
  CheckStatus,
  FederationState,
  FindingSeverity,
  Params,
  Product,
  RuleResult,
  RuleStatus,
  Vantage,
} from '@stellwerk/domain';
import type { Outcome, Page, PageRequest, Refusal, Timestamps } from './common.js';
import type { DesiredSshServer } from './worker.js';

export interface CheckRow extends Timestamps {
  readonly id: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly pbxId: string | null;
  readonly edgeId: string;
  readonly origin: 'derived' | 'free';
  /** Names a derived check among those of its PBX; its own id for a free one. */
  readonly key: string;
  readonly kind: CheckKind;
  readonly name: string;
  /** As `CHECK_PARAMS` of its kind accepted them. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly vantage: Vantage;
  readonly intervalSeconds: number;
  readonly pausedAt: Date | null;
  readonly pausedUntil: Date | null;
  readonly pauseReason: string | null;
  readonly status: CheckStatus;
  readonly statusSince: Date;
  readonly lastRunAt: Date | null;
  readonly nextRunAt: Date;
  /** Findings that are not closed. */
  readonly openFindings: number;
  /** Counts what people change; a run does not count. */
  readonly version: number;
}

export interface CheckFilter {
  readonly tenantId?: string;
  readonly pbxId?: string;
  readonly kind?: CheckKind;
  readonly status?: CheckStatus;
  readonly paused?: boolean;
  readonly search?: string;
}

/** A check to be made. */
export interface NewCheck {
  readonly tenantId: string;
  readonly pbxId: string | null;
  /** Of a check without a PBX: where it runs. That of its PBX otherwise. */
  readonly edgeId: string;
  readonly kind: CheckKind;
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly vantage: Vantage;
  readonly intervalSeconds: number;
  /** Left out: somebody added it by hand. Given: it follows from something else than its PBX (an uploaded certificate). */
  readonly key?: string;
}

export type CheckChanges = Partial<Pick<NewCheck, 'name' | 'params' | 'vantage' | 'intervalSeconds'>>;

export interface CheckRunRow {
  /** A number that grows. */
  readonly id: string;
  readonly checkId: string;
  readonly at: Date;
  readonly status: RuleStatus;
  readonly tookMs: number;
  readonly trigger: 'schedule' | 'now';
  readonly workerId: string | null;
  readonly facts: unknown;
  readonly answers: RuleResult[];
  readonly changed: boolean;
}

type NotFound = Extract<Refusal, { code: 'not-found' }>;

/** The tenant door: checks as people see and change them. */
export interface Checks {
  list(page: PageRequest & CheckFilter): Promise<Page<CheckRow>>;
  find(id: string): Promise<CheckRow | null>;
  /** The same, held against other writers until the transaction ends: what `If-Match` is compared with. */
  lock(id: string): Promise<CheckRow | null>;
  /** The one that follows from something else than its PBX. */
  findByKey(tenantId: string, key: string): Promise<CheckRow | null>;
  create(values: NewCheck): Promise<Outcome<CheckRow, NotFound>>;
  change(id: string, changes: CheckChanges): Promise<Outcome<CheckRow, NotFound>>;
  remove(id: string): Promise<boolean>;
  pause(id: string, until: Date | null, reason: string): Promise<CheckRow | null>;
  resume(id: string): Promise<CheckRow | null>;
  /** Newest first. `changed`: only those whose answers differ from the run before. */
  runs(id: string, page: PageRequest & { readonly changed?: boolean }): Promise<Page<CheckRunRow>>;
}

/** A finding as the worker advances it from run to run. `id` null: it is new. */
export interface FindingState {
  readonly id: string | null;
  readonly rule: string;
  readonly code: string;
  readonly subject: string;
  readonly severity: FindingSeverity;
  readonly params: Params;
  readonly openedAt: Date;
  readonly lastSeenAt: Date;
  readonly closedAt: Date | null;
  /** Runs in a row that saw it, and, once it is not seen, that did not. */
  readonly seen: number;
  readonly missed: number;
  /** When it turns into an outage, where that is known. */
  readonly breaksAt: Date | null;
  readonly toldLevel: string | null;
  readonly toldAt: Date | null;
}

export interface FindingRow extends FindingState {
  readonly id: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly pbxId: string | null;
  readonly pbxName: string | null;
  readonly checkId: string;
  readonly checkName: string;
  readonly mutedUntil: Date | null;
  readonly muteReason: string | null;
  readonly version: number;
}

export interface FindingFilter {
  readonly tenantId?: string;
  readonly pbxId?: string;
  readonly checkId?: string;
  readonly severity?: FindingSeverity;
  readonly rule?: string;
  /** `open`: neither closed nor muted now. */
  readonly state: 'open' | 'muted' | 'closed' | 'all';
  readonly breaksBefore?: Date;
  readonly search?: string;
}

/** The tenant door. */
export interface CheckFindings {
  /** What breaks first comes first; then by severity, then the newest. Cursors hold the place in that order. */
  list(page: PageRequest & FindingFilter): Promise<Page<FindingRow>>;
  find(id: string): Promise<FindingRow | null>;
  lock(id: string): Promise<FindingRow | null>;
  mute(id: string, mute: { readonly until: Date; readonly by: string; readonly reason: string }): Promise<FindingRow | null>;
  unmute(id: string): Promise<FindingRow | null>;
  /** Open ones of the scope, at most `limit`, soonest to break first: what the outlook is made of. */
  upcoming(filter: {
    readonly tenantId?: string;
    readonly pbxId?: string;
    readonly until: Date;
    readonly limit: number;
  }): Promise<FindingRow[]>;
}

// ---- the system door: what the worker schedules, runs and records -------------------------------------------------

/** What a schedule is made of. */
export interface ScheduledCheck {
  readonly id: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly kind: CheckKind;
  readonly intervalSeconds: number;
  readonly pausedAt: Date | null;
  readonly pausedUntil: Date | null;
  readonly nextRunAt: Date;
}

/** Everything a run needs, and nothing it has to ask for again. */
export interface RunnableCheck extends CheckRow {
  readonly tenantName: string;
  /** Its customer is neither suspended nor deleted. */
  readonly tenantActive: boolean;
  readonly allowedNetworks: string[];
  readonly pbx: { readonly id: string; readonly name: string; readonly product: Product; readonly version: string | null } | null;
  /** Set when the vantage point is an SSH server. */
  readonly sshServer: DesiredSshServer | null;
  /** Of its PBX; null where there is none. */
  readonly federation: FederationState | null;
}

/** What `record` needs to know of the past, held until the transaction ends. */
export interface HeldCheck {
  readonly check: CheckRow;
  /** Not closed ones. */
  readonly findings: (FindingState & { readonly id: string; readonly mutedUntil: Date | null })[];
  readonly lastRun: Pick<CheckRunRow, 'at' | 'status' | 'answers'> | null;
}

/** A certificate that a run saw at an endpoint (`host:port`). */
export interface SeenCertificate {
  readonly endpoint: string;
  readonly facts: CertificateFacts;
  readonly role: CertificateRole;
  /** The names it is for, or its subject. */
  readonly name: string;
  readonly der: Uint8Array;
  /** What was sent after it, in order. */
  readonly chain: readonly Uint8Array[];
}

export interface RunRecord {
  readonly checkId: string;
  readonly at: Date;
  readonly status: RuleStatus;
  readonly tookMs: number;
  readonly trigger: 'schedule' | 'now';
  readonly workerId: string;
  readonly facts: unknown;
  readonly answers: readonly RuleResult[];
  /** Its answers differ from those of the last run. Of equal runs in a row the first and the last are kept. */
  readonly changed: boolean;
  readonly nextRunAt: Date;
  /** Every finding that was held, advanced, and new ones. One that is left out stays as it is. */
  readonly findings: readonly FindingState[];
  readonly certificates: readonly SeenCertificate[];
}

export interface ToldRow {
  readonly checkId: string;
  readonly findingId: string;
  readonly level: string;
  readonly at: Date;
}

export interface CheckWork {
  /** Another text whenever a schedule of this edge is another: cheap, and exact across concurrent transactions. */
  scheduleDigest(edgeId: string): Promise<string>;
  /** Every check of the edge whose customer is active, paused ones too (judge by the times), in one query. */
  schedule(edgeId: string): Promise<ScheduledCheck[]>;
  /** Those whose `nextRunAt` is past by the database's clock, not paused, the longest overdue first. */
  due(edgeId: string, limit: number): Promise<ScheduledCheck[]>;
  /** Null: it is gone. */
  load(checkId: string): Promise<RunnableCheck | null>;
  /** Locks the check and reads what to advance from. Null: it is gone. */
  hold(checkId: string): Promise<HeldCheck | null>;
  /**
   * Writes a run: the run itself, status and next time of its check, its findings, its certificates and where they were seen. Call after
   * `hold` in the same transaction. Returns the ids of the findings, in the order given.
   */
  record(run: RunRecord): Promise<string[]>;
  /** Another time for the next run and nothing else (put off, skipped). */
  putOff(checkId: string, nextRunAt: Date): Promise<void>;
  /**
   * The last telling of each finding about the same thing, closed ones too, by any check of this customer; the newest first. Whoever asked
   * is the only one until the transaction ends, so that two checks that see one certificate do not both tell of it.
   */
  toldAbout(tenantId: string, about: { readonly rule: string; readonly subject: string }): Promise<ToldRow[]>;
  markTold(findingIds: readonly string[], level: string, at: Date): Promise<void>;
  /** Deletes runs that are older, but never the last one of a check; at most `limit`. */
  purgeRuns(olderThanMs: number, limit: number): Promise<number>;
  /** Deletes runs beyond the newest `keep` of each check; at most `limit`. */
  trimRuns(keep: number, limit: number): Promise<number>;
  /** Deletes findings closed longer ago. */
  purgeFindings(olderThanMs: number, limit: number): Promise<number>;
}
