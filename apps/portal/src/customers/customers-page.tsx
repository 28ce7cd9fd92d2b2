'use client';

import { Badge, Button, Group, SegmentedControl, Skeleton, TextInput } from '@mantine/core';
import type { Tenant } from '@stellwerk/contracts';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMay } from '../api/may';
import { usePbxs, useTenants } from '../api/queries';
import { CountsCell } from '../ui/counts';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { ProblemNotice } from '../ui/problem';
import { DeletedCustomers } from './deleted-customers';
import { TenantForm } from './tenant-form';
import { ScrollBox } from '../ui/scroll-box';

export function CustomersPage() {
  const t = useTranslations('customers');
  const router = useRouter();
  const tenants = useTenants();
  const [creating, setCreating] = useQueryState('new', parseAsBoolean.withDefault(false));
  const [search, setSearch] = useQueryState('search', parseAsString.withDefault(''));
  const mayCreate = useMay('tenants:write');
  const mayRestore = useMay('tenants:delete');
  const [show, setShow] = useQueryState('show', parseAsStringLiteral(['active', 'suspended', 'deleted'] as const));
  const wanted = search.trim().toLocaleLowerCase();
  const rows = tenants.data
    ?.filter((x) => show === null || x.state === show)
    .filter((x) => `${x.name} ${x.customerNumber ?? ''}`.toLocaleLowerCase().includes(wanted));
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => void setCreating(true)} data-testid="customer-create">
      {t('new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('title')} subtitle={t('subtitle')} actions={create} />
      {tenants.isError && <ProblemNotice error={tenants.error} retry={() => void tenants.refetch()} />}
      {tenants.data?.length === 0 && show === null ? (
        <div className="card">
          <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>
          {mayRestore && (
            <Group justify="center" pb="md">
              <Button variant="subtle" size="xs" onClick={() => void setShow('deleted')} data-testid="customers-deleted">
                {t('showDeleted')}
              </Button>
            </Group>
          )}
        </div>
      ) : (
        !tenants.isError && (
          <div className="card">
            <Group gap="sm" p="0.75rem 1rem">
              <TextInput
                size="sm"
                w="min(100%, 320px)"
                type="search"
                value={search}
                onChange={(e) => void setSearch(e.currentTarget.value || null)}
                aria-label={t('search')}
                placeholder={t('search')}
                leftSection={<IconSearch size={14} aria-hidden />}
                data-testid="customer-search"
              />
              <SegmentedControl
                size="xs"
                aria-label={t('show')}
                value={show ?? 'all'}
                onChange={(value) => void setShow(value === 'all' ? null : value)}
                data={(['all', 'active', 'suspended', ...(mayRestore ? (['deleted'] as const) : [])] as const).map((value) => ({
                  value,
                  label: t(`showing.${value}`),
                }))}
                data-testid="customers-show"
              />
            </Group>
            {show === 'deleted' ? <DeletedCustomers /> : <CustomerTable rows={rows} />}
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
                {x.state === 'suspended' && (
                  <Badge
                    size="sm"
                    ml={8}
                    className="tone-attention"
                    c="var(--tone)"
                    bg="var(--tone-soft)"
                    style={{ textTransform: 'none' }}
                  >
                    {t('suspended')}
                  </Badge>
                )}
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
