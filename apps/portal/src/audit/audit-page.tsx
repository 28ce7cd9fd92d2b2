'use client';

import { Button, Group, Skeleton } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useAudit } from '../api/audit-queries';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { ProblemNotice } from '../ui/problem';
import { auditQueryOf, useAuditFilter } from './audit-filter';
import { AuditFilters } from './audit-filters';
import { AuditLine } from './audit-line';
import { ExportMenu } from './export-menu';

/** Who did what, newest first; nothing of it can be altered. */
export function AuditPage() {
  const t = useTranslations('audit');
  const [filter, setFilter] = useAuditFilter();
  const query = auditQueryOf(filter);
  const list = useAudit(query);
  const events = list.data?.pages.flatMap((page) => page.items);
  const reset = () => void setFilter(null);
  const active = Object.values(filter).some((value) => value !== null && value !== '');
  return (
    <>
      <PageHead title={t('title')} subtitle={t('subtitle')} actions={<ExportMenu query={query} />} />
      <div className="card">
        <AuditFilters active={active} reset={reset} />
        {list.isError && (
          <div className="card-pad">
            <ProblemNotice error={list.error} retry={() => void list.refetch()} />
          </div>
        )}
        {list.isPending && (
          <div className="card-pad" aria-hidden>
            <Skeleton h={320} />
          </div>
        )}
        {events?.length === 0 && (
          <Empty
            title={active ? t('noMatch') : t('emptyTitle')}
            action={
              active && (
                <Button variant="default" onClick={reset}>
                  {t('resetFilter')}
                </Button>
              )
            }
          />
        )}
        {events && events.length > 0 && (
          <ol className="row-list" data-testid="audit-list">
            {events.map((event) => (
              <AuditLine
                key={`${event.seq} ${event.hash}`}
                event={event}
                onActor={(actorId) => void setFilter({ actorId })}
                onTarget={(targetId) => void setFilter({ targetId })}
              />
            ))}
          </ol>
        )}
        {list.hasNextPage && (
          <Group justify="center" p="sm">
            <Button variant="default" size="xs" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
              {t('older')}
            </Button>
          </Group>
        )}
      </div>
    </>
  );
}
