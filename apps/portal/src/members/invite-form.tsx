'use client';

import { Modal, Select, Stack, TextInput } from '@mantine/core';
import { LIMITABLE_ROLES, type Locale, LOCALES, type Role } from '@stellwerk/domain';
import { useLocale, useTranslations } from 'next-intl';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { LANGUAGES } from '../frame/preferences';
import { useNotify } from '../ui/confirm';
import { FormActions } from '../ui/form-actions';
import { useFormRefusal } from '../ui/form-refusal';
import { ProblemNotice } from '../ui/problem';
import type { PeopleProps } from './people';
import { reachOf, type TenantSet } from './terms';
import { CustomersField, RoleField } from './terms-fields';

interface Values {
  email: string;
  role: Role;
  tenantIds: TenantSet;
  locale: Locale;
}

const isEmail = (text: string): boolean => z.email().safeParse(text.trim()).success;

/** Invites somebody by e-mail. Mounted while open. */
export function InviteForm({ tenantId, side, onClose }: PeopleProps & { onClose: () => void }) {
  const t = useTranslations('members');
  const s = useTranslations('signIn');
  const c = useTranslations('common');
  const notify = useNotify();
  const locale = useLocale();
  const form = useForm<Values>({
    defaultValues: { email: '', role: side === 'tenant' ? 'requester' : 'technician', tenantIds: 'all', locale },
  });
  const { refusal, refuse } = useFormRefusal(form);
  const role = useWatch({ control: form.control, name: 'role' });
  const { errors } = form.formState;
  const invite = useChange((values: Values) =>
    api.invite({
      body: { ...values, email: values.email.trim(), tenantId: tenantId ?? null, tenantIds: reachOf(values.role, values.tenantIds) },
    }),
  );
  const submit = form.handleSubmit((values) =>
    invite.mutateAsync(values).then(({ email }) => {
      notify.done(t('invited', { email }));
      onClose();
    }, refuse),
  );
  return (
    <Modal opened onClose={onClose} title={t('inviteTitle')} closeButtonProps={{ 'aria-label': c('close') }} size="lg">
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="invite-form">
        <Stack>
          {invite.isError && refusal !== null && <ProblemNotice error={refusal} />}
          <TextInput
            label={s('email')}
            description={t('inviteHint')}
            type="email"
            autoComplete="off"
            required
            data-autofocus
            {...form.register('email', { validate: isEmail })}
            error={errors.email && (errors.email.message || s('emailWrong'))}
            data-testid="invite-email"
          />
          <Controller
            control={form.control}
            name="role"
            render={({ field, fieldState }) => (
              <RoleField side={side} value={field.value} onChange={field.onChange} error={fieldState.error?.message} />
            )}
          />
          {LIMITABLE_ROLES.includes(role) && (
            <Controller
              control={form.control}
              name="tenantIds"
              rules={{ validate: (value) => value === 'all' || value.length > 0 || t('chooseCustomers') }}
              render={({ field, fieldState }) => (
                <CustomersField value={field.value} onChange={field.onChange} error={fieldState.error?.message} />
              )}
            />
          )}
          <Controller
            control={form.control}
            name="locale"
            render={({ field }) => (
              <Select
                label={t('mailLanguage')}
                value={field.value}
                onChange={(next) => next && field.onChange(next)}
                allowDeselect={false}
                maw={220}
                data={LOCALES.map((value) => ({ value, label: LANGUAGES[value] }))}
                data-testid="invite-locale"
              />
            )}
          />
          <FormActions onCancel={onClose} saving={invite.isPending} label={t('send')} testId="invite-send" />
        </Stack>
      </form>
    </Modal>
  );
}
