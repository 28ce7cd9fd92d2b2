import type { ChecklistItem, ChecklistMark, FederationInput, RuleResult } from '@stellwerk/domain';
import type { CertificateFacts } from '@stellwerk/domain';
import type { Timestamps } from './common.js';

export interface FederationRow extends FederationInput, Timestamps {
  readonly pbxId: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly checklist: readonly ChecklistMark[];
  readonly version: number;
}

export interface MtlsSightingRow {
  readonly at: Date;
  readonly remoteAddress: string;
  readonly protocol: string | null;
  /** As presented, the client's own first; empty: none was. */
  readonly chain: CertificateFacts[];
  readonly answers: RuleResult[];
}

export interface MtlsTestRow {
  readonly pbxId: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly edgeId: string;
  /** First label of the host name to be entered. */
  readonly label: string;
  readonly startedAt: Date;
  readonly expiresAt: Date;
  /** Newest first. */
  readonly sightings: MtlsSightingRow[];
}

/** The tenant door. */
export interface Federations {
  find(pbxId: string): Promise<FederationRow | null>;
  /** Held against other writers until the transaction ends, the PBX too when there is no federation yet. */
  lock(pbxId: string): Promise<FederationRow | null>;
  /** Makes or replaces it with all its routes; confirmations stay. Null: no such PBX. */
  put(pbxId: string, values: FederationInput): Promise<FederationRow | null>;
  remove(pbxId: string): Promise<boolean>;
  /** Confirms a point of the checklist, or takes it back (`by` null). */
  confirm(pbxId: string, item: ChecklistItem, by: { readonly id: string; readonly at: Date } | null): Promise<FederationRow | null>;
  /** Of a federation that has one running or run. */
  mtlsTest(pbxId: string): Promise<MtlsTestRow | null>;
  /** Starts or prolongs; a running one keeps its label and what it saw. Null: no such federation. */
  startMtlsTest(pbxId: string, values: { readonly label: string; readonly expiresAt: Date }): Promise<MtlsTestRow | null>;
  endMtlsTest(pbxId: string): Promise<boolean>;
}

/** The system door: what the listener looks up and notes. */
export interface MtlsTests {
  /** One that runs now on this edge, by the first label of the name the client asked for. */
  byLabel(edgeId: string, label: string): Promise<(Omit<MtlsTestRow, 'sightings'> & { readonly fqdn: string }) | null>;
  /** Those that run now on this edge. */
  running(edgeId: string): Promise<Omit<MtlsTestRow, 'sightings'>[]>;
  /** Notes a connection; the 50 newest of a test are kept. False: the test is over. */
  add(label: string, sighting: Omit<MtlsSightingRow, 'at'>): Promise<boolean>;
  /** A worker of this edge listens, for so long unless it says so again. */
  listening(edgeId: string, forMs: number): Promise<void>;
  isListening(edgeId: string): Promise<boolean>;
  /** Forgets tests that ended longer ago. */
  purge(olderThanMs: number, limit: number): Promise<number>;
}
