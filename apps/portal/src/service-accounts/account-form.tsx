'use client';

import { Modal, Stack, TextInput } from '@mantine/core';
import type { Input, routes, ServiceAccount } from '@stellwerk/contracts';
import { AccessScope } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import type { TenantSet } from '../members/terms';
import { CustomersField } from '../members/terms-fields';
import { useNotify } from '../ui/confirm';
import { DayInput } from '../ui/day-input';
import { FormActions } from '../ui/form-actions';
import { useFormRefusal } from '../ui/form-refusal';
import { NetworksInput, isNetwork } from '../ui/networks-input';
import { ProblemNotice } from '../ui/problem';
import { ScopesField } from './scopes-field';

type Body = Input<typeof routes.createServiceAccount>['body'];

interface Values {
  name: string;
  scopes: AccessScope[];
  tenantIds: TenantSet;
  addresses: string[];
  expiresAt: string | null;
}

const valuesOf = (account: ServiceAccount | undefined): Values => ({
  name: account?.name ?? '',
  scopes: account?.scopes.filter((scope): scope is AccessScope => AccessScope.safeParse(scope).success) ?? [],
  tenantIds: account?.tenantIds ?? 'all',
  addresses: account?.addresses ?? [],
  expiresAt: account?.expiresAt ?? null,
});

/** Adds or changes a service account. Mounted while open. */
export function AccountForm({ account, onClose }: { account?: ServiceAccount; onClose: () => void }) {
  const t = useTranslations('serviceAccounts');
  const s = useTranslations('scopes');
  const m = useTranslations('members');
  const c = useTranslations('common');
  const notify = useNotify();
  const [version] = useState(account?.version);
  const form = useForm<Values>({ defaultValues: valuesOf(account) });
  const { refusal, refuse } = useFormRefusal(form);
  const { errors } = form.formState;
  const save = useChange((body: Body) =>
    account ? api.replaceServiceAccount({ params: { id: account.id }, ifMatch: version, body }) : api.createServiceAccount({ body }),
  );
  const submit = form.handleSubmit((values) =>
    save.mutateAsync(values).then(() => {
      notify.done(t('saved', { name: values.name }));
      onClose();
    }, refuse),
  );
  return (
    <Modal opened onClose={onClose} title={account ? t('edit') : t('new')} closeButtonProps={{ 'aria-label': c('close') }} size="xl">
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="service-account-form">
        <Stack>
          {save.isError && refusal !== null && <ProblemNotice error={refusal} />}
          <TextInput
            label={t('name')}
            description={t('nameHint')}
            required
            data-autofocus
            maxLength={120}
            {...form.register('name', { validate: (value) => value.trim() !== '' })}
            error={errors.name && (errors.name.message || t('nameMissing'))}
            data-testid="service-account-name"
          />
          <Controller
            control={form.control}
            name="scopes"
            rules={{ validate: (value) => value.length > 0 || s('missing') }}
            render={({ field, fieldState }) => (
              <ScopesField value={field.value} onChange={field.onChange} error={fieldState.error?.message} />
            )}
          />
          <Controller
            control={form.control}
            name="tenantIds"
            rules={{ validate: (value) => value === 'all' || value.length > 0 || m('chooseCustomers') }}
            render={({ field, fieldState }) => (
              <CustomersField value={field.value} onChange={field.onChange} error={fieldState.error?.message} />
            )}
          />
          <Controller
            control={form.control}
            name="addresses"
            rules={{ validate: (value) => value.every(isNetwork) }}
            render={({ field, fieldState }) => (
              <NetworksInput
                label={t('addresses')}
                description={t('addressesHint')}
                value={field.value}
                onChange={field.onChange}
                error={fieldState.error?.message}
                data-testid="service-account-addresses"
              />
            )}
          />
          <Controller
            control={form.control}
            name="expiresAt"
            render={({ field, fieldState }) => (
              <DayInput
                label={t('accountExpires')}
                description={t('accountExpiresHint')}
                value={field.value}
                onChange={field.onChange}
                error={fieldState.error?.message}
                testId="service-account-expires"
              />
            )}
          />
          <FormActions onCancel={onClose} saving={save.isPending} testId="service-account-save" />
        </Stack>
      </form>
    </Modal>
  );
}
