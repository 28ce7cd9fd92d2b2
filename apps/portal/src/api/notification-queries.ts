'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { api } from './client';
import { useMe } from './queries';

/** Most news comes with an event of the stream, which asks at once; some has none. */
const ASK_AGAIN_MS = 30_000;

/** What one was told, newest first, in the page's language. Machines are told nothing. */
export const useNotificationList = () => {
  const locale = useLocale();
  return useInfiniteQuery({
    queryKey: ['notifications', locale],
    enabled: useMe().data?.kind === 'member',
    queryFn: ({ pageParam, signal }) => api.listNotifications({ query: { limit: 50, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ASK_AGAIN_MS,
  });
};

/** Paths of the portal about which there is something one has not read yet, with the notifications that say so. */
export function useUnreadAbout(): ReadonlyMap<string, readonly string[]> {
  const { data } = useNotificationList();
  return useMemo(() => {
    const about = new Map<string, string[]>();
    for (const { id, link, readAt } of data?.pages.flatMap((page) => page.items) ?? [])
      if (link !== null && readAt === null) about.set(link, [...(about.get(link) ?? []), id]);
    return about;
  }, [data]);
}
