'use client';

import { Button, Group, Input, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import type { Me } from '@stellwerk/contracts';
import { type Locale, LOCALES } from '@stellwerk/domain';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { Controller, useForm } from 'react-hook-form';
import { api, rememberMe } from '../api/client';
import { useChange } from '../api/mutate';
import { LANGUAGES } from '../frame/preferences';
import { chooseLocale } from '../i18n/choose-locale';
import { useNotify } from '../ui/confirm';
import { useFormRefusal } from '../ui/form-refusal';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';

/** Name and language. The address is what an invitation was for, and stays. */
export function AccountSection({ me }: { me: Me }) {
  const t = useTranslations('profile');
  const c = useTranslations('common');
  const notify = useNotify();
  const router = useRouter();
  const locale = useLocale();
  const queries = useQueryClient();
  const form = useForm({ values: { name: me.name, locale: me.locale ?? locale } });
  const { refusal, refuse } = useFormRefusal(form);
  const { errors, isDirty } = form.formState;
  const save = useChange((body: { name: string; locale: Locale }) => api.changeMe({ body }));
  const submit = form.handleSubmit((values) =>
    save.mutateAsync(values).then((next) => {
      queries.setQueryData(['me'], rememberMe(next));
      if (next.locale !== null && next.locale !== locale) {
        chooseLocale(next.locale);
        router.refresh();
      }
      notify.done(t('saved'));
    }, refuse),
  );
  return (
    <Section title={t('account')} id="account">
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="profile-form">
        <Stack gap="md" maw={420}>
          {save.isError && refusal !== null && <ProblemNotice error={refusal} />}
          <TextInput
            label={t('name')}
            autoComplete="name"
            maxLength={120}
            {...form.register('name', { validate: (value) => value.trim() !== '' })}
            error={errors.name && (errors.name.message || t('nameMissing'))}
            data-testid="profile-name"
          />
          <Controller
            control={form.control}
            name="locale"
            render={({ field }) => (
              <div>
                <Input.Label labelElement="div" id="profile-locale-label" display="block" mb={4}>
                  {t('locale')}
                </Input.Label>
                <SegmentedControl
                  aria-labelledby="profile-locale-label"
                  value={field.value}
                  onChange={field.onChange}
                  data={LOCALES.map((value) => ({ value, label: LANGUAGES[value] }))}
                  data-testid="profile-locale"
                />
                <Text size="xs" c="dimmed" mt={4}>
                  {t('localeHint')}
                </Text>
              </div>
            )}
          />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!isDirty} data-testid="profile-save">
              {c('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
