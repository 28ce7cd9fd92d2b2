'use client';

import { Button, Skeleton, TextInput } from '@mantine/core';
import type { Tenant } from '@stellwerk/contracts';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { parseAsBoolean, parseAsString, useQueryState } from 'nuqs';
import { usePbxs, useTenants } from '../api/queries';
import { CountsCell } from '../ui/counts';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { ProblemNotice } from '../ui/problem';
import { TenantForm } from './tenant-form';
import { ScrollBox } from '../ui/scroll-box';

export function CustomersPage() {
  const t = useTranslations('customers');
  const router = useRouter();
  const tenants = useTenants();
  const [creating, setCreating] = useQueryState('new', parseAsBoolean.withDefault(false));
  const [search, setSearch] = useQueryState('search', parseAsString.withDefault(''));
  const wanted = search.trim().toLocaleLowerCase();
  const rows = tenants.data?.filter((x) => `${x.name} ${x.customerNumber ?? ''}`.toLocaleLowerCase().includes(wanted));
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => void setCreating(true)} data-testid="customer-create">
      {t('new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('title')} subtitle={t('subtitle')} actions={create} />
      {tenants.isError && <ProblemNotice error={tenants.error} retry={() => void tenants.refetch()} />}
      {tenants.data?.length === 0 ? (
        <div className="card">
          <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>
        </div>
      ) : (
        !tenants.isError && (
          <div className="card">
            <div style={{ padding: '0.75rem 1rem' }}>
              <TextInput
                size="sm"
                maw={320}
                type="search"
                value={search}
                onChange={(e) => void setSearch(e.currentTarget.value || null)}
                aria-label={t('search')}
                placeholder={t('search')}
                leftSection={<IconSearch size={14} aria-hidden />}
                data-testid="customer-search"
              />
            </div>
            <CustomerTable rows={rows} />
          </div>
        )
      )}
      {creating && <TenantForm onClose={() => void setCreating(null)} onSaved={(tenant) => router.push(`/customers/${tenant.id}`)} />}
    </>
  );
}

function CustomerTable({ rows }: { rows: readonly Tenant[] | undefined }) {
  const t = useTranslations('customers');
  const pbxs = usePbxs();
  if (rows?.length === 0) return <Empty title={t('noMatch')} />;
  return (
    <ScrollBox label={t('title')}>
      <table className="dense" data-testid="customer-table">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('number')}</th>
            <th scope="col">{t('pbxs')}</th>
            <th scope="col">{t('tunnels')}</th>
          </tr>
        </thead>
        <tbody>
          {rows?.map((x) => (
            <tr key={x.id} data-testid="customer-row">
              <td>
                <Link className="row-link" href={`/customers/${x.id}`}>
                  {x.name}
                </Link>
              </td>
              <td>{x.customerNumber ?? '–'}</td>
              <td>
                {pbxs.data
                  ?.filter((p) => p.tenantId === x.id)
                  .map((p) => p.name)
                  .join(', ') || '–'}
              </td>
              <td>
                <CountsCell counts={x.tunnels} />
              </td>
            </tr>
          )) ??
            [1, 2, 3].map((n) => (
              <tr key={n} aria-hidden>
                <td colSpan={4}>
                  <Skeleton h={20} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
