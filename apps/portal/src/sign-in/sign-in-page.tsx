'use client';

import { Anchor, Skeleton } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { safeReturnPath } from '../ui/return-path';
import { CredentialsStep } from './credentials-step';
import { EnrolStep } from './enrol-step';
import { Gate } from './gate';
import { NewPasswordStep } from './new-password-step';
import { SecondFactorStep } from './second-factor-step';
import { type Entry, useEntry } from './use-entry';

/** The way in, step by step: who one is, the second factor, a new password, a first second factor. */
export function SignInPage() {
  const query = useSearchParams();
  const wanted = safeReturnPath(query.get('return'));
  const entry = useEntry(wanted);
  const t = useTranslations('signIn');
  const stage = entry.me?.stage ?? null;
  switch (stage) {
    case null:
      return (
        <Gate title={t('title')} lead={t('lead')}>
          <CredentialsStep onEntered={entry.enter} wanted={wanted} />
        </Gate>
      );
    case 'second-factor':
      return (
        <Gate title={t('secondFactor')} lead={t('secondFactorLead', { email: entry.me?.email ?? '' })}>
          <SecondFactorStep factors={entry.me?.secondFactors ?? []} onEntered={entry.enter} />
          <Leave entry={entry} />
        </Gate>
      );
    case 'change-password':
      return (
        <Gate title={t('newPassword')} lead={t('newPasswordLead')}>
          <NewPasswordStep me={entry.me} onEntered={entry.enter} />
          <Leave entry={entry} />
        </Gate>
      );
    case 'enrol-factor':
      return (
        <Gate title={t('enrol')} lead={t('enrolLead', { provider: entry.me?.provider.name ?? '' })} wide>
          <EnrolStep onDone={entry.again} />
          <Leave entry={entry} />
        </Gate>
      );
    case 'full':
      return (
        <Gate title={t('title')}>
          <Skeleton h={160} />
        </Gate>
      );
  }
}

function Leave({ entry }: { entry: Entry }) {
  const t = useTranslations('signIn');
  return (
    <Anchor component="button" type="button" size="sm" lh="24px" ta="left" onClick={() => void entry.leave()} data-testid="sign-in-leave">
      {t('otherAccount')}
    </Anchor>
  );
}
