import type { AuditEntry, ChainEvent, ChainPlace } from '@stellwerk/domain';
import type { Page, PageRequest } from './common.js';

/** The way into the audit, behind both doors. */
export interface AuditAppend {
  /**
   * Writes an act down with the transaction: nothing is sent now; everything appended is written in one statement at the very end, right
   * before the commit, because that locks the head of the chain. A rehearsal writes nothing.
   */
  readonly append: (event: AuditEntry) => void;
  /** How many acts wait for the end of this transaction. */
  readonly waiting: number;
}

/** What of a provider's chain somebody may see. The system door does not filter, so this must come from a verified scope. */
export interface AuditReach {
  readonly providerId: string;
  readonly tenantIds: 'all' | readonly string[];
  /** Also what concerns no tenant, and what members did in customers of other providers. */
  readonly wholeProvider: boolean;
  /** For a reader who is not shown where others work and how they are reached: words are not looked for in that either. */
  readonly withoutPlaces?: boolean;
}

export interface AuditFilter {
  readonly tenantId?: string;
  /** An action, or a resource with all its actions. */
  readonly action?: string;
  readonly actorId?: string;
  readonly targetId?: string;
  readonly outcome?: 'done' | 'refused';
  readonly from?: Date;
  /** Exclusive. */
  readonly to?: Date;
  /** Anywhere in the record or in the personal part, in any case. */
  readonly search?: string;
}

export interface AuditEventRow {
  readonly seq: string;
  readonly at: Date;
  readonly action: string;
  readonly tenantId: string | null;
  /** Of today; null when the tenant is gone. */
  readonly tenantName: string | null;
  readonly record: string;
  /** Null when there was none or it was erased. */
  readonly personal: string | null;
  readonly hash: Uint8Array;
  readonly actorProviderName: string | null;
  /** What the actor is called today: for events whose personal part was erased for somebody else's sake. Null when unknown or erased. */
  readonly actorNameNow: string | null;
}

/** Reading the audit. */
export interface AuditReading {
  /** Newest first; the cursor's id is the number of the last event shown. */
  list(reach: AuditReach, page: PageRequest & AuditFilter): Promise<Page<AuditEventRow>>;
}

/** A signed place of a chain. */
export interface CheckpointRow extends ChainPlace {
  readonly providerId: string;
  readonly at: Date;
  readonly signature: Uint8Array;
}

/** What proves the chains, for commands and jobs. */
export interface AuditProof {
  /** Every provider. `everywhere`: also those of whom only events or checkpoints are left, which means reading all of them. */
  chains(everywhere?: boolean): Promise<string[]>;
  /** The noted end, and the number of the last event that there is; of one moment. */
  end(providerId: string): Promise<{ readonly head: ChainPlace | null; readonly last: bigint }>;
  /** Events after `after` up to `upTo`, in order. */
  events(providerId: string, range: { readonly after: bigint; readonly upTo: bigint; readonly limit: number }): Promise<ChainEvent[]>;
  checkpoints(providerId: string): Promise<CheckpointRow[]>;
  lastCheckpoint(providerId: string): Promise<CheckpointRow | null>;
  /** False: somebody else wrote one for this place already. */
  addCheckpoint(checkpoint: CheckpointRow): Promise<boolean>;
}

export type SystemAudit = AuditAppend & AuditReading & AuditProof;
