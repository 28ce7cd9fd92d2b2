'use client';

import { Button } from '@mantine/core';
import { CHECK_KINDS, checkKindName, CheckStatus } from '@stellwerk/domain';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useChecks } from '../api/check-queries';
import { useMay } from '../api/may';
import { Empty } from '../ui/empty';
import { CustomerFilter, FilterBar, NoMatch, PbxFilter, SelectFilter, TextFilter } from '../ui/filter-bar';
import { PageHead } from '../ui/page-head';
import { Paged } from '../ui/paged';
import { checkQueryOf, PAUSED, useCheckFilter } from './check-filter';
import { CheckTable } from './check-table';

/** Leads to the form of a free check. */
export function NewCheckButton({ pbxId, small }: { pbxId?: string; small?: boolean }) {
  const t = useTranslations('checks');
  if (!useMay('checks:write')) return null;
  return (
    <Button
      component={Link}
      href={pbxId === undefined ? '/checks/new' : `/checks/new?pbx=${pbxId}`}
      leftSection={small ? undefined : <IconPlus size={16} />}
      {...(small ? { size: 'xs', variant: 'light' } : {})}
      data-testid="check-create"
    >
      {t('new')}
    </Button>
  );
}

/** Every check with its status: derived from PBXs and federations, and those somebody added. */
export function ChecksPage() {
  const t = useTranslations('checks');
  const [filter, setFilter] = useCheckFilter();
  const active = Object.values(filter).some((value) => value !== null && value !== '');
  const list = useChecks(checkQueryOf(filter));
  const reset = () => void setFilter(null);
  return (
    <>
      <PageHead title={t('title')} subtitle={t('subtitle')} actions={<NewCheckButton />} />
      <div className="card">
        <Filters active={active} reset={reset} />
        <Paged
          list={list}
          empty={
            active ? (
              <NoMatch reset={reset} />
            ) : (
              <Empty title={t('emptyTitle')} action={<NewCheckButton />}>
                {t('emptyText')}
              </Empty>
            )
          }
        >
          {(checks) => <CheckTable checks={checks} />}
        </Paged>
      </div>
    </>
  );
}

function Filters({ active, reset }: { active: boolean; reset: () => void }) {
  const t = useTranslations('checks');
  const s = useTranslations('checkStatus');
  const locale = useLocale();
  const [filter, setFilter] = useCheckFilter();
  return (
    <FilterBar label={t('filter')} active={active} reset={reset} testId="check-filter-reset">
      <SelectFilter
        label={t('status')}
        value={filter.status}
        onChange={(status) => void setFilter({ status })}
        data={CheckStatus.options.map((value) => ({ value, label: s(value) }))}
        testId="check-filter-status"
      />
      <SelectFilter
        label={t('kind')}
        value={filter.kind}
        onChange={(kind) => void setFilter({ kind })}
        data={CHECK_KINDS.map((value) => ({ value, label: checkKindName(value, locale) }))}
        w={210}
        searchable
        testId="check-filter-kind"
      />
      <SelectFilter
        label={t('filterPaused')}
        value={filter.paused}
        onChange={(paused) => void setFilter({ paused })}
        data={PAUSED.map((value) => ({ value, label: t(`pausing.${value}`) }))}
        w={150}
        testId="check-filter-paused"
      />
      <CustomerFilter
        value={filter.tenantId}
        onChange={(tenantId) => void setFilter({ tenantId, pbxId: null })}
        testId="check-filter-customer"
      />
      <PbxFilter
        tenantId={filter.tenantId}
        value={filter.pbxId}
        onChange={(pbxId) => void setFilter({ pbxId })}
        testId="check-filter-pbx"
      />
      <TextFilter
        label={t('filterSearch')}
        value={filter.search}
        onChange={(search) => void setFilter({ search })}
        testId="check-filter-search"
      />
    </FilterBar>
  );
}
