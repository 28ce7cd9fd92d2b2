'use client';

import { Button, Switch } from '@mantine/core';
import { RequestState } from '@stellwerk/contracts';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMay } from '../api/may';
import { useRequests } from '../api/request-queries';
import { Empty } from '../ui/empty';
import { CustomerFilter, FilterBar, NoMatch, SelectFilter, TextFilter } from '../ui/filter-bar';
import { PageHead } from '../ui/page-head';
import { Paged } from '../ui/paged';
import { useRequestFilter } from './request-filter';
import { RequestList } from './request-list';

export function NewRequestButton({ href = '/requests/new', label }: { href?: string; label?: string }) {
  const t = useTranslations('requests');
  if (!useMay('requests:write')) return null;
  return (
    <Button component={Link} href={href} leftSection={<IconPlus size={16} />} data-testid="request-create">
      {label ?? t('new')}
    </Button>
  );
}

/** The inbox: what was asked for, by whom, and how far it is. */
export function RequestsPage() {
  const t = useTranslations('requests');
  const [filter, setFilter] = useRequestFilter();
  const active = filter.state !== null || filter.tenantId !== null || filter.mine || filter.search !== '';
  const list = useRequests({
    state: filter.state ?? undefined,
    tenantId: filter.tenantId ?? undefined,
    mine: filter.mine || undefined,
    search: filter.search.trim() || undefined,
  });
  const reset = () => void setFilter(null);
  return (
    <>
      <PageHead title={t('title')} subtitle={t('subtitle')} actions={<NewRequestButton />} />
      <div className="card">
        <Filters active={active} reset={reset} />
        <Paged
          list={list}
          empty={
            active ? (
              <NoMatch reset={reset} />
            ) : (
              <Empty title={t('emptyTitle')} action={<NewRequestButton />}>
                {t('emptyText')}
              </Empty>
            )
          }
        >
          {(requests) => <RequestList requests={requests} empty={null} />}
        </Paged>
      </div>
    </>
  );
}

function Filters({ active, reset }: { active: boolean; reset: () => void }) {
  const t = useTranslations('requests');
  const [filter, setFilter] = useRequestFilter();
  return (
    <FilterBar label={t('filter')} active={active} reset={reset} testId="request-filter-reset">
      <SelectFilter
        label={t('filterState')}
        value={filter.state}
        onChange={(state) => void setFilter({ state })}
        data={RequestState.options.map((value) => ({ value, label: t(`state.${value}`) }))}
        testId="request-filter-state"
      />
      <CustomerFilter value={filter.tenantId} onChange={(tenantId) => void setFilter({ tenantId })} testId="request-filter-customer" />
      <TextFilter
        label={t('filterSearch')}
        value={filter.search}
        onChange={(search) => void setFilter({ search })}
        testId="request-filter-search"
      />
      <Switch
        size="sm"
        label={t('filterMine')}
        checked={filter.mine}
        onChange={(e) => void setFilter({ mine: e.currentTarget.checked || null })}
        data-testid="request-filter-mine"
      />
    </FilterBar>
  );
}
