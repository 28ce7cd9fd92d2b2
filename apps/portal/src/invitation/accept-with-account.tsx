'use client';

import { Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { NewPasswordInput } from '../account/new-password-input';
import { oidcPath } from '../sign-in/oidc-path';
import { showRefusal } from '../ui/form-refusal';
import { ProblemNotice } from '../ui/problem';
import type { Offer } from './invitation-page';
import { signInFor } from './sign-in-for';
import { useAccept } from './use-accept';

/** Without a session: through the company's own sign-in, with the account there is, or with a new one. */
export function AcceptWithAccount({ offer, token }: { offer: Offer; token: string }) {
  const t = useTranslations('invitation');
  const s = useTranslations('signIn');
  return (
    <Stack gap="md">
      {offer.identityProviders.map(({ id, name }) => (
        <Button
          key={id}
          component="a"
          href={oidcPath(id, { invitation: token, returnTo: '/' })}
          variant="default"
          leftSection={<IconLogin2 size={18} aria-hidden />}
          data-testid="invitation-oidc"
        >
          {t('with', { name })}
        </Button>
      ))}
      {offer.identityProviders.length > 0 && <Divider label={s('or')} />}
      {offer.hasAccount ? (
        <>
          <Text size="sm">{t('hasAccount', { email: offer.email })}</Text>
          <Button component={Link} href={signInFor(token)} data-testid="invitation-sign-in">
            {s('submit')}
          </Button>
        </>
      ) : (
        <NewAccount offer={offer} token={token} />
      )}
    </Stack>
  );
}

function NewAccount({ offer, token }: { offer: Offer; token: string }) {
  const t = useTranslations('invitation');
  const s = useTranslations('signIn');
  const locale = useLocale();
  const accept = useAccept();
  const [refusal, setRefusal] = useState<unknown>(null);
  const form = useForm({ defaultValues: { name: '', password: '' } });
  const { errors, isSubmitting } = form.formState;
  const [name, password] = form.watch(['name', 'password']);
  const submit = form.handleSubmit(async (values) => {
    setRefusal(null);
    try {
      await accept({ token, name: values.name, password: values.password, locale });
    } catch (error) {
      if (!showRefusal(form, error)) setRefusal(error);
    }
  });
  return (
    <form onSubmit={(e) => void submit(e)} noValidate data-testid="invitation-form">
      <Stack gap="md">
        {refusal !== null && <ProblemNotice error={refusal} testId="invitation-problem" />}
        <TextInput label={s('email')} value={offer.email} readOnly autoComplete="username" description={t('emailFixed')} />
        <TextInput
          label={t('name')}
          autoComplete="name"
          maxLength={120}
          {...form.register('name', { validate: (value) => value.trim() !== '' })}
          error={errors.name && (errors.name.message || t('nameMissing'))}
          data-testid="invitation-name"
        />
        <NewPasswordInput
          label={t('password')}
          field={form.register('password', { required: true })}
          value={password}
          email={offer.email}
          names={[name, offer.provider, offer.tenant ?? '']}
          error={errors.password && (errors.password.message || s('passwordMissing'))}
        />
        <Button type="submit" loading={isSubmitting} data-testid="invitation-accept">
          {t('accept')}
        </Button>
      </Stack>
    </form>
  );
}
