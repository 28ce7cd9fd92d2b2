'use client';

import { Button, PasswordInput, Stack } from '@mantine/core';
import type { Me } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { api } from '../api/client';
import { showRefusal } from '../ui/form-refusal';
import { ProblemNotice } from '../ui/problem';
import { NewPasswordInput } from './new-password-input';

interface Props {
  readonly me: Me;
  /** There is a password already, and it must be given. */
  readonly needsCurrent: boolean;
  readonly onChanged: (me: Me) => void;
}

interface Values {
  current: string;
  next: string;
}

/** Chooses another password, or a first one. */
export function PasswordForm({ me, needsCurrent, onChanged }: Props) {
  const t = useTranslations('password');
  const s = useTranslations('signIn');
  const [refusal, setRefusal] = useState<unknown>(null);
  const form = useForm<Values>({ defaultValues: { current: '', next: '' } });
  const next = form.watch('next');
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setRefusal(null);
    try {
      onChanged(await api.changePassword({ body: needsCurrent ? values : { next: values.next } }));
      form.reset();
    } catch (error) {
      if (!showRefusal(form, error)) setRefusal(error);
    }
  });
  return (
    <form onSubmit={(e) => void submit(e)} noValidate data-testid="password-form">
      <Stack gap="md">
        {refusal !== null && <ProblemNotice error={refusal} testId="password-problem" />}
        {/* Tells password managers whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={me.email ?? ''} readOnly hidden />
        {needsCurrent && (
          <PasswordInput
            label={t('current')}
            autoComplete="current-password"
            {...form.register('current', { required: true })}
            error={errors.current && (errors.current.message || s('passwordMissing'))}
            visibilityToggleButtonProps={{ 'aria-label': s('showPassword') }}
            data-testid="current-password"
          />
        )}
        <NewPasswordInput
          label={t('next')}
          field={form.register('next', { required: true })}
          value={next}
          email={me.email ?? ''}
          names={[me.name, me.provider.name, me.tenant?.name ?? '']}
          error={errors.next && (errors.next.message || s('passwordMissing'))}
        />
        <Button type="submit" loading={isSubmitting} style={{ alignSelf: 'flex-start' }} data-testid="password-save">
          {needsCurrent ? t('change') : t('set')}
        </Button>
      </Stack>
    </form>
  );
}
