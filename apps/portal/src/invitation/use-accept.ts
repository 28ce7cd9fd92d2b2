'use client';

import type { Input, Me, routes } from '@stellwerk/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { api } from '../api/client';
import { rememberMe } from '../api/client';

type Acceptance = Input<typeof routes.acceptInvitation>['body'];

/** Accepts, and goes on into the portal, or to what the sign-in there still lacks. */
export function useAccept(): (body: Acceptance) => Promise<void> {
  const queries = useQueryClient();
  const router = useRouter();
  return async (body) => {
    const me: Me = rememberMe(await api.acceptInvitation({ body }));
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' && queryKey[0] !== 'invitation-offer' });
    queries.setQueryData(['me'], me);
    router.replace(me.stage === 'full' ? '/' : '/sign-in');
  };
}
