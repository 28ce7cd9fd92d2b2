'use client';

import { Modal, Stack, TextInput } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { type Tenant, TenantInput } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { showRefusal } from '../ui/form-refusal';
import { NetworksInput } from '../ui/networks-input';
import { ProblemNotice } from '../ui/problem';
import { FormActions } from '../ui/form-actions';

interface Props {
  readonly tenant?: Tenant;
  readonly onClose: () => void;
  readonly onSaved: (tenant: Tenant) => void;
}

/** Adds or edits a customer. Mounted while open, so that it always starts from what is stored. */
export function TenantForm({ tenant, onClose, onSaved }: Props) {
  const t = useTranslations('customer');
  const c = useTranslations('common');
  const form = useForm({
    resolver: zodResolver(TenantInput),
    defaultValues: {
      name: tenant?.name ?? '',
      customerNumber: tenant?.customerNumber ?? '',
      allowedNetworks: tenant?.allowedNetworks ?? [],
    },
  });
  const [version] = useState(tenant?.version);
  const save = useChange((body: Parameters<typeof api.createTenant>[0]['body']) =>
    tenant ? api.replaceTenant({ params: { id: tenant.id }, ifMatch: version, body }) : api.createTenant({ body }),
  );
  const submit = form.handleSubmit((values) =>
    save
      .mutateAsync({ ...values, customerNumber: values.customerNumber || null })
      .then(onSaved, (error: unknown) => void showRefusal(form, error)),
  );
  const { errors } = form.formState;
  return (
    <Modal opened onClose={onClose} title={tenant ? t('edit') : t('new')} closeButtonProps={{ 'aria-label': c('close') }} size="md">
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="customer-form">
        <Stack>
          {save.isError && <ProblemNotice error={save.error} />}
          <TextInput
            label={t('name')}
            required
            data-autofocus
            {...form.register('name')}
            error={errors.name && (errors.name.type === 'server' ? errors.name.message : t('nameMissing'))}
            data-testid="customer-name"
          />
          <TextInput
            label={t('number')}
            description={t('numberHint')}
            {...form.register('customerNumber')}
            error={errors.customerNumber?.message}
            data-testid="customer-number"
          />
          <Controller
            control={form.control}
            name="allowedNetworks"
            render={({ field, fieldState }) => (
              <NetworksInput
                label={t('networks')}
                description={t('networksHint')}
                value={field.value}
                onChange={field.onChange}
                error={fieldState.error?.message}
                data-testid="customer-networks"
              />
            )}
          />
          <FormActions onCancel={onClose} saving={save.isPending} testId="customer-save" />
        </Stack>
      </form>
    </Modal>
  );
}
