'use client';

import { FindingSeverity } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { CustomerFilter, FilterBar, PbxFilter, SelectFilter, TextFilter } from '../ui/filter-bar';
import { FINDING_STATES, isFiltered, useFindingFilter, WITHIN_DAYS } from './finding-filter';

export function FindingFilters({ reset }: { reset: () => void }) {
  const t = useTranslations('findings');
  const s = useTranslations('checkStatus');
  const [filter, setFilter] = useFindingFilter();
  return (
    <FilterBar label={t('filter')} active={isFiltered(filter)} reset={reset} testId="finding-filter-reset">
      <SelectFilter
        label={t('filterState')}
        value={filter.state}
        onChange={(state) => void setFilter({ state })}
        data={FINDING_STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
        w={150}
        testId="finding-filter-state"
      />
      <SelectFilter
        label={t('filterSeverity')}
        value={filter.severity}
        onChange={(severity) => void setFilter({ severity })}
        data={FindingSeverity.options.map((value) => ({ value, label: s(value) }))}
        w={150}
        testId="finding-filter-severity"
      />
      <SelectFilter
        label={t('filterDays')}
        value={filter.days === null ? null : String(filter.days)}
        onChange={(days) => void setFilter({ days: days === null ? null : Number(days) })}
        data={WITHIN_DAYS.map((days) => ({ value: String(days), label: t('withinDays', { days }) }))}
        w={190}
        testId="finding-filter-days"
      />
      <CustomerFilter
        value={filter.tenantId}
        onChange={(tenantId) => void setFilter({ tenantId, pbxId: null })}
        testId="finding-filter-customer"
      />
      <PbxFilter
        tenantId={filter.tenantId}
        value={filter.pbxId}
        onChange={(pbxId) => void setFilter({ pbxId })}
        testId="finding-filter-pbx"
      />
      <TextFilter
        label={t('filterRule')}
        value={filter.rule ?? ''}
        onChange={(rule) => void setFilter({ rule })}
        w={120}
        testId="finding-filter-rule"
      />
      <TextFilter
        label={t('filterSearch')}
        value={filter.search}
        onChange={(search) => void setFilter({ search })}
        testId="finding-filter-search"
      />
    </FilterBar>
  );
}
