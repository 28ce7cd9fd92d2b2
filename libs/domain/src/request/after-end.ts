import type { RequestStatus } from './states.js';

/** What an ended or revoked request leaves behind. `gone`: its tunnel was deleted; `superseded`: a later request governs the tunnel. */
export type AfterEnd = 'restore' | 'disable' | 'gone' | 'superseded';

export interface EndedRequest {
  readonly act: 'end' | 'revoke';
  readonly kind: 'tunnel' | 'change';
  readonly requestId: string;
  /** The tunnel as it is now. */
  readonly tunnel: { readonly requestId: string | null } | null;
  /** The tunnel as it was when a change of it was approved. Times in milliseconds since the epoch. */
  readonly replaced: { readonly endsAt: number | null; readonly requestId: string | null } | null;
  /** The state of the request the replaced tunnel was approved by; null when it had none. */
  readonly replacedStatus: RequestStatus | null;
  readonly now: number;
}

/**
 * A new tunnel is switched off; a change gives the tunnel back as it was, unless that was itself an access whose time is
 * over by now. A revoked access is cut even when a later change governs its tunnel; one whose time is merely over is not,
 * since somebody approved the later end.
 */
export function afterEnd({ act, kind, requestId, tunnel, replaced, replacedStatus, now }: EndedRequest): AfterEnd {
  if (tunnel === null) return 'gone';
  if (tunnel.requestId !== requestId) return kind === 'tunnel' && act === 'revoke' ? 'disable' : 'superseded';
  if (kind === 'tunnel' || replaced === null) return 'disable';
  const over = replaced.endsAt !== null && replaced.endsAt <= now;
  return over || (replaced.requestId !== null && replacedStatus !== 'approved') ? 'disable' : 'restore';
}
