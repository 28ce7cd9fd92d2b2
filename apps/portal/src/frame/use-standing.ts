'use client';

import type { Me } from '@stellwerk/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { api, rememberMe } from '../api/client';
import { useNotify } from '../ui/confirm';

/** Steps over to another standing (membership, or customer acted for): from then on nothing that was shown before is true. */
export function useStanding() {
  const queries = useQueryClient();
  const router = useRouter();
  const notify = useNotify();
  const change = useMutation({
    mutationFn: (step: () => Promise<Me>) => step(),
    onSuccess: (me) => {
      queries.setQueryData(['me'], rememberMe(me));
      router.push('/');
      void queries.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
    },
    onError: notify.failed,
  });
  return {
    pending: change.isPending,
    /** Act for one customer; null: for none in particular. */
    actFor: (tenantId: string | null) => change.mutate(() => api.actFor({ body: { tenantId } })),
    switchTo: (membershipId: string) => change.mutate(() => api.switchMembership({ body: { membershipId } })),
  };
}
