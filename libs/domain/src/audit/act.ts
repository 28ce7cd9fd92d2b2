import type { AuditAction } from './actions.js';
import { differences, isPersonal } from './difference.js';
import type { AuditActor, AuditFacts, PersonalPart } from './record.js';

/** Where a call came from. */
export interface RequestFacts {
  readonly id: string;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** Who the audit names as the doer of something. */
export interface Doer {
  readonly actor: AuditActor;
  readonly name: string | null;
  readonly email: string | null;
  readonly actingForTenantId: string | null;
  /** In whose chain it is written unless told otherwise; null: it has to be told. */
  readonly chainOf: string | null;
  /** The customer concerned unless told otherwise. */
  readonly tenantId: string | null;
  readonly request: RequestFacts | null;
}

/** Stellwerk itself: jobs, timers, commands on the server. `name` says which. */
export const systemDoer = (name: string): Doer => ({
  actor: { kind: 'system', id: null, providerId: null, role: null },
  name,
  email: null,
  actingForTenantId: null,
  chainOf: null,
  tenantId: null,
  request: null,
});

/** One act, as a use case tells it. */
export interface Act {
  readonly action: AuditAction;
  /** Null: it concerns the provider as a whole. Absent: the tenant that the doer belongs to or acts for. */
  readonly tenantId?: string | null;
  /** In whose chain; absent: the provider of the doer's scope. */
  readonly providerId?: string;
  readonly target?: { readonly kind: string; readonly id: string; readonly name?: string | null };
  /**
   * The thing before and after, as far as it says something: what differs is written down. Secrets become "changed" by their member's
   * name (`credential`, `clientSecret`, `password` …: give any two differing values, never the real ones); e-mail addresses, reasons, notes
   * and the names of people are kept apart by themselves.
   */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Free text by a person, such as a reason. Kept apart. */
  readonly text?: string | null;
  /** People beside actor and target whom this tells about. A target of kind `member` names its person here. */
  readonly personIds?: readonly string[];
  /** `done` unless told. */
  readonly outcome?: 'done' | 'refused';
}

/** One act to be written down: what is hashed, and what can be erased. */
export interface AuditEntry extends AuditFacts {
  readonly personal: PersonalPart;
  /** The chain of the provider that acted in another provider's customer: it gets a copy. */
  readonly alsoProviderId: string | null;
}

/** The act as the store takes it: redacted, with personal data apart. Throws when nobody can tell whose chain it belongs to. */
export function auditEvent(doer: Doer, act: Act): AuditEntry {
  const providerId = act.providerId ?? doer.chainOf;
  if (providerId === null) throw new Error(`${act.action}: no provider whose audit this belongs to`);
  const { target } = act;
  const found = differences(target?.kind ?? '', act.before, act.after);
  const person = target !== undefined && isPersonal(target.kind);
  const own = doer.actor.providerId;
  return {
    action: act.action,
    outcome: act.outcome ?? 'done',
    providerId,
    alsoProviderId: own !== null && own !== providerId ? own : null,
    tenantId: act.tenantId === undefined ? doer.tenantId : act.tenantId,
    actor: doer.actor,
    actingForTenantId: doer.actingForTenantId,
    target: target === undefined ? null : { kind: target.kind, id: target.id, name: person ? null : (target.name ?? null) },
    changes: found.changes,
    requestId: doer.request?.id ?? null,
    personal: {
      ...(doer.name !== null || doer.email !== null ? { actor: { name: doer.name, email: doer.email } } : {}),
      ...(person && target.name ? { target: target.name } : {}),
      ...(doer.request?.address ? { address: doer.request.address } : {}),
      ...(doer.request?.userAgent ? { userAgent: doer.request.userAgent.slice(0, 300) } : {}),
      ...(found.personal.length > 0 ? { changes: found.personal } : {}),
      ...(act.text ? { text: act.text } : {}),
      ...(act.personIds && act.personIds.length > 0 ? { personIds: act.personIds } : {}),
    },
  };
}
