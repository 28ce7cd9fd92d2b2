'use client';

import { useTranslations } from 'next-intl';
import { useMe } from '../api/queries';
import { PageHead } from '../ui/page-head';
import { AccountSection } from './account-section';
import { DataSection } from './data-section';
import { FactorsSection } from './factors-section';
import { IdentitiesSection } from './identities-section';
import { PasswordSection } from './password-section';
import { SessionsSection } from './sessions-section';

/** A person's own account. */
export function ProfilePage() {
  const t = useTranslations('profile');
  const me = useMe().data;
  if (!me) return null;
  return (
    <div style={{ maxWidth: 860 }}>
      <PageHead title={t('title')} subtitle={me.email} />
      <AccountSection me={me} />
      <PasswordSection me={me} />
      <FactorsSection me={me} />
      <SessionsSection />
      <IdentitiesSection me={me} />
      <DataSection />
    </div>
  );
}
