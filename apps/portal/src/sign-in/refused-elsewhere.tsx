'use client';

import { Text } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';

const KNOWN = [
  'sign-in-refused',
  'identity-provider-unusable',
  'invitation-unusable',
  'invitation-for-someone-else',
  'rate-limited',
] as const;

/** Why an OpenID provider sent the browser back without a session; the API can only say it in the address. */
export function RefusedElsewhere() {
  const t = useTranslations('signIn.elsewhere');
  const code = useSearchParams().get('problem');
  if (code === null) return null;
  const known = KNOWN.find((each) => each === code) ?? 'sign-in-refused';
  return (
    <div className="notice tone-down" role="alert" data-testid="sign-in-problem" data-code={known}>
      <Text size="sm">{t(known)}</Text>
    </div>
  );
}
