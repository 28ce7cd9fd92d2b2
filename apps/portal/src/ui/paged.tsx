'use client';

import { Button, Group, Skeleton } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ProblemNotice } from './problem';

interface Props<T> {
  readonly list: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly T[]; readonly nextCursor: string | null }>>;
  /** Instead of no rows at all. */
  readonly empty: ReactNode;
  readonly children: (items: readonly T[]) => ReactNode;
}

/** A list that comes page by page: what went wrong, what is on its way, nothing, or the rows and the way to more of them. */
export function Paged<T>({ list, empty, children }: Props<T>) {
  const t = useTranslations('filters');
  if (list.isError && !list.data)
    return (
      <div className="card-pad">
        <ProblemNotice error={list.error} retry={() => void list.refetch()} />
      </div>
    );
  if (!list.data)
    return (
      <div className="card-pad" aria-hidden>
        <Skeleton h={40} mb="sm" />
        <Skeleton h={40} mb="sm" />
        <Skeleton h={40} />
      </div>
    );
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <>
      {children(items)}
      {list.hasNextPage && (
        <Group justify="center" p="sm">
          <Button variant="default" size="xs" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t('more')}
          </Button>
        </Group>
      )}
    </>
  );
}
