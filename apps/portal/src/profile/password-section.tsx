'use client';

import { Skeleton, Stack, Text } from '@mantine/core';
import type { Me } from '@stellwerk/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { PasswordForm } from '../account/password-form';
import { rememberMe } from '../api/client';
import { useNotify } from '../ui/confirm';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { useFactors } from './use-factors';

export function PasswordSection({ me }: { me: Me }) {
  const t = useTranslations('profile');
  const notify = useNotify();
  const queries = useQueryClient();
  const factors = useFactors();
  const onChanged = (next: Me) => {
    queries.setQueryData(['me'], rememberMe(next));
    void queries.invalidateQueries({ queryKey: ['factors'] });
    void queries.invalidateQueries({ queryKey: ['sessions'] });
    notify.done(t('passwordChanged'));
  };
  return (
    <Section title={t('password')} id="password">
      {factors.isError && <ProblemNotice error={factors.error} retry={() => void factors.refetch()} />}
      {factors.isPending && <Skeleton h={180} />}
      {factors.data && (
        <Stack gap="sm" maw={420}>
          <Text size="sm" c="dimmed">
            {factors.data.hasPassword ? t('passwordText') : t('noPassword')}
          </Text>
          <PasswordForm me={me} needsCurrent={factors.data.hasPassword} onChanged={onChanged} />
        </Stack>
      )}
    </Section>
  );
}
