'use client';

import { Select, SimpleGrid, Stack, Text } from '@mantine/core';
import type { Check } from '@stellwerk/contracts';
import { checkKindDescription, checkKindName, DEFAULT_INTERVAL_SECONDS, FREE_KINDS } from '@stellwerk/domain';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Controller, FormProvider, useForm, useFormContext, useWatch } from 'react-hook-form';
import { api } from '../api/client';
import { useMay, useSide } from '../api/may';
import { useChange } from '../api/mutate';
import { usePbxs, useTenants } from '../api/queries';
import { useNotify } from '../ui/confirm';
import { FormActions } from '../ui/form-actions';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { type CheckValues, isFreeKind, paramsOf, vantageOf, wrongFields } from './check-form';
import { intervalChoices, intervalText } from './interval';
import { PreviewPanel } from './preview-panel';
import { TargetFields } from './target-fields';
import { isTriedByHand, usePreview } from './use-preview';
import { VantageField } from './vantage-field';

/** The form of a check beside what it would say right now. */
export function CheckEditor({ start, stored }: { start: CheckValues; stored?: Check }) {
  const t = useTranslations('checkForm');
  const router = useRouter();
  const notify = useNotify();
  const [version] = useState(stored?.version);
  const form = useForm<CheckValues>({ defaultValues: start });
  const values = { ...start, ...useWatch({ control: form.control }) };
  const wholly = stored === undefined || (stored.origin === 'free' && isFreeKind(stored.kind));
  const preview = usePreview(values, useMay('checks:operate') && wholly);
  const save = useChange((v: CheckValues) => send(v, stored, version, wholly));
  const submit = form.handleSubmit((v) => {
    const wrong = wholly ? wrongFields(v) : [];
    wrong.forEach((field, index) => form.setError(field, { message: t(`wrong.${field}` as 'wrong.host') }, { shouldFocus: index === 0 }));
    if (wrong.length > 0) return;
    save.mutate(v, {
      onSuccess: (check) => {
        notify.done(stored ? t('saved') : t('created'));
        router.push(`/checks/${check.id}`);
      },
    });
  });
  const leave = () => router.push(stored ? `/checks/${stored.id}` : '/checks');
  return (
    <FormProvider {...form}>
      <form onSubmit={(e) => void submit(e)} noValidate data-testid="check-form">
        {save.isError && (
          <div style={{ marginBottom: '1rem' }}>
            <ProblemNotice error={save.error} />
          </div>
        )}
        <SimpleGrid cols={{ base: 1, md: wholly ? 2 : 1 }} spacing="md" style={{ alignItems: 'start' }}>
          <div style={{ minWidth: 0 }}>
            {wholly && (
              <Section title={t('target')} id="target">
                <Stack>
                  {stored === undefined && <PlaceFields />}
                  {stored === undefined && <KindField />}
                  <TargetFields kind={values.kind} />
                </Stack>
              </Section>
            )}
            <Section title={t('how')} id="how">
              <Stack>
                <VantageField tenantId={values.tenantId} />
                <IntervalField kind={stored?.kind ?? values.kind} />
              </Stack>
            </Section>
            <FormActions onCancel={leave} saving={save.isPending} testId="check-save" />
          </div>
          {wholly && <PreviewPanel preview={preview} byHand={isTriedByHand(values)} />}
        </SimpleGrid>
      </form>
    </FormProvider>
  );
}

function send(values: CheckValues, stored: Check | undefined, version: number | undefined, wholly: boolean): Promise<Check> {
  const { tenantId, pbxId, kind, intervalSeconds } = values;
  const vantage = vantageOf(values.vantage);
  const params = wholly ? { params: paramsOf(values) } : {};
  return stored
    ? api.changeCheck({ params: { id: stored.id }, ifMatch: version, body: { intervalSeconds, vantage, ...params } })
    : api.createCheck({ body: { tenantId, pbxId, kind, params: paramsOf(values), vantage, intervalSeconds } });
}

/** Whose check it is. */
function PlaceFields() {
  const t = useTranslations('checkForm');
  const tenants = useTenants();
  const pbxs = usePbxs();
  const provider = useSide() === 'provider';
  const tenantId = useWatch<CheckValues, 'tenantId'>({ name: 'tenantId' });
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {provider && (
        <Controller<CheckValues, 'tenantId'>
          name="tenantId"
          render={({ field, fieldState }) => (
            <Select
              label={t('customer')}
              required
              searchable
              value={field.value || null}
              onChange={(value) => field.onChange(value ?? '')}
              data={(tenants.data ?? []).map((x) => ({ value: x.id, label: x.name }))}
              error={fieldState.error?.message}
              data-testid="check-customer"
            />
          )}
        />
      )}
      <Controller<CheckValues, 'pbxId'>
        name="pbxId"
        render={({ field }) => (
          <Select
            label={t('pbx')}
            description={t('pbxHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            clearable
            searchable
            value={field.value}
            onChange={field.onChange}
            data={(pbxs.data ?? []).filter((x) => x.tenantId === tenantId).map((x) => ({ value: x.id, label: x.name }))}
            data-testid="check-pbx"
          />
        )}
      />
    </SimpleGrid>
  );
}

function KindField() {
  const t = useTranslations('checkForm');
  const form = useFormContext<CheckValues>();
  const locale = useLocale();
  return (
    <Controller<CheckValues, 'kind'>
      name="kind"
      render={({ field }) => (
        <div>
          <Select
            label={t('kind')}
            allowDeselect={false}
            value={field.value}
            onChange={(kind) => {
              field.onChange(kind);
              if (kind !== null && isFreeKind(kind)) form.setValue('intervalSeconds', DEFAULT_INTERVAL_SECONDS[kind]);
            }}
            data={FREE_KINDS.map((kind) => ({ value: kind, label: checkKindName(kind, locale) }))}
            data-testid="check-kind"
          />
          <Text size="xs" c="dimmed" mt={4}>
            {checkKindDescription(field.value, locale)}
          </Text>
        </div>
      )}
    />
  );
}

function IntervalField({ kind }: { kind: Check['kind'] }) {
  const t = useTranslations('checkForm');
  const locale = useLocale();
  return (
    <Controller<CheckValues, 'intervalSeconds'>
      name="intervalSeconds"
      render={({ field }) => (
        <Select
          label={t('interval')}
          description={t('intervalHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          maw={280}
          value={String(field.value)}
          onChange={(chosen) => field.onChange(Number(chosen))}
          data={intervalChoices(kind, field.value).map((seconds) => ({ value: String(seconds), label: intervalText(seconds, locale) }))}
          data-testid="check-interval"
        />
      )}
    />
  );
}
