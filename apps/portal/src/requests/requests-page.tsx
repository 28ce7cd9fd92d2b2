'use client';

import { Button, Group, Select, Switch, TextInput } from '@mantine/core';
import { RequestState } from '@stellwerk/contracts';
import { IconPlus, IconSearch, IconX } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMay, useSide } from '../api/may';
import { useTenants } from '../api/queries';
import { useRequests } from '../api/request-queries';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { ProblemNotice } from '../ui/problem';
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
        {list.isError ? (
          <div className="card-pad">
            <ProblemNotice error={list.error} retry={() => void list.refetch()} />
          </div>
        ) : (
          <RequestList
            requests={list.data?.pages.flatMap((page) => page.items)}
            empty={
              active ? (
                <Empty
                  title={t('noMatch')}
                  action={
                    <Button variant="default" onClick={reset}>
                      {t('resetFilter')}
                    </Button>
                  }
                />
              ) : (
                <Empty title={t('emptyTitle')} action={<NewRequestButton />}>
                  {t('emptyText')}
                </Empty>
              )
            }
          />
        )}
        {list.hasNextPage && (
          <Group justify="center" p="sm">
            <Button variant="default" size="xs" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
              {t('more')}
            </Button>
          </Group>
        )}
      </div>
    </>
  );
}

function Filters({ active, reset }: { active: boolean; reset: () => void }) {
  const t = useTranslations('requests');
  const tenants = useTenants();
  const oneCustomer = useSide() !== 'provider';
  const [filter, setFilter] = useRequestFilter();
  return (
    <Group gap="xs" p="0.75rem 1rem" role="search" aria-label={t('filter')} style={{ borderBottom: '1px solid var(--sw-line)' }}>
      <Select
        size="xs"
        w={170}
        aria-label={t('filterState')}
        placeholder={t('filterState')}
        clearable
        clearButtonProps={{ 'aria-label': t('clear') }}
        value={filter.state}
        onChange={(state) => void setFilter({ state })}
        data={RequestState.options.map((value) => ({ value, label: t(`state.${value}`) }))}
        data-testid="request-filter-state"
      />
      {!oneCustomer && (
        <Select
          size="xs"
          w={190}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('clear') }}
          aria-label={t('filterCustomer')}
          placeholder={t('filterCustomer')}
          value={filter.tenantId}
          onChange={(tenantId) => void setFilter({ tenantId })}
          data={(tenants.data ?? []).map((x) => ({ value: x.id, label: x.name }))}
          nothingFoundMessage={t('noMatch')}
          data-testid="request-filter-customer"
        />
      )}
      <TextInput
        size="xs"
        w={190}
        type="search"
        aria-label={t('filterSearch')}
        placeholder={t('filterSearch')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={filter.search}
        onChange={(e) => void setFilter({ search: e.currentTarget.value || null })}
        data-testid="request-filter-search"
      />
      <Switch
        size="sm"
        label={t('filterMine')}
        checked={filter.mine}
        onChange={(e) => void setFilter({ mine: e.currentTarget.checked || null })}
        data-testid="request-filter-mine"
      />
      {active && (
        <Button variant="subtle" size="xs" leftSection={<IconX size={14} />} onClick={reset} data-testid="request-filter-reset">
          {t('resetFilter')}
        </Button>
      )}
    </Group>
  );
}
