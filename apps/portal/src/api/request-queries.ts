'use client';

import type { RequestState } from '@stellwerk/contracts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { api } from './client';
import { usePollInterval } from './live-store';
import { useMay } from './may';

export interface RequestFilter {
  readonly state?: RequestState;
  readonly tenantId?: string;
  readonly mine?: boolean;
  readonly search?: string;
}

/** The inbox under a filter, page by page, newest first. */
export const useRequests = (filter: RequestFilter, limit = 50) => {
  const locale = useLocale();
  return useInfiniteQuery({
    queryKey: ['requests', locale, filter, limit],
    enabled: useMay('requests:read'),
    queryFn: ({ pageParam, signal }) =>
      api.listRequests({ query: { ...filter, mine: filter.mine ? 'true' : undefined, limit, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: usePollInterval(),
  });
};

/** One request with its conversation, in the page's language. */
export const useRequest = (id: string | null | undefined) => {
  const locale = useLocale();
  return useQuery({
    queryKey: ['request', id, locale],
    enabled: Boolean(id) && useMay('requests:read'),
    queryFn: ({ signal }) => api.getRequest({ params: { id: id ?? '' } }, signal),
    refetchInterval: usePollInterval(),
  });
};

export const useRequestPolicy = (tenantId: string) =>
  useQuery({
    queryKey: ['request-policies', tenantId],
    enabled: useMay('request-policies:read'),
    queryFn: ({ signal }) => api.getRequestPolicy({ params: { id: tenantId } }, signal),
  });
