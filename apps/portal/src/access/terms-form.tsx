'use client';

import { Modal, Stack, Text } from '@mantine/core';
import type { Delegation } from '@stellwerk/contracts';
import { PROVIDER_ROLES, type Role } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { useNotify } from '../ui/confirm';
import { DayInput } from '../ui/day-input';
import { FormActions } from '../ui/form-actions';
import { useFormRefusal } from '../ui/form-refusal';
import { ProblemNotice } from '../ui/problem';
import { RolesField } from './roles-field';
import { useDay } from '../ui/use-day';

interface Terms {
  roles: Role[];
  until: string | null;
}

/** The customer's word: for which roles and until when. What was asked for can be made less, never more. */
export function TermsForm({ row, act, onClose }: { row: Delegation; act: 'accept' | 'replace'; onClose: () => void }) {
  const t = useTranslations('access');
  const c = useTranslations('common');
  const { day } = useDay();
  const notify = useNotify();
  const [version] = useState(row.version);
  const form = useForm<Terms>({ defaultValues: { roles: row.roles, until: row.until } });
  const { refusal, refuse } = useFormRefusal(form);
  const save = useChange((body: Terms) => {
    const input = { params: { id: row.id }, ifMatch: version, body };
    return act === 'accept' ? api.acceptDelegation(input) : api.replaceDelegation(input);
  });
  const submit = form.handleSubmit((values) =>
    save.mutateAsync(values).then(() => {
      notify.done(t('done'));
      onClose();
    }, refuse),
  );
  const untilHint = act === 'accept' && row.until !== null ? t('untilAtMost', { until: day(row.until, 'long') }) : t('untilHint');
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(act === 'accept' ? 'acceptTitle' : 'replaceTitle', { provider: row.grantee.name })}
      closeButtonProps={{ 'aria-label': c('close') }}
      size="lg"
    >
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="terms-form">
        <Stack ta="left" style={{ whiteSpace: 'normal' }}>
          {save.isError && refusal !== null && <ProblemNotice error={refusal} />}
          {act === 'accept' && <Text size="sm">{t('acceptText', { provider: row.grantee.name })}</Text>}
          <Controller
            control={form.control}
            name="roles"
            rules={{ validate: (value) => value.length > 0 || t('rolesMissing') }}
            render={({ field, fieldState }) => (
              <RolesField
                offered={act === 'accept' ? row.roles : PROVIDER_ROLES}
                value={field.value}
                onChange={field.onChange}
                error={fieldState.error?.message}
              />
            )}
          />
          <Controller
            control={form.control}
            name="until"
            render={({ field, fieldState }) => (
              <DayInput
                label={t('untilLabel')}
                description={untilHint}
                value={field.value}
                onChange={field.onChange}
                error={fieldState.error?.message}
                testId="access-until"
              />
            )}
          />
          <FormActions onCancel={onClose} saving={save.isPending} label={act === 'accept' ? t('accept') : undefined} testId="terms-save" />
        </Stack>
      </form>
    </Modal>
  );
}
