import type { Side } from '../access/role.js';

/** `pending` waits for deciders; `approved` is a tunnel; the others are closed for good. */
export const REQUEST_STATES = ['pending', 'approved', 'declined', 'withdrawn', 'revoked', 'ended'] as const;
export type RequestStatus = (typeof REQUEST_STATES)[number];

/** What moves a request. `change`: the requester asks for something else; `end`: its time is over, or its tunnel is gone. */
export type RequestAct = 'change' | 'approve' | 'decline' | 'withdraw' | 'revoke' | 'end';

const NEXT: Readonly<Record<RequestStatus, Readonly<Partial<Record<RequestAct, RequestStatus>>>>> = {
  pending: { change: 'pending', approve: 'approved', decline: 'declined', withdraw: 'withdrawn' },
  approved: { revoke: 'revoked', end: 'ended' },
  declined: {},
  withdrawn: {},
  revoked: {},
  ended: {},
};

/** The state after an act (`approve`: after the last approval); null when the request is past it. */
export const nextRequestStatus = (status: RequestStatus, act: RequestAct): RequestStatus | null => NEXT[status][act] ?? null;

/** Whoever acts, as far as the rule cares. */
export interface RequestActor {
  /** The request was made by the same person, under whatever membership. */
  readonly own: boolean;
  /** May decide about requests of this tenant. */
  readonly decides: boolean;
  readonly side: Side;
}

/**
 * Whether this person may do this at all, whatever state the request is in. Nobody decides about their own; only the
 * requester changes it or takes it back; an access is ended early by whoever may decide, by the customer's side, or by who asked for it.
 */
export function mayAct(act: Exclude<RequestAct, 'end'>, actor: RequestActor): 'yes' | 'own-request' | 'not-your-request' | 'forbidden' {
  switch (act) {
    case 'change':
    case 'withdraw':
      return actor.own ? 'yes' : 'not-your-request';
    case 'approve':
    case 'decline':
      if (!actor.decides) return 'forbidden';
      return actor.own ? 'own-request' : 'yes';
    case 'revoke':
      return actor.own || actor.decides || actor.side === 'tenant' ? 'yes' : 'forbidden';
  }
}
