import type { Fault, TunnelState } from '@stellwerk/domain';

/** What the timeline last told of a tunnel. */
export interface Told {
  readonly state: TunnelState;
  readonly code: Fault['code'] | null;
  /** A new attempt has begun since: coming up again is news, even if nothing else was told in between (a restart). */
  readonly attempted: boolean;
}

/** Passing states: every attempt goes through them, and a line for each would bury the story. */
const PASSING: ReadonlySet<TunnelState> = new Set(['connecting', 'verifying', 'draining']);

export const isPassing = (state: TunnelState): boolean => PASSING.has(state);

/**
 * Whether a state is news for the timeline. A tunnel that keeps failing for the same reason is told once, however often
 * it tries; another reason, or coming up, is news.
 */
export function isNews(told: Told | null, now: { readonly state: TunnelState; readonly reason: Fault | null }): boolean {
  if (isPassing(now.state)) return false;
  if (told === null || told.state !== now.state || told.code !== (now.reason?.code ?? null)) return true;
  return told.attempted && now.state === 'up';
}

/** What has been told once `now` was seen. */
export function remember(told: Told | null, now: { readonly state: TunnelState; readonly reason: Fault | null }): Told | null {
  if (isPassing(now.state)) return told && { ...told, attempted: true };
  return { state: now.state, code: now.reason?.code ?? null, attempted: false };
}
