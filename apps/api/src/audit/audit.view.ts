import type { AuditEvent } from '@stellwerk/contracts';
import { type AuditChange, type AuditFacts, auditSentence, type Locale, type PersonalPart, sideOf } from '@stellwerk/domain';
import type { AuditEventRow } from '@stellwerk/store';

/** Who reads: in which language, and whether on a customer's side. */
export interface Reader {
  readonly locale: Locale;
  /** A customer sees what its provider did, but not from which address its provider's people work. */
  readonly ofTenant: boolean;
}

/** An event for people. What was erased is null; a secret's change says "changed". */
export function auditView(row: AuditEventRow, reader: Reader): AuditEvent {
  const facts = JSON.parse(row.record) as AuditFacts;
  const personal = (row.personal === null ? {} : JSON.parse(row.personal)) as PersonalPart;
  const { actor, target } = facts;
  const name = target === null ? null : (target.name ?? personal.target ?? null);
  const foreign = reader.ofTenant && (actor.role === null || sideOf(actor.role) === 'provider');
  const text: AuditChange[] = personal.text ? [{ path: '/text', before: null, after: personal.text }] : [];
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    action: row.action,
    text: auditSentence(row.action, name, reader.locale),
    outcome: facts.outcome,
    actor: {
      kind: actor.kind,
      id: actor.id,
      name: personal.actor?.name ?? row.actorNameNow,
      role: actor.role,
      provider: actor.providerId !== null && row.actorProviderName !== null ? { id: actor.providerId, name: row.actorProviderName } : null,
      address: foreign ? null : (personal.address ?? null),
    },
    tenantId: row.tenantId,
    tenantName: row.tenantName,
    target: target === null ? null : { kind: target.kind, id: target.id, name },
    changes: [...facts.changes, ...(personal.changes ?? []), ...text],
    requestId: facts.requestId,
    hash: Buffer.from(row.hash).toString('hex'),
  };
}
