'use client';

import { Skeleton } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useCheck } from '../api/check-queries';
import { useMe, usePbx, useTenants } from '../api/queries';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { PageProblem } from '../ui/problem';
import { newCheck, valuesOf } from './check-form';
import { CheckEditor } from './check-editor';

/** Adds a check of any target. What is known already, a PBX or the only customer, is filled in. */
export function NewCheckPage({ tenantId, pbxId }: { tenantId?: string; pbxId?: string }) {
  const t = useTranslations('checkForm');
  const me = useMe();
  const tenants = useTenants();
  const pbx = usePbx(pbxId);
  if (pbx.isError) return <PageProblem error={pbx.error} retry={() => void pbx.refetch()} />;
  if (tenants.isError) return <PageProblem error={tenants.error} retry={() => void tenants.refetch()} />;
  const ready = me.data && tenants.data && (pbxId === undefined || pbx.data);
  const only = tenants.data?.length === 1 ? tenants.data[0]?.id : undefined;
  return (
    <>
      <PageHead title={t('newTitle')} subtitle={t('newText')} crumbs={[{ label: t('crumb'), href: '/checks' }]} />
      {!ready && <Skeleton h={320} />}
      {ready && tenants.data.length === 0 && (
        <div className="card">
          <Empty title={t('noCustomer')}>{t('noCustomerText')}</Empty>
        </div>
      )}
      {ready && tenants.data.length > 0 && (
        <CheckEditor
          start={newCheck({
            tenantId: pbx.data?.tenantId ?? tenantId ?? me.data.tenant?.id ?? only ?? '',
            pbxId: pbxId ?? null,
            host: pbx.data?.access === 'network' ? (pbx.data.address ?? '') : '',
          })}
        />
      )}
    </>
  );
}

/** Changes a check: of a derived one interval and vantage point, of a free one its target, too. */
export function EditCheckPage({ id }: { id: string }) {
  const t = useTranslations('checkForm');
  const check = useCheck(id);
  if (check.isError) return <PageProblem error={check.error} retry={() => void check.refetch()} />;
  return (
    <>
      <PageHead
        title={t('editTitle')}
        subtitle={check.data?.name}
        crumbs={[
          { label: t('crumb'), href: '/checks' },
          { label: check.data?.name ?? '…', href: `/checks/${id}` },
        ]}
      />
      {check.data ? <CheckEditor key={check.data.id} start={valuesOf(check.data)} stored={check.data} /> : <Skeleton h={320} />}
    </>
  );
}
