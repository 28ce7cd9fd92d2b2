'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

/** A change through the API. Everything shown is asked for again afterwards: small lists, and never a half-true page. */
export function useChange<I, O>(act: (input: I) => Promise<O>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () =>
      queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' && query.queryKey[0] !== 'service-templates' }),
  });
}
