'use client';

import { Button, SegmentedControl, Switch } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { parseAsBoolean, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useCertificates } from '../api/check-queries';
import { useMay } from '../api/may';
import { WITHIN_DAYS } from '../findings/finding-filter';
import { Empty } from '../ui/empty';
import { CustomerFilter, FilterBar, NoMatch, PbxFilter, SelectFilter, TextFilter } from '../ui/filter-bar';
import { PageHead } from '../ui/page-head';
import { Paged } from '../ui/paged';
import { Calendar } from './calendar';
import { certificateQueryOf, SOURCES, useCertificateFilter, VIEWS } from './certificate-filter';
import { CertificateTable } from './certificate-table';
import { Timeline } from './timeline-view';
import { UploadForm } from './upload-form';

/** Every certificate that was seen at an endpoint or uploaded: as a table, a calendar and a timeline. */
export function CertificatesPage() {
  const t = useTranslations('certificates');
  const may = useMay('checks:write');
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('table'));
  const [uploading, setUploading] = useQueryState('upload', parseAsBoolean.withDefault(false));
  const [filter, setFilter] = useCertificateFilter();
  const active = Object.values(filter).some((value) => value !== null && value !== '' && value !== false);
  const reset = () => void setFilter(null);
  return (
    <>
      <PageHead
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          may && (
            <Button leftSection={<IconUpload size={16} />} onClick={() => void setUploading(true)} data-testid="certificate-upload">
              {t('upload')}
            </Button>
          )
        }
      />
      <SegmentedControl
        mb="sm"
        aria-label={t('view')}
        value={view}
        onChange={(value) => void setView(VIEWS.find((each) => each === value) ?? null)}
        data={VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
        data-testid="certificates-view"
      />
      <div className="card">
        <Filters active={active} reset={reset} table={view === 'table'} />
        {view === 'table' && <Table active={active} reset={reset} />}
        {view === 'calendar' && <Calendar tenantId={filter.tenantId ?? undefined} pbxId={filter.pbxId ?? undefined} />}
        {view === 'timeline' && <Timeline query={certificateQueryOf(filter)} active={active} reset={reset} />}
      </div>
      {uploading && may && <UploadForm tenantId={filter.tenantId ?? undefined} onClose={() => void setUploading(null)} />}
    </>
  );
}

function Table({ active, reset }: { active: boolean; reset: () => void }) {
  const t = useTranslations('certificates');
  const [filter] = useCertificateFilter();
  const list = useCertificates(certificateQueryOf(filter));
  return (
    <Paged list={list} empty={active ? <NoMatch reset={reset} /> : <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>}>
      {(certificates) => <CertificateTable certificates={certificates} />}
    </Paged>
  );
}

/** A calendar is about places only; the rest of the filter is for lists. */
function Filters({ active, reset, table }: { active: boolean; reset: () => void; table: boolean }) {
  const t = useTranslations('certificates');
  const f = useTranslations('findings');
  const [view] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('table'));
  const [filter, setFilter] = useCertificateFilter();
  return (
    <FilterBar label={t('filter')} active={active} reset={reset} testId="certificate-filter-reset">
      <CustomerFilter
        value={filter.tenantId}
        onChange={(tenantId) => void setFilter({ tenantId, pbxId: null })}
        testId="certificate-filter-customer"
      />
      <PbxFilter
        tenantId={filter.tenantId}
        value={filter.pbxId}
        onChange={(pbxId) => void setFilter({ pbxId })}
        testId="certificate-filter-pbx"
      />
      {view !== 'calendar' && (
        <>
          <SelectFilter
            label={t('source')}
            value={filter.source}
            onChange={(source) => void setFilter({ source })}
            data={SOURCES.map((value) => ({ value, label: t(`sources.${value}`) }))}
            w={150}
            testId="certificate-filter-source"
          />
          {table && (
            <SelectFilter
              label={t('filterDays')}
              value={filter.days === null ? null : String(filter.days)}
              onChange={(days) => void setFilter({ days: days === null ? null : Number(days) })}
              data={WITHIN_DAYS.map((days) => ({ value: String(days), label: f('withinDays', { days }) }))}
              w={180}
              testId="certificate-filter-days"
            />
          )}
          <TextFilter
            label={t('filterSearch')}
            value={filter.search}
            onChange={(search) => void setFilter({ search })}
            testId="certificate-filter-search"
          />
          <Switch
            size="sm"
            label={t('withSuperseded')}
            checked={filter.superseded ?? false}
            onChange={(e) => void setFilter({ superseded: e.currentTarget.checked || null })}
            data-testid="certificate-filter-superseded"
          />
        </>
      )}
    </FilterBar>
  );
}
