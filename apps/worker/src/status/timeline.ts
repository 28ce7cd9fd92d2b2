import type { Fault, TunnelState } from '@stellwerk/domain';

/** What the timeline last told of a tunnel. */
export interface Told {
  readonly state: TunnelState;
  readonly code: Fault['code'] | null;
}

/** Passing states: every attempt goes through them, and a line for each would bury the story. */
const PASSING: ReadonlySet<TunnelState> = new Set(['connecting', 'verifying', 'draining']);

/**
 * Whether a state is news for the timeline. A tunnel that keeps failing for the same reason is told once, however often
 * it tries; another reason, or coming up, is news.
 */
export function isNews(told: Told | null, now: { readonly state: TunnelState; readonly reason: Fault | null }): boolean {
  if (PASSING.has(now.state)) return false;
  return told === null || told.state !== now.state || told.code !== (now.reason?.code ?? null);
}
