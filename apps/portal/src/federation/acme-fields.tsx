'use client';

import { NumberInput, Select, SimpleGrid } from '@mantine/core';
import { AcmeSettings } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { Controller, useFormContext } from 'react-hook-form';
import type { FederationDraft } from './federation-form';
import { HINT_BELOW, TextField, WordsField } from './fields';

type Client = NonNullable<FederationDraft['acme']>['client'];
const NONE = 'none';
const { client: CLIENTS, validation } = AcmeSettings.shape;
const VALIDATIONS = validation.unwrap().options;
/** Names as their makers write them. */
const CLIENT_NAME: Readonly<Record<Exclude<Client, 'other'>, string>> = {
  'simple-acme': 'simple-acme',
  'win-acme': 'win-acme',
  certbot: 'certbot',
  'acme.sh': 'acme.sh',
};

/** How the certificate is renewed, as far as the federation depends on it. */
export function AcmeFields() {
  const t = useTranslations('federation');
  const { watch, setValue } = useFormContext<FederationDraft>();
  const acme = watch('acme');
  const choose = (client: string | null) =>
    setValue('acme', client === null || client === NONE ? null : AcmeSettings.parse({ ...acme, client }), { shouldDirty: true });
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={t('acmeClient')}
        allowDeselect={false}
        value={acme?.client ?? NONE}
        onChange={choose}
        data={[
          { value: NONE, label: t('acmeNone') },
          ...CLIENTS.options.map((value) => ({ value, label: value === 'other' ? t('acmeOther') : CLIENT_NAME[value] })),
        ]}
        data-testid="acme-client"
      />
      {acme && (
        <>
          <Controller<FederationDraft, 'acme.validation'>
            name="acme.validation"
            render={({ field }) => (
              <Select
                label={t('acmeValidation')}
                description={t('acmeValidationHint')}
                inputWrapperOrder={HINT_BELOW}
                allowDeselect={false}
                value={field.value ?? 'unknown'}
                onChange={field.onChange}
                data={VALIDATIONS.map((value) => ({ value, label: value === 'unknown' ? t('notKnown') : value }))}
                data-testid="acme-validation"
              />
            )}
          />
          <YesNo name="acme.keepExisting" label={t('keepExisting')} description={t('keepExistingHint')} />
          <WordsField
            name="acme.aclRead"
            label={t('aclRead')}
            description={t('aclReadHint')}
            placeholder="ACME\svc-xphone"
            wrong={t('accountWrong')}
            testId="acme-acl-read"
          />
          <Controller<FederationDraft, 'acme.renewalDays'>
            name="acme.renewalDays"
            render={({ field, fieldState }) => (
              <NumberInput
                label={t('renewalDays')}
                description={t('renewalDaysHint')}
                inputWrapperOrder={HINT_BELOW}
                min={1}
                max={397}
                allowDecimal={false}
                value={field.value ?? ''}
                onChange={(v) => field.onChange(v === '' ? null : Number(v))}
                error={fieldState.error && t('renewalDaysWrong')}
                data-testid="acme-renewal-days"
              />
            )}
          />
          <YesNo name="acme.ari" label={t('ari')} description={t('ariHint')} />
          <TextField
            name="webroot"
            label={t('webroot')}
            description={t('webrootHint')}
            placeholder="C:\inetpub\wwwroot"
            wrong={t('accountWrong')}
            testId="acme-webroot"
          />
        </>
      )}
    </SimpleGrid>
  );
}

/** Yes, no, or nobody has looked. */
function YesNo({ name, label, description }: { name: 'acme.keepExisting' | 'acme.ari'; label: string; description: string }) {
  const t = useTranslations('federation');
  return (
    <Controller<FederationDraft, typeof name>
      name={name}
      render={({ field }) => (
        <Select
          label={label}
          description={description}
          inputWrapperOrder={HINT_BELOW}
          allowDeselect={false}
          value={field.value === null || field.value === undefined ? 'unknown' : String(field.value)}
          onChange={(v) => field.onChange(v === 'unknown' ? null : v === 'true')}
          data={[
            { value: 'unknown', label: t('notKnown') },
            { value: 'true', label: t('yes') },
            { value: 'false', label: t('no') },
          ]}
          data-testid={name.replace('acme.', 'acme-')}
        />
      )}
    />
  );
}
