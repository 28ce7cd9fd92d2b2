'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import type { Me } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useNotify } from '../ui/confirm';
import { ProblemNotice } from '../ui/problem';
import type { Offer } from './invitation-page';
import { signInFor } from './sign-in-for';
import { useAccept } from './use-accept';

/** Accepts with the running session, if it is that of the invited address. */
export function AcceptSignedIn({ me, offer, token }: { me: Me; offer: Offer; token: string }) {
  const t = useTranslations('invitation');
  const notify = useNotify();
  const accept = useAccept();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const fits = me.email?.toLowerCase() === offer.email.toLowerCase();
  const onAccept = () => {
    setBusy(true);
    setRefusal(null);
    accept({ token }).catch((error: unknown) => {
      setRefusal(error);
      setBusy(false);
    });
  };
  const leave = () => api.signOut().then(() => window.location.reload(), notify.failed);
  if (me.stage !== 'full')
    return (
      <Stack gap="md">
        <Text size="sm">{t('unfinished')}</Text>
        <Button component={Link} href={signInFor(token)} data-testid="invitation-sign-in">
          {t('finishSignIn')}
        </Button>
      </Stack>
    );
  return (
    <Stack gap="md">
      {refusal !== null && <ProblemNotice error={refusal} testId="invitation-problem" />}
      <Text size="sm">
        {fits ? t('asYourself', { email: me.email ?? '' }) : t('asSomebodyElse', { email: me.email ?? me.name, invited: offer.email })}
      </Text>
      <Group>
        {fits && (
          <Button loading={busy} onClick={onAccept} data-testid="invitation-accept">
            {t('accept')}
          </Button>
        )}
        <Button variant="default" onClick={() => void leave()} data-testid="invitation-leave">
          {t('signOut')}
        </Button>
      </Group>
    </Stack>
  );
}
