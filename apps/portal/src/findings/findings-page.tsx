'use client';

import { useTranslations } from 'next-intl';
import { useFindings } from '../api/check-queries';
import { Empty } from '../ui/empty';
import { NoMatch } from '../ui/filter-bar';
import { PageHead } from '../ui/page-head';
import { Paged } from '../ui/paged';
import { findingQueryOf, isFiltered, useFindingFilter } from './finding-filter';
import { FindingFilters } from './finding-filters';
import { FindingTable } from './finding-table';
import { Outlook } from './outlook';

/** What the checks found, across everything the caller may see; what breaks first stands first. */
export function FindingsPage() {
  const t = useTranslations('findings');
  const [filter, setFilter] = useFindingFilter();
  const list = useFindings(findingQueryOf(filter));
  const reset = () => void setFilter(null);
  return (
    <>
      <PageHead title={t('title')} subtitle={t('subtitle')} />
      <Outlook tenantId={filter.tenantId ?? undefined} pbxId={filter.pbxId ?? undefined} />
      <div className="card">
        <FindingFilters reset={reset} />
        <Paged list={list} empty={isFiltered(filter) ? <NoMatch reset={reset} /> : <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>}>
          {(findings) => <FindingTable findings={findings} />}
        </Paged>
      </div>
    </>
  );
}
