'use client';

import { Skeleton, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useDelegations } from '../api/people-queries';
import { useMe } from '../api/queries';
import { CopyLine } from '../ui/copy-line';
import { Empty } from '../ui/empty';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { DelegationTable } from './delegation-table';

/** Which providers have access to one customer. The customer decides; its provider sees its own. */
export function AccessOfTenant({ tenantId }: { tenantId: string }) {
  const t = useTranslations('access');
  const delegations = useDelegations(tenantId);
  const decides = useMe().data?.tenant?.id === tenantId;
  const rows = delegations.data?.filter(({ tenant }) => tenant.id === tenantId);
  const waiting = rows?.filter(({ state }) => state === 'pending') ?? [];
  const others = rows?.filter(({ state }) => state !== 'pending') ?? [];
  if (delegations.isError) return <ProblemNotice error={delegations.error} retry={() => void delegations.refetch()} />;
  if (!rows) return <Skeleton h={160} />;
  return (
    <>
      {waiting.length > 0 && (
        <Section title={decides ? t('waiting') : t('waitingElse')} flush id="waiting">
          <DelegationTable rows={waiting} decides={decides} />
        </Section>
      )}
      <Section title={t('whoHasAccess')} flush id="access">
        {others.length === 0 ? <Empty title={t('nobody')} /> : <DelegationTable rows={others} decides={decides} />}
      </Section>
      <Section title={t('customerId')} id="customer-id">
        <Text size="sm" c="dimmed" mb="xs">
          {t('customerIdText')}
        </Text>
        <CopyLine text={tenantId} testId="customer-id" />
      </Section>
    </>
  );
}
