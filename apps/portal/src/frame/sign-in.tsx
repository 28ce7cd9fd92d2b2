'use client';

import { Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { SignIn } from '@stellwerk/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { api, rememberMe } from '../api/client';
import { ProblemNotice } from '../ui/problem';
import { safeReturnPath } from '../ui/return-path';
import { Mark } from './logo';
import { LanguageSwitch, ThemeSwitch } from './preferences';

export function SignInPage() {
  const t = useTranslations('signIn');
  const router = useRouter();
  const queries = useQueryClient();
  const wanted = safeReturnPath(useSearchParams().get('return'));
  const [refusal, setRefusal] = useState<unknown>(null);
  const form = useForm({ resolver: zodResolver(SignIn), defaultValues: { email: '', password: '' } });
  useEffect(() => {
    document.title = `${t('title')} · Stellwerk`;
  }, [t]);
  const submit = form.handleSubmit(async (body) => {
    setRefusal(null);
    try {
      const me = rememberMe(await api.signIn({ body }));
      queries.clear();
      queries.setQueryData(['me'], me);
      router.replace(wanted);
    } catch (error) {
      setRefusal(error);
      form.setFocus('password');
    }
  });
  return (
    <main style={{ minHeight: '100dvh', display: 'grid', gridTemplateRows: 'auto 1fr auto', padding: '1rem' }}>
      <Group justify="flex-end" gap={4}>
        <LanguageSwitch />
        <ThemeSwitch />
      </Group>
      <Stack align="center" justify="center" gap="lg">
        <Group gap="sm">
          <Mark size={40} />
          <Title order={1} style={{ letterSpacing: '-0.02em' }}>
            Stellwerk
          </Title>
        </Group>
        <form
          onSubmit={(e) => void submit(e)}
          className="card"
          style={{ width: 'min(100%, 380px)', padding: '1.5rem' }}
          noValidate
          data-testid="sign-in-form"
        >
          <Stack gap="md">
            <div>
              <Title order={2}>{t('title')}</Title>
              <Text size="sm" c="dimmed">
                {t('lead')}
              </Text>
            </div>
            {refusal !== null && <ProblemNotice error={refusal} testId="sign-in-problem" />}
            <TextInput
              label={t('email')}
              type="email"
              autoComplete="username"
              autoFocus
              {...form.register('email')}
              error={form.formState.errors.email && t('emailWrong')}
              data-testid="sign-in-email"
            />
            <PasswordInput
              label={t('password')}
              autoComplete="current-password"
              {...form.register('password')}
              error={form.formState.errors.password && t('passwordMissing')}
              visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
              data-testid="sign-in-password"
            />
            <Button type="submit" loading={form.formState.isSubmitting} data-testid="sign-in-submit">
              {t('submit')}
            </Button>
          </Stack>
        </form>
      </Stack>
      <Text size="xs" c="dimmed" ta="center">
        {t('foot')}
      </Text>
    </main>
  );
}
