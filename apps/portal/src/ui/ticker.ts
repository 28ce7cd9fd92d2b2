'use client';

import { useSyncExternalStore } from 'react';

// One clock for the whole page: every relative time ticks together, and only while somebody looks.
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  if (now === 0 || Date.now() - now > 1500) now = Date.now();
  return now;
}

/** The time in ms, renewed every second; 0 while rendering on the server. */
export const useNow = (): number => useSyncExternalStore(subscribe, read, () => 0);
