import type { CertificateFacts, CertificateRole } from '@stellwerk/domain';
import type { Outcome, Page, PageRequest, Refusal } from './common.js';

export interface SightingRow {
  readonly checkId: string;
  /** `host:port`. */
  readonly endpoint: string;
  readonly lastSeenAt: Date;
}

export interface CertificateRow {
  readonly id: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly pbxId: string | null;
  readonly pbxName: string | null;
  readonly name: string;
  readonly source: 'observed' | 'uploaded';
  readonly role: CertificateRole;
  readonly sha256: string;
  readonly facts: CertificateFacts;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  /** Where it is shown now. */
  readonly seenAt: SightingRow[];
  /** It was shown somewhere, and is not any more. Never true of one that was uploaded only. */
  readonly superseded: boolean;
  readonly der: Uint8Array;
  readonly chain: Uint8Array[];
  readonly version: number;
}

export interface CertificateFilter {
  readonly tenantId?: string;
  readonly pbxId?: string;
  readonly source?: 'observed' | 'uploaded';
  readonly expiresBefore?: Date;
  /** Superseded ones, too. */
  readonly superseded: boolean;
  readonly search?: string;
}

export interface NewCertificate {
  readonly tenantId: string;
  readonly pbxId: string | null;
  readonly role: CertificateRole;
  readonly name: string;
  readonly facts: CertificateFacts;
  readonly der: Uint8Array;
  readonly chain: readonly Uint8Array[];
}

/** Certificates of the scope; never a private key. */
export interface Certificates {
  /** The next to expire first. */
  list(page: PageRequest & CertificateFilter): Promise<Page<CertificateRow>>;
  find(id: string): Promise<CertificateRow | null>;
  lock(id: string): Promise<CertificateRow | null>;
  /** Uploading the same one again renews it: `made` is false, and it keeps its id. */
  upload(values: NewCertificate): Promise<Outcome<{ row: CertificateRow; made: boolean }, Extract<Refusal, { code: 'not-found' }>>>;
  /** Uploaded ones only. */
  remove(id: string): Promise<boolean>;
  /** Uploaded certificates of a customer whose names cover this one (exactly or by wildcard), the newest first, at most 20. */
  uploadedFor(tenantId: string, name: string): Promise<CertificateMaterial[]>;
}

/** The bytes of a stored certificate, for a run that judges it anew. */
export interface CertificateMaterial {
  readonly id: string;
  readonly sha256: string;
  readonly source: 'observed' | 'uploaded';
  readonly role: CertificateRole;
  readonly facts: CertificateFacts;
  readonly der: Uint8Array;
  readonly chain: Uint8Array[];
}

/** The system door. */
export interface CertificateWork {
  /** Null as well when it is another customer's. */
  material(tenantId: string, certificateId: string): Promise<CertificateMaterial | null>;
  /** As behind the other door. */
  uploadedFor(tenantId: string, name: string): Promise<CertificateMaterial[]>;
  /** Deletes observed ones that no endpoint has shown for longer; at most `limit`. */
  purge(olderThanMs: number, limit: number): Promise<number>;
  /** Deletes observed ones that no endpoint shows any more, beyond the newest `keep` of each check; at most `limit`. */
  trim(keep: number, limit: number): Promise<number>;
}
