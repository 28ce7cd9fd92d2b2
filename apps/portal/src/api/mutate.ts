'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isOutdated } from './client';

/**
 * A change through the API. Everything shown is asked for again afterwards: small lists, and never a half-true page. The same when
 * somebody else was faster: then the page shows what there is now, and the next attempt is meant for that.
 */
export function useChange<I, O>(act: (input: I) => Promise<O>) {
  const queries = useQueryClient();
  const refresh = () =>
    queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' && query.queryKey[0] !== 'service-templates' });
  return useMutation({
    mutationFn: act,
    onSuccess: refresh,
    onError: (error) => (isOutdated(error) ? refresh() : undefined),
  });
}
