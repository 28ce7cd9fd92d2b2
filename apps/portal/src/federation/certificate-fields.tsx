'use client';

import { Autocomplete, Button, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Controller, useFormContext } from 'react-hook-form';
import { Section } from '../ui/section';
import { AcmeFields } from './acme-fields';
import { AcmePasteForm } from './acme-paste-form';
import type { FederationDraft } from './federation-form';
import { HINT_BELOW, TextField } from './fields';

/** CAA identities of authorities that customers of the field use; any other can be typed. */
const AUTHORITIES = [
  'letsencrypt.org',
  'digicert.com',
  'sectigo.com',
  'certum.pl',
  'swisssign.com',
  'pki.goog',
  'telesec.de',
  'd-trust.net',
];

/** Where the certificate comes from, where it lies and who may read its key. */
export function CertificateFields() {
  const t = useTranslations('federation');
  const { setValue } = useFormContext<FederationDraft>();
  const [pasting, setPasting] = useState(false);
  return (
    <Section
      title={t('certificate')}
      id="certificate"
      actions={
        <Button size="xs" variant="light" onClick={() => setPasting(true)} data-testid="acme-paste">
          {t('pasteAcme')}
        </Button>
      }
    >
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Controller<FederationDraft, 'intendedCa'>
            name="intendedCa"
            render={({ field }) => (
              <Autocomplete
                label={t('intendedCa')}
                description={t('intendedCaHint')}
                inputWrapperOrder={HINT_BELOW}
                placeholder="letsencrypt.org"
                data={AUTHORITIES}
                value={field.value ?? ''}
                onChange={(v) => field.onChange(v.trim() || null)}
                data-testid="federation-ca"
              />
            )}
          />
          <TextField
            name="serviceAccount"
            label={t('serviceAccount')}
            description={t('serviceAccountHint')}
            placeholder="ACME\svc-xphone"
            wrong={t('accountWrong')}
            testId="federation-account"
          />
        </SimpleGrid>
        <Controller<FederationDraft, 'certificateStore'>
          name="certificateStore"
          render={({ field }) => (
            <Radio.Group label={t('store')} value={field.value} onChange={field.onChange}>
              <Stack gap="xs" mt={4}>
                <Radio value="machine" label={t('storeMachine')} description={t('storeMachineHint')} />
                <Radio value="user" label={t('storeUser')} description={t('storeUserHint')} />
              </Stack>
            </Radio.Group>
          )}
        />
        <Text size="sm" c="dimmed">
          {t('acmeText')}
        </Text>
        <AcmeFields />
      </Stack>
      {pasting && (
        <AcmePasteForm
          onClose={() => setPasting(false)}
          onRead={(acme) => {
            setValue('acme', acme, { shouldDirty: true, shouldValidate: true });
            setPasting(false);
          }}
        />
      )}
    </Section>
  );
}
