'use client';

import { TunnelState, tunnelStateLabel } from '@stellwerk/domain';
import { useLocale, useTranslations } from 'next-intl';
import { useSide } from '../api/may';
import { useTunnels } from '../api/queries';
import { Empty } from '../ui/empty';
import { CustomerFilter, FilterBar, NoMatch, SelectFilter, TextFilter } from '../ui/filter-bar';
import { Paged } from '../ui/paged';
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
  const reset = () => void setFilter(null);
  return (
    <Section title={t('all')} flush id="all-tunnels" actions={<Filters active={active} reset={reset} />}>
      <Paged list={list} empty={active ? <NoMatch reset={reset} /> : <Empty title={t('noTunnels')}>{t('noTunnelsText')}</Empty>}>
        {(tunnels) => <TunnelTable tunnels={tunnels} columns={oneCustomer ? ['pbx', 'server'] : undefined} empty={null} />}
      </Paged>
    </Section>
  );
}

function Filters({ active, reset }: { active: boolean; reset: () => void }) {
  const t = useTranslations('fleet');
  const locale = useLocale();
  const [filter, setFilter] = useFleetFilter();
  return (
    <FilterBar label={t('filter')} active={active} reset={reset} testId="filter-reset" bare>
      <SelectFilter
        label={t('filterState')}
        w={150}
        value={filter.state}
        onChange={(state) => void setFilter({ state })}
        data={TunnelState.options.map((value) => ({ value, label: tunnelStateLabel(value, locale) }))}
        testId="filter-state"
      />
      <CustomerFilter value={filter.tenantId} onChange={(tenantId) => void setFilter({ tenantId })} testId="filter-customer" />
      <TextFilter
        label={t('filterSearch')}
        value={filter.search}
        onChange={(search) => void setFilter({ search })}
        testId="filter-search"
      />
    </FilterBar>
  );
}
