'use client';

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import Link from 'next/link';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { api } from '../api/client';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { ProblemNotice } from '../ui/problem';
import { saveText } from '../ui/save-file';
import { ScrollBox } from '../ui/scroll-box';
import { bytes } from '../ui/units';
import { COLUMNS, usageCsv, type UsageColumn } from './usage-csv';

const COUNTS = ['pbxs', 'tunnels', 'tunnelsEnabled', 'mappings', 'connections'] as const;

/** What each customer uses, for invoices. */
export function UsagePage() {
  const t = useTranslations('usage');
  const locale = useLocale();
  const format = useFormatter();
  const usage = useQuery({ queryKey: ['usage'], queryFn: ({ signal }) => api.listUsage({}, signal) });
  const rows = usage.data?.items;
  const save = () => {
    const heads = Object.fromEntries(COLUMNS.map((c) => [c, t(`head.${c}`)])) as Record<UsageColumn, string>;
    saveText(`${t('file')}-${new Date().toISOString().slice(0, 10)}.csv`, usageCsv(rows ?? [], heads, locale), 'text/csv');
  };
  return (
    <>
      <PageHead
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={save}
            disabled={!rows?.length}
            data-testid="usage-csv"
          >
            {t('csv')}
          </Button>
        }
      />
      {usage.isError && <ProblemNotice error={usage.error} retry={() => void usage.refetch()} />}
      {usage.isPending && <Skeleton h={240} />}
      {rows && (
        <div className="card">
          {rows.length === 0 ? (
            <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>
          ) : (
            <ScrollBox label={t('title')}>
              <table className="dense" data-testid="usage-table">
                <thead>
                  <tr>
                    <th scope="col">{t('head.customerNumber')}</th>
                    <th scope="col">{t('head.tenantName')}</th>
                    {[...COUNTS, 'bytesIn' as const, 'bytesOut' as const].map((c) => (
                      <th key={c} scope="col" className="num">
                        {t(`head.${c}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.tenantId} data-testid="usage-row">
                      <td>{row.customerNumber ?? '–'}</td>
                      <td>
                        <Link className="row-link" style={{ whiteSpace: 'nowrap' }} href={`/customers/${row.tenantId}`}>
                          {row.tenantName}
                        </Link>
                      </td>
                      {COUNTS.map((c) => (
                        <td key={c} className="num">
                          {format.number(row[c])}
                        </td>
                      ))}
                      <td className="num">{bytes(row.bytesIn, locale)}</td>
                      <td className="num">{bytes(row.bytesOut, locale)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollBox>
          )}
        </div>
      )}
    </>
  );
}
