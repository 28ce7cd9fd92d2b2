'use client';

import { Button, Group, Select, TextInput } from '@mantine/core';
import { TunnelState, tunnelStateLabel } from '@stellwerk/domain';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { useSide } from '../api/may';
import { useTenants, useTunnels } from '../api/queries';
import { Empty } from '../ui/empty';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { useFleetFilter } from './fleet-filter';
import { TunnelTable } from './tunnel-table';

/** All tunnels, filtered by what the address says. */
export function FleetTable() {
  const t = useTranslations('fleet');
  const [filter, setFilter] = useFleetFilter();
  const oneCustomer = useSide() !== 'provider';
  const active = filter.state !== null || filter.tenantId !== null || filter.search !== '';
  const list = useTunnels({
    state: filter.state ?? undefined,
    tenantId: filter.tenantId ?? undefined,
    search: filter.search.trim() || undefined,
  });
  const tunnels = list.data?.pages.flatMap((page) => page.items);
  return (
    <Section title={t('all')} flush id="all-tunnels" actions={<Filters active={active} reset={() => void setFilter(null)} />}>
      {list.isError && (
        <div className="card-pad">
          <ProblemNotice error={list.error} retry={() => void list.refetch()} />
        </div>
      )}
      {!list.isError && (
        <TunnelTable
          tunnels={tunnels}
          columns={oneCustomer ? ['pbx', 'server'] : undefined}
          empty={
            active ? (
              <Empty
                title={t('noMatch')}
                action={
                  <Button variant="default" onClick={() => void setFilter(null)}>
                    {t('resetFilter')}
                  </Button>
                }
              />
            ) : (
              <Empty title={t('noTunnels')}>{t('noTunnelsText')}</Empty>
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
    </Section>
  );
}

function Filters({ active, reset }: { active: boolean; reset: () => void }) {
  const t = useTranslations('fleet');
  const locale = useLocale();
  const tenants = useTenants();
  const oneCustomer = useSide() !== 'provider';
  const [filter, setFilter] = useFleetFilter();
  return (
    <Group gap="xs" role="search" aria-label={t('filter')}>
      {active && (
        <Button variant="subtle" size="xs" leftSection={<IconX size={14} />} onClick={reset} data-testid="filter-reset">
          {t('resetFilter')}
        </Button>
      )}
      <Select
        size="xs"
        w={150}
        aria-label={t('filterState')}
        placeholder={t('filterState')}
        clearable
        clearButtonProps={{ 'aria-label': t('clear') }}
        value={filter.state}
        onChange={(value) => void setFilter({ state: value })}
        data={TunnelState.options.map((value) => ({ value, label: tunnelStateLabel(value, locale) }))}
        data-testid="filter-state"
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
          onChange={(value) => void setFilter({ tenantId: value })}
          data={(tenants.data ?? []).map((x) => ({ value: x.id, label: x.name }))}
          nothingFoundMessage={t('noMatch')}
          data-testid="filter-customer"
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
        data-testid="filter-search"
      />
    </Group>
  );
}
