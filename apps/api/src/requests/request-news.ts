import { GRANTS, type NotificationKind, type Params, PROVIDER_ROLES, tellingParams } from '@stellwerk/domain';
import type { RequestRow, TenantTx } from '@stellwerk/store';
import type { Principal } from '../session/principal.js';

/** Roles of a provider's members that decide about requests. */
const DECIDERS = PROVIDER_ROLES.filter((role) => (GRANTS['requests:decide'] as readonly string[]).includes(role));

/** What is told, and to whom. Never to who acted. */
interface News {
  readonly kind: NotificationKind;
  /** The deciders of every provider that has access. */
  readonly deciders?: boolean;
  /** Who asked, and who has agreed. */
  readonly parties?: boolean;
  readonly more?: Params;
}

/** Tells people about a request, in the transaction that changes it. Text by people is theirs; names and ids are all else. */
export async function tellAbout(
  { tx, who }: { readonly tx: TenantTx; readonly who: Principal },
  row: RequestRow,
  { kind, deciders = false, parties = false, more = {} }: News,
): Promise<void> {
  const tunnel = row.approved ?? row.asked;
  const endsAt = (row.approved ? row.approvedEndsAt : row.askedEndsAt)?.getTime() ?? null;
  await tx.notifications.tell({
    providerId: row.providerId,
    tenantId: row.tenantId,
    kind,
    params: { ...tellingParams({ id: row.id, tenantName: row.tenantName, tunnel, endsAt }), by: who.name, ...more },
    providerRoles: deciders ? DECIDERS : [],
    persons: parties ? [row.createdBy, ...row.approvals.map((a) => a.personId)] : [],
    except: who.id,
  });
}

/** What the audit compares of a request. */
export const requestFacts = (row: RequestRow) => ({
  state: row.status,
  kind: row.kind,
  tunnelId: row.tunnelId,
  template: row.template,
  asked: row.asked,
  askedEndsAt: row.askedEndsAt,
  approved: row.approved,
  approvedEndsAt: row.approvedEndsAt,
  approversRequired: row.approversRequired,
  reason: row.reason,
});

export const requestTarget = (row: RequestRow) => ({ kind: 'request', id: row.id, name: row.asked.name });
