'use client';

import { useTranslations } from 'next-intl';
import { useSide } from '../api/may';
import { useMe } from '../api/queries';
import { PageHead } from '../ui/page-head';
import { AccessOfTenant } from './access-of-tenant';
import { AccessOfProvider } from './access-of-provider';

/** Who has access to whom: a customer sees and decides, a provider sees where it has been let in. */
export function AccessPage() {
  const t = useTranslations('access');
  const side = useSide();
  const me = useMe().data;
  if (!me || side === null) return null;
  const tenant = me.actingFor?.tenant ?? me.tenant;
  return (
    <>
      <PageHead title={t('title')} subtitle={tenant ? t('subtitleTenant', { name: tenant.name }) : t('subtitleProvider')} />
      {tenant ? <AccessOfTenant tenantId={tenant.id} /> : <AccessOfProvider />}
    </>
  );
}
