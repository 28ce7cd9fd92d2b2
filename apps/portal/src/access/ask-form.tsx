'use client';

import { Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { PROVIDER_ROLES, type Role } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { Controller, useForm } from 'react-hook-form';
import { z } from 'zod';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { useNotify } from '../ui/confirm';
import { DayInput } from '../ui/day-input';
import { FormActions } from '../ui/form-actions';
import { useFormRefusal } from '../ui/form-refusal';
import { ProblemNotice } from '../ui/problem';
import { RolesField } from './roles-field';

interface Values {
  tenantId: string;
  roles: Role[];
  until: string | null;
  note: string;
}

const isId = (text: string): boolean => z.uuid().safeParse(text.trim()).success;

/** Asks a customer that another provider made, by the id it has told, for access. */
export function AskForm({ tenantId = '', onClose }: { tenantId?: string; onClose: () => void }) {
  const t = useTranslations('access');
  const c = useTranslations('common');
  const notify = useNotify();
  const form = useForm<Values>({ defaultValues: { tenantId, roles: ['technician'], until: null, note: '' } });
  const { refusal, refuse } = useFormRefusal(form);
  const { errors } = form.formState;
  const ask = useChange((values: Values) =>
    api.askForDelegation({ body: { ...values, tenantId: values.tenantId.trim(), note: values.note.trim() || null } }),
  );
  const submit = form.handleSubmit((values) =>
    ask.mutateAsync(values).then(() => {
      notify.done(t('asked'));
      onClose();
    }, refuse),
  );
  return (
    <Modal opened onClose={onClose} title={t('askTitle')} closeButtonProps={{ 'aria-label': c('close') }} size="lg">
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="ask-form">
        <Stack>
          {ask.isError && refusal !== null && <ProblemNotice error={refusal} />}
          <Text size="sm" c="dimmed">
            {t('askText')}
          </Text>
          <TextInput
            label={t('customerId')}
            description={t('askIdHint')}
            required
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            ff="monospace"
            {...form.register('tenantId', { validate: isId })}
            error={errors.tenantId && (errors.tenantId.message || t('idWrong'))}
            data-testid="ask-tenant"
          />
          <Controller
            control={form.control}
            name="roles"
            rules={{ validate: (value) => value.length > 0 || t('rolesMissing') }}
            render={({ field, fieldState }) => (
              <RolesField offered={PROVIDER_ROLES} value={field.value} onChange={field.onChange} error={fieldState.error?.message} />
            )}
          />
          <Controller
            control={form.control}
            name="until"
            render={({ field, fieldState }) => (
              <DayInput
                label={t('untilLabel')}
                description={t('untilHint')}
                value={field.value}
                onChange={field.onChange}
                error={fieldState.error?.message}
                testId="ask-until"
              />
            )}
          />
          <Textarea
            label={t('noteLabel')}
            description={t('noteHint')}
            autosize
            minRows={2}
            maxLength={500}
            {...form.register('note')}
            error={errors.note?.message}
            data-testid="ask-note"
          />
          <FormActions onCancel={onClose} saving={ask.isPending} label={t('ask')} testId="ask-send" />
        </Stack>
      </form>
    </Modal>
  );
}
