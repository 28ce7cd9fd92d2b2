'use client';

import type { Me } from '@stellwerk/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { api, rememberMe } from '../api/client';

export interface Entry {
  /** Who is on the way in; null: nobody yet. */
  readonly me: Me | null;
  /** Takes what the API answered to a step of signing in. */
  readonly enter: (me: Me) => void;
  /** Asks again who is there, after a step that does not say so. */
  readonly again: () => Promise<void>;
  /** Begins from the start, as somebody else. */
  readonly leave: () => Promise<void>;
}

/** The way in: whatever is still missing is asked for, and with a finished session one goes on to `wanted`. */
export function useEntry(wanted: string): Entry {
  const queries = useQueryClient();
  const router = useRouter();
  const query = useQuery({ queryKey: ['me'], queryFn: async ({ signal }) => rememberMe(await api.me({}, signal)), retry: false });
  const me = query.data ?? null;
  const full = me?.stage === 'full';
  useEffect(() => {
    if (!full) return;
    // An invitation's token travels behind the #, past every server.
    router.replace(wanted === '/invitation' ? wanted + window.location.hash : wanted);
  }, [full, router, wanted]);
  const enter = (next: Me) => {
    // Nothing that an earlier session was shown may show through.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
    queries.setQueryData(['me'], rememberMe(next));
  };
  return {
    me,
    enter,
    again: async () => enter(await api.me()),
    leave: async () => {
      await api.signOut();
      window.location.reload();
    },
  };
}
