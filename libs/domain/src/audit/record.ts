import type { Role } from '../access/role.js';
import type { AuditAction } from './actions.js';
import { canonicalJson, type Json } from './canonical.js';
import type { AuditChange } from './difference.js';

export const ACTOR_KINDS = ['member', 'service-account', 'system', 'unknown'] as const;
/** `unknown`: nobody was signed in (a refused sign-in). */
export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface AuditActor {
  readonly kind: ActorKind;
  /** Of the person or of the service account. */
  readonly id: string | null;
  /** The provider that the actor belongs to; null for the system. */
  readonly providerId: string | null;
  readonly role: Role | null;
}

export interface AuditTarget {
  readonly kind: string;
  readonly id: string;
  /** Null where the target is a person: their name is personal data and stands apart. */
  readonly name: string | null;
}

/** What can be erased: names, e-mail addresses, network addresses, free text. */
export interface PersonalPart {
  readonly actor?: { readonly name: string | null; readonly email: string | null };
  readonly target?: string | null;
  readonly address?: string | null;
  readonly userAgent?: string | null;
  readonly changes?: readonly AuditChange[];
  /** Free text of the act, such as a reason. */
  readonly text?: string | null;
  /** Others that this tells about, beside actor and target: their erasure erases it too. */
  readonly personIds?: readonly string[];
}

/** One act, before it has a place in a chain. */
export interface AuditFacts {
  readonly action: AuditAction;
  readonly outcome: 'done' | 'refused';
  /** The provider whose chain is meant, and the customer concerned. */
  readonly providerId: string;
  readonly tenantId: string | null;
  readonly actor: AuditActor;
  /** Set while a provider's member acts for a customer. */
  readonly actingForTenantId: string | null;
  readonly target: AuditTarget | null;
  readonly changes: readonly AuditChange[];
  readonly requestId: string | null;
}

const RECORD_VERSION = 1;

/**
 * The exact text that is hashed and kept for ever. `commitment` is SHA-256 over salt and personal part, in hexadecimal: it proves the
 * personal part as long as that exists, and tells nothing about it afterwards. Null: there was none.
 */
export const auditRecord = (facts: AuditFacts, commitment: string | null): string =>
  canonicalJson({ v: RECORD_VERSION, ...(facts as unknown as Record<string, Json>), personal: commitment });

/** What precedes the first event of a provider's chain is hashed instead of a previous hash: chains cannot be swapped. */
export const chainStart = (providerId: string): string => `stellwerk-audit-1|${providerId}`;

/** The text that is hashed after the previous hash. `at` in UTC, ISO 8601 with milliseconds. */
export const linkText = (seq: bigint | string, at: string, record: string): string => `${seq}|${at}|${record}`;
