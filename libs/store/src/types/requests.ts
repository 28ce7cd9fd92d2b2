import type { AfterEnd, RequestAct, RequestStatus, TunnelAsked } from '@stellwerk/domain';
import type { Page, PageRequest, Timestamps } from './common.js';
import type { TunnelRow } from './tunnel.js';

/** A tunnel as it was when a change of it was approved: what comes back when the change ends. */
export interface ReplacedTunnel extends TunnelAsked {
  readonly enabled: boolean;
  /** ISO 8601. */
  readonly endsAt: string | null;
  readonly requestId: string | null;
}

export interface ApprovalRow {
  readonly personId: string;
  readonly by: string;
  /** SHA-256 of what was agreed to, in hexadecimal. */
  readonly agreed: string;
  readonly at: Date;
}

export interface RequestRow extends Timestamps {
  readonly id: string;
  readonly providerId: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly pbxId: string;
  readonly pbxName: string;
  readonly kind: 'tunnel' | 'change';
  /** The tunnel to change, or the one it became. */
  readonly tunnelId: string | null;
  readonly status: RequestStatus;
  readonly template: string | null;
  readonly asked: TunnelAsked;
  readonly askedEndsAt: Date | null;
  readonly approved: TunnelAsked | null;
  readonly approvedEndsAt: Date | null;
  readonly replaced: ReplacedTunnel | null;
  readonly reason: string;
  /** While pending: what was needed when it was asked, or what the policy needs now if that is more. 0: it needed nobody. */
  readonly approversRequired: number;
  readonly approvals: ApprovalRow[];
  readonly version: number;
  readonly createdBy: string;
  /** The name of whoever asked. */
  readonly requestedBy: string;
  readonly decidedAt: Date | null;
  readonly endedAt: Date | null;
}

export interface RequestValues {
  readonly template: string | null;
  readonly asked: TunnelAsked;
  readonly askedEndsAt: Date | null;
  readonly reason: string;
  readonly approversRequired: number;
}

export interface NewRequest extends RequestValues {
  readonly kind: 'tunnel' | 'change';
  readonly tunnelId: string | null;
  readonly createdBy: string;
}

export interface RequestFilter {
  readonly tenantId?: string;
  readonly status?: RequestStatus;
  /** Only those this person made. */
  readonly createdBy?: string;
  /** In the tunnel's name, the reason, the PBX's or the customer's name. */
  readonly search?: string;
}

export interface RequestEventRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  /** Null: the system. */
  readonly by: string | null;
  readonly side: 'provider' | 'tenant' | null;
  readonly text: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
}

export interface NewRequestEvent {
  readonly requestId: string;
  readonly kind: string;
  readonly personId?: string | null;
  readonly side?: 'provider' | 'tenant' | null;
  readonly text?: string | null;
  readonly data?: Readonly<Record<string, unknown>> | null;
}

/** What the end of an approved request did. */
export interface Conclusion {
  readonly request: RequestRow;
  /** `restore` only if it really was: a refused one is `disable`, and `why` says what stood in the way. */
  readonly outcome: AfterEnd;
  readonly why: 'port-taken' | 'not-found' | null;
  /** The tunnel as it is now; null when it is gone. */
  readonly tunnel: TunnelRow | null;
}

export interface Requests {
  /** Newest first. */
  list(page: PageRequest & RequestFilter): Promise<Page<RequestRow>>;
  find(id: string): Promise<RequestRow | null>;
  /** Held until the end of the transaction: decisions about one request follow each other. */
  lock(id: string): Promise<RequestRow | null>;
  /** Null: no such PBX. */
  create(values: NewRequest): Promise<RequestRow | null>;
  /** Other wishes; the approvals given so far are void. The request must be pending, else the database refuses. */
  replace(id: string, values: RequestValues): Promise<RequestRow | null>;
  /** One person's yes. False: they gave it already. The version stays: what can be agreed to is the same as before. */
  approve(id: string, approval: { readonly personId: string; readonly agreed: Uint8Array }): Promise<boolean>;
  /** Writes what was approved, once and for all. */
  settle(
    id: string,
    approved: {
      readonly approved: TunnelAsked;
      readonly approvedEndsAt: Date | null;
      readonly tunnelId: string;
      readonly replaced: ReplacedTunnel | null;
    },
  ): Promise<RequestRow | null>;
  /** Closes a pending request. */
  close(id: string, status: 'declined' | 'withdrawn'): Promise<RequestRow | null>;
  /** Ends an approved request and what it gave: its tunnel is switched off, or put back to what it was. Null: it is not approved (any more). */
  conclude(id: string, act: Extract<RequestAct, 'end' | 'revoke'>): Promise<Conclusion | null>;
  /** Ids of the approved requests for a tunnel, oldest first. */
  approvedFor(tunnelId: string): Promise<string[]>;
  /** Oldest first, all of them. */
  events(id: string): Promise<RequestEventRow[]>;
  tell(event: NewRequestEvent): Promise<void>;
}

export interface RequestPolicyRow {
  readonly tenantId: string;
  readonly autoApprove: string[];
  readonly approversRequired: 1 | 2;
  readonly longestDays: number | null;
  /** 0: nobody has written one; these are the defaults. */
  readonly version: number;
}

export type RequestPolicyValues = Pick<RequestPolicyRow, 'approversRequired' | 'longestDays'> & { readonly autoApprove: readonly string[] };

export interface RequestPolicies {
  /** The written policy or the defaults (nothing by itself, one approver, no limit). Null: no such tenant. */
  find(tenantId: string): Promise<RequestPolicyRow | null>;
  /** The same, held until the end of the transaction. */
  lock(tenantId: string): Promise<RequestPolicyRow | null>;
  replace(tenantId: string, values: RequestPolicyValues): Promise<RequestPolicyRow | null>;
}

export interface DueRequest {
  readonly id: string;
  readonly providerId: string;
  readonly tenantId: string;
}

/** For the job that ends what is over; across all tenants, hence by the system door. */
export interface DueRequests {
  /** Approved requests whose time is over by the database's clock. */
  requests(limit: number): Promise<DueRequest[]>;
  /** Tunnels whose time is over, that are still switched on and that no approved request governs. */
  tunnels(limit: number): Promise<DueRequest[]>;
}
