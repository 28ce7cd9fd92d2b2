'use client';

import { NumberInput, SimpleGrid, Stack, Switch } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Controller } from 'react-hook-form';
import { Section } from '../ui/section';
import type { FederationDraft } from './federation-form';
import { HINT_BELOW, TextField, WordsField } from './fields';

/** The server itself: its names and addresses, and whether strangers may find it. */
export function ServerFields() {
  const t = useTranslations('federation');
  return (
    <Section title={t('server')} id="server">
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextField
            name="domain"
            label={t('domain')}
            description={t('domainHint')}
            placeholder="acme.example"
            required
            wrong={t('nameWrong')}
            testId="federation-domain"
          />
          <TextField
            name="fqdn"
            label={t('fqdn')}
            description={t('fqdnHint')}
            placeholder="connect.acme.example"
            required
            wrong={t('nameWrong')}
            testId="federation-fqdn"
          />
        </SimpleGrid>
        <Controller<FederationDraft, 'openFederation'>
          name="openFederation"
          render={({ field }) => (
            <Switch
              label={t('openFederation')}
              description={t('openFederationHint')}
              checked={field.value}
              onChange={(e) => field.onChange(e.currentTarget.checked)}
              data-testid="federation-open"
            />
          )}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextField
            name="publicAddress"
            label={t('publicAddress')}
            description={t('publicAddressHint')}
            placeholder="203.0.113.21"
            wrong={t('addressWrong')}
            testId="federation-public-address"
          />
          <TextField
            name="internalAddress"
            label={t('internalAddress')}
            description={t('internalAddressHint')}
            placeholder="192.168.1.100"
            wrong={t('addressWrong')}
            testId="federation-internal-address"
          />
          <TextField
            name="networkInterface"
            label={t('networkInterface')}
            description={t('networkInterfaceHint')}
            placeholder="192.168.1.100:5061"
            wrong={t('addressWrong')}
            testId="federation-interface"
          />
          <Controller<FederationDraft, 'port'>
            name="port"
            render={({ field, fieldState }) => (
              <NumberInput
                label={t('port')}
                description={t('portHint')}
                inputWrapperOrder={HINT_BELOW}
                min={1}
                max={65_535}
                allowDecimal={false}
                value={field.value}
                onChange={field.onChange}
                error={fieldState.error && t('portWrong')}
                data-testid="federation-port"
              />
            )}
          />
        </SimpleGrid>
      </Stack>
    </Section>
  );
}

/** With whom the server talks at all, beside its routes. */
export function DomainFields() {
  const t = useTranslations('federation');
  return (
    <Section title={t('domains')} id="domains">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <WordsField
          name="allowedDomains"
          label={t('allowedDomains')}
          description={t('allowedDomainsHint')}
          placeholder="partner.example"
          wrong={t('nameWrong')}
          testId="federation-allowed"
        />
        <WordsField
          name="blockedDomains"
          label={t('blockedDomains')}
          description={t('blockedDomainsHint')}
          placeholder="spam.example"
          wrong={t('nameWrong')}
          testId="federation-blocked"
        />
      </SimpleGrid>
    </Section>
  );
}
