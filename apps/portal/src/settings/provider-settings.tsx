'use client';

import { Button, Group, Skeleton, Stack, Switch, TextInput } from '@mantine/core';
import type { ProviderSettings as Settings } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { Controller, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useSettings } from '../api/people-queries';
import { useConfirm, useNotify } from '../ui/confirm';
import { useFormRefusal } from '../ui/form-refusal';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';

type Values = Omit<z.infer<typeof Settings>, 'version'>;

/** The provider's name, and whether everybody needs a second factor. */
export function ProviderSettings() {
  const t = useTranslations('settings');
  const settings = useSettings(true);
  return (
    <Section title={t('provider')} id="provider">
      {settings.isError && <ProblemNotice error={settings.error} retry={() => void settings.refetch()} />}
      {settings.isPending && <Skeleton h={160} />}
      {settings.data && <Form settings={settings.data} />}
    </Section>
  );
}

function Form({ settings }: { settings: z.infer<typeof Settings> }) {
  const t = useTranslations('settings');
  const c = useTranslations('common');
  const confirm = useConfirm();
  const notify = useNotify();
  const mayWrite = useMay('settings:write');
  const form = useForm<Values>({ values: { name: settings.name, mfaRequired: settings.mfaRequired } });
  const { refusal, refuse } = useFormRefusal(form);
  const { errors, isDirty } = form.formState;
  const save = useChange((body: Values) => api.replaceSettings({ body, ifMatch: settings.version }));
  const send = (values: Values) => save.mutateAsync(values).then(() => notify.done(t('saved')), refuse);
  const submit = form.handleSubmit((values) => {
    if (!values.mfaRequired || settings.mfaRequired) return send(values);
    confirm({ title: t('mfaTitle'), text: t('mfaText'), confirm: t('mfaConfirm'), onConfirm: () => void send(values) });
    return undefined;
  });
  return (
    <form onSubmit={(e) => void submit(e)} noValidate data-testid="settings-form">
      <Stack maw={520}>
        {save.isError && refusal !== null && <ProblemNotice error={refusal} />}
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          maxLength={120}
          readOnly={!mayWrite}
          {...form.register('name', { validate: (value) => value.trim() !== '' })}
          error={errors.name && (errors.name.message || t('nameMissing'))}
          data-testid="settings-name"
        />
        <Controller
          control={form.control}
          name="mfaRequired"
          render={({ field, fieldState }) => (
            <Switch
              label={t('mfa')}
              description={t('mfaHint')}
              checked={field.value}
              onChange={(e) => field.onChange(e.currentTarget.checked)}
              disabled={!mayWrite}
              error={fieldState.error?.message}
              data-testid="settings-mfa"
            />
          )}
        />
        {mayWrite && (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!isDirty} data-testid="settings-save">
              {c('save')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
