'use client';

import { useSyncExternalStore } from 'react';

/** Of a link `/invitation#token=…`: what stands behind # is sent to no server and into no log. */
export const tokenOf = (hash: string): string | null => new URLSearchParams(hash.replace(/^#/, '')).get('token') || null;

const subscribe = (listener: () => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

/** The token of the link that led here; null: the address has none; undefined: not known yet, on the server. */
export const useInvitationToken = (): string | null | undefined =>
  useSyncExternalStore(
    subscribe,
    () => tokenOf(window.location.hash),
    () => undefined,
  );
