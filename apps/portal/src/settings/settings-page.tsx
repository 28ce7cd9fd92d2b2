'use client';

import { useTranslations } from 'next-intl';
import { useSide } from '../api/may';
import { useMe } from '../api/queries';
import { PageHead } from '../ui/page-head';
import { IdentityProviders } from './identity-providers';
import { ProviderSettings } from './provider-settings';

/** What holds for a provider with all its customers, and how its people sign in. A customer's administrator sees the customer's part of it. */
export function SettingsPage() {
  const t = useTranslations('settings');
  const side = useSide();
  const me = useMe().data;
  if (!me || side === null) return null;
  const tenant = me.actingFor?.tenant ?? me.tenant;
  return (
    <div style={{ maxWidth: 960 }}>
      <PageHead title={t('title')} subtitle={tenant?.name ?? me.provider.name} />
      {side === 'provider' && <ProviderSettings />}
      <IdentityProviders tenantId={side === 'acting' ? tenant?.id : undefined} ownerName={tenant?.name ?? me.provider.name} />
    </div>
  );
}
