import { nextRequestStatus, type RequestStatus } from './states.js';

export interface GivenApproval {
  readonly personId: string;
  /** The hash of what this person agreed to. */
  readonly agreed: string;
}

export interface ApprovalAttempt {
  readonly status: RequestStatus;
  /** Persons, not memberships: one person with two memberships is one person. */
  readonly requestedBy: string;
  readonly approver: string;
  /** The hash of what the approver agrees to now. */
  readonly agreed: string;
  readonly given: readonly GivenApproval[];
  /** How many different persons must agree. */
  readonly required: number;
}

export type ApprovalVerdict =
  | { readonly refused: 'request-closed' | 'own-request' | 'already-approved' | 'request-changed' }
  /** `complete`: with this approval the request is approved. */
  | { readonly refused: null; readonly complete: boolean };

/**
 * Whether an approval counts. Every approval is for exactly one content: who would agree to something else than those before
 * has to hear it (`request-changed`) rather than be counted with them. The way out of a disagreement is to decline, or that
 * the requester changes the request, which voids the approvals.
 */
export function judgeApproval(attempt: ApprovalAttempt): ApprovalVerdict {
  if (nextRequestStatus(attempt.status, 'approve') === null) return { refused: 'request-closed' };
  if (attempt.approver === attempt.requestedBy) return { refused: 'own-request' };
  if (attempt.given.some((g) => g.personId === attempt.approver)) return { refused: 'already-approved' };
  if (attempt.given.some((g) => g.agreed !== attempt.agreed)) return { refused: 'request-changed' };
  const others = new Set(attempt.given.map((g) => g.personId));
  return { refused: null, complete: others.size + 1 >= attempt.required };
}
