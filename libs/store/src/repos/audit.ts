import { createHash, randomBytes } from 'node:crypto';
import { type AuditEntry, auditRecord, canonicalJson, type Json } from '@stellwerk/domain';
import { type Db, run } from '../db.js';
import type { AuditAppend } from '../types/audit.js';

export interface AuditBuffer {
  readonly audit: AuditAppend;
  /** Writes what was appended. The door calls it when the work is done, right before the commit. */
  readonly flush: () => Promise<void>;
}

/** Collects the acts of one transaction. */
export function auditBuffer(db: Db): AuditBuffer {
  const waiting: AuditEntry[] = [];
  return {
    audit: {
      append: (event) => void waiting.push(event),
      get waiting() {
        return waiting.length;
      },
    },
    async flush() {
      if (waiting.length === 0) return;
      await run(db, 'SELECT audit_append($1::jsonb)', JSON.stringify(waiting.splice(0).flatMap(rowsOf)));
    },
  };
}

/** SHA-256 over salt and personal part, in hexadecimal. */
const commitmentOf = (salt: Uint8Array, personal: string): string => createHash('sha256').update(salt).update(personal).digest('hex');

/** One row for each chain that the act belongs to. The salt keeps a short personal part (an address) from being guessed once it is erased. */
function rowsOf(event: AuditEntry): object[] {
  const { personal, alsoProviderId, ...facts } = event;
  const text = Object.keys(personal).length === 0 ? null : canonicalJson(personal as unknown as Json);
  const salt = text === null ? null : randomBytes(16);
  const record = auditRecord(facts, text === null || salt === null ? null : commitmentOf(salt, text));
  const row = {
    tenant: facts.tenantId,
    action: facts.action,
    actor_kind: facts.actor.kind,
    actor: facts.actor.id,
    actor_provider: facts.actor.providerId,
    target_kind: facts.target?.kind ?? null,
    target: facts.target?.id ?? null,
    outcome: facts.outcome,
    request: facts.requestId,
    record,
    personal: text,
    salt: salt?.toString('hex') ?? null,
  };
  return [facts.providerId, ...(alsoProviderId ? [alsoProviderId] : [])].map((chain) => ({ chain, ...row }));
}
