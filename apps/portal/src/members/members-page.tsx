'use client';

import { useTranslations } from 'next-intl';
import { useSide } from '../api/may';
import { useMe } from '../api/queries';
import { PageHead } from '../ui/page-head';
import { People } from './people';

/** Who belongs to the own side: the provider's people for a provider, a customer's own for its people. */
export function MembersPage() {
  const t = useTranslations('members');
  const me = useMe().data;
  const side = useSide();
  if (!me || side === null) return null;
  const tenant = me.actingFor?.tenant ?? me.tenant;
  return (
    <>
      <PageHead
        title={t('title')}
        subtitle={t(side === 'provider' ? 'subtitleProvider' : 'subtitleTenant', { name: tenant?.name ?? me.provider.name })}
      />
      <People tenantId={side === 'acting' ? tenant?.id : undefined} side={tenant ? 'tenant' : 'provider'} />
    </>
  );
}
