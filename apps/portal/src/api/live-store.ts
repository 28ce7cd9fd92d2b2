'use client';

import { useSyncExternalStore } from 'react';

/** `live`: events arrive. `stale`: they stopped at `since` (ms), what is shown may be old and is polled meanwhile. */
export type Live = { readonly kind: 'connecting' } | { readonly kind: 'live' } | { readonly kind: 'stale'; readonly since: number };

const CONNECTING: Live = { kind: 'connecting' };
let current: Live = CONNECTING;
const listeners = new Set<() => void>();

export function setLive(next: Live): void {
  if (next.kind === current.kind) return;
  current = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLive = (): Live =>
  useSyncExternalStore(
    subscribe,
    () => current,
    () => CONNECTING,
  );

/** While events flow, polling is only a safety net; without them it is what keeps the page true. */
export const usePollInterval = (): number => (useLive().kind === 'live' ? 20_000 : 5_000);
