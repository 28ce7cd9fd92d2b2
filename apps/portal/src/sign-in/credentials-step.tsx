'use client';

import { Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { type Me, SignIn } from '@stellwerk/contracts';
import { IconFingerprint } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { api } from '../api/client';
import { answerSignIn } from '../api/passkey';
import { ProblemNotice } from '../ui/problem';
import { usePasskeysPossible } from '../ui/use-passkeys';
import { CompanySignIn } from './company-sign-in';
import { RefusedElsewhere } from './refused-elsewhere';

/** Password, passkey, or the company's own sign-in. */
export function CredentialsStep({ onEntered, wanted }: { onEntered: (me: Me) => void; wanted: string }) {
  const t = useTranslations('signIn');
  const [refusal, setRefusal] = useState<unknown>(null);
  const [asking, setAsking] = useState(false);
  const passkeys = usePasskeysPossible();
  const form = useForm({ resolver: zodResolver(SignIn), defaultValues: { email: '', password: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (body) => {
    setRefusal(null);
    try {
      onEntered(await api.signIn({ body }));
    } catch (error) {
      setRefusal(error);
      form.setFocus('password');
    }
  });
  const withPasskey = async () => {
    setRefusal(null);
    setAsking(true);
    try {
      onEntered(await api.signInWithPasskey({ body: await answerSignIn() }));
    } catch (error) {
      setRefusal(error);
    } finally {
      setAsking(false);
    }
  };
  return (
    <Stack gap="md">
      {refusal === null ? <RefusedElsewhere /> : <ProblemNotice error={refusal} testId="sign-in-problem" />}
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="sign-in-form">
        <Stack gap="md">
          <TextInput
            label={t('email')}
            type="email"
            autoComplete="username"
            autoFocus
            {...form.register('email')}
            error={errors.email && t('emailWrong')}
            data-testid="sign-in-email"
          />
          <PasswordInput
            label={t('password')}
            autoComplete="current-password"
            {...form.register('password')}
            error={errors.password && t('passwordMissing')}
            visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
            data-testid="sign-in-password"
          />
          <Button type="submit" loading={isSubmitting} data-testid="sign-in-submit">
            {t('submit')}
          </Button>
        </Stack>
      </form>
      <Divider label={t('or')} />
      {passkeys && (
        <Button
          variant="default"
          leftSection={<IconFingerprint size={18} aria-hidden />}
          loading={asking}
          onClick={() => void withPasskey()}
          data-testid="sign-in-passkey"
        >
          {t('passkey')}
        </Button>
      )}
      <CompanySignIn wanted={wanted} />
    </Stack>
  );
}
