'use client';

import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useMay } from '../api/may';
import { useServiceAccounts } from '../api/people-queries';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { ProblemNotice } from '../ui/problem';
import { AccountCard } from './account-card';
import { AccountForm } from './account-form';

/** Machines that use the API: what each may do, where, and with which keys. */
export function ServiceAccountsPage() {
  const t = useTranslations('serviceAccounts');
  const accounts = useServiceAccounts();
  const mayWrite = useMay('service-accounts:write');
  const [creating, setCreating] = useQueryState('new', parseAsBoolean.withDefault(false));
  const create = mayWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => void setCreating(true)} data-testid="service-account-create">
      {t('new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('title')} subtitle={t('subtitle')} actions={create} />
      {accounts.isError && <ProblemNotice error={accounts.error} retry={() => void accounts.refetch()} />}
      {accounts.isPending && <Skeleton h={200} />}
      {accounts.data?.length === 0 && (
        <div className="card">
          <Empty title={t('none')}>{t('noneText')}</Empty>
        </div>
      )}
      {accounts.data?.map((account) => (
        <AccountCard key={account.id} account={account} mayWrite={mayWrite} />
      ))}
      {creating && mayWrite && <AccountForm onClose={() => void setCreating(null)} />}
    </>
  );
}
