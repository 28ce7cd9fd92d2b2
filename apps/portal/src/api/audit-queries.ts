'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { api } from './client';

type Query = NonNullable<NonNullable<Parameters<typeof api.listAuditEvents>[0]>['query']>;
export type AuditQuery = Omit<Query, 'limit' | 'cursor'>;

/** The audit under a filter, newest first, with its sentences in the page's language. */
export const useAudit = (filter: AuditQuery) => {
  const locale = useLocale();
  return useInfiniteQuery({
    queryKey: ['audit', locale, filter],
    queryFn: ({ pageParam, signal }) => api.listAuditEvents({ query: { ...filter, limit: 100, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
};
