'use client';

import { Button, Skeleton, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { parseAsBoolean, parseAsString, useQueryState } from 'nuqs';
import { useMay } from '../api/may';
import { useDelegations } from '../api/people-queries';
import { Empty } from '../ui/empty';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { AskForm } from './ask-form';
import { DelegationTable } from './delegation-table';

/** Where a provider has access: to other providers' customers first, then to its own. */
export function AccessOfProvider() {
  const t = useTranslations('access');
  const m = useTranslations('members');
  const delegations = useDelegations();
  const mayAsk = useMay('delegations:write');
  const [asking, setAsking] = useQueryState('ask', parseAsBoolean.withDefault(false));
  const [search, setSearch] = useQueryState('search', parseAsString.withDefault(''));
  const wanted = search.trim().toLocaleLowerCase();
  const rows = delegations.data?.filter(({ tenant }) => `${tenant.name ?? ''} ${tenant.id}`.toLocaleLowerCase().includes(wanted));
  const foreign = rows?.filter(({ own }) => !own) ?? [];
  const own = rows?.filter((row) => row.own) ?? [];
  if (delegations.isError) return <ProblemNotice error={delegations.error} retry={() => void delegations.refetch()} />;
  const ask = mayAsk && (
    <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => void setAsking(true)} data-testid="access-ask">
      {t('ask')}
    </Button>
  );
  return (
    <>
      {(delegations.data?.length ?? 0) > 5 && (
        <TextInput
          size="sm"
          maw={320}
          mb="md"
          type="search"
          value={search}
          onChange={(e) => void setSearch(e.currentTarget.value || null)}
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={14} aria-hidden />}
          data-testid="access-search"
        />
      )}
      <Section title={t('foreign')} flush id="foreign" actions={ask}>
        {!delegations.data ? (
          <Skeleton h={80} m="md" />
        ) : foreign.length === 0 ? (
          <Empty title={wanted === '' ? t('noForeign') : m('noMatch')}>{wanted === '' ? t('noForeignText') : undefined}</Empty>
        ) : (
          <DelegationTable rows={foreign} decides={false} showsTenant />
        )}
      </Section>
      {own.length > 0 && (
        <Section title={t('own')} flush id="own">
          <DelegationTable rows={own} decides={false} showsTenant />
        </Section>
      )}
      {asking && mayAsk && <AskForm onClose={() => void setAsking(null)} />}
    </>
  );
}
