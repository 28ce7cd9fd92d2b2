'use client';

import { Accordion, Group, NumberInput, PasswordInput, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { SshServer } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { Controller, type UseFormReturn } from 'react-hook-form';
import { CREDENTIAL_KINDS, type SshForm } from './ssh-form';

type FormKey = 'nameMissing' | 'usernameMissing' | 'fingerprintWrong' | 'hostWrong' | 'portWrong' | 'credentialMissing';

/** A zod issue carries a key of ours; a refusal of the API carries its sentence. */
function useFieldError(form: UseFormReturn<SshForm>) {
  const t = useTranslations('sshServer.wrong');
  const fallback: Partial<Record<keyof SshForm, FormKey>> = {
    name: 'nameMissing',
    host: 'hostWrong',
    port: 'portWrong',
    username: 'usernameMissing',
    fingerprint: 'fingerprintWrong',
    password: 'credentialMissing',
    privateKey: 'credentialMissing',
    certificate: 'credentialMissing',
  };
  return (field: keyof SshForm) => {
    const error = form.formState.errors[field];
    const key = fallback[field];
    if (!error) return undefined;
    return error.type === 'server' || key === undefined ? error.message : t(key);
  };
}

export function SshFields({ form, stored }: { form: UseFormReturn<SshForm>; stored?: SshServer }) {
  const t = useTranslations('sshServer');
  const error = useFieldError(form);
  const { register, control } = form;
  return (
    <Stack gap="sm">
      <TextInput
        label={t('name')}
        description={t('nameHint')}
        required
        {...register('name')}
        error={error('name')}
        data-testid="ssh-server-name"
      />
      <Group align="flex-start" gap="sm" wrap="nowrap">
        <TextInput
          style={{ flex: 1 }}
          label={t('host')}
          required
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          {...register('host')}
          error={error('host')}
          placeholder="ssh.example.com"
          data-testid="ssh-server-host"
        />
        <Controller
          control={control}
          name="port"
          render={({ field }) => (
            <NumberInput
              w={110}
              label={t('port')}
              required
              min={1}
              max={65535}
              hideControls
              allowDecimal={false}
              value={field.value}
              onChange={(v) => field.onChange(v === '' ? NaN : Number(v))}
              onBlur={field.onBlur}
              error={error('port')}
              data-testid="ssh-server-port"
            />
          )}
        />
      </Group>
      <TextInput
        label={t('username')}
        required
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        {...register('username')}
        error={error('username')}
        data-testid="ssh-server-username"
      />
      <CredentialFields form={form} stored={stored} />
      <TextInput
        label={t('fingerprint')}
        description={t('fingerprintHint')}
        spellCheck={false}
        autoComplete="off"
        {...register('fingerprint')}
        error={error('fingerprint')}
        placeholder="SHA256:…"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        data-testid="ssh-server-fingerprint"
      />
      <Accordion
        variant="default"
        chevronPosition="left"
        styles={{ content: { padding: 0 }, control: { paddingInline: 0 }, item: { border: 0 } }}
      >
        <Accordion.Item value="more">
          <Accordion.Control>
            <Text size="sm">{t('more')}</Text>
          </Accordion.Control>
          <Accordion.Panel>
            <Controller
              control={control}
              name="engine"
              render={({ field }) => (
                <Select
                  label={t('engine')}
                  description={t('engineHint')}
                  value={field.value}
                  onChange={(v) => v && field.onChange(v)}
                  data={(['auto', 'ssh2', 'openssh'] as const).map((value) => ({ value, label: t(`engines.${value}`) }))}
                  allowDeselect={false}
                />
              )}
            />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}

function CredentialFields({ form, stored }: { form: UseFormReturn<SshForm>; stored?: SshServer }) {
  const t = useTranslations('sshServer');
  const error = useFieldError(form);
  const { register, control } = form;
  const kind = form.watch('kind');
  const kept = stored?.credentialKind === kind ? t('keepStored') : undefined;
  const mono = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } };
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <Text component="legend" size="sm" fw={500} mb={4}>
        {t('credential')}
      </Text>
      <Stack gap="sm">
        <Controller
          control={control}
          name="kind"
          render={({ field }) => (
            <SegmentedControl
              fullWidth
              size="xs"
              className="wrap-segments"
              aria-label={t('credential')}
              value={field.value}
              onChange={field.onChange}
              data={CREDENTIAL_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
              data-testid="ssh-server-kind"
            />
          )}
        />
        {(kind === 'password' || kind === 'keyboard-interactive') && (
          <PasswordInput
            label={t('password')}
            required={!kept}
            placeholder={kept}
            autoComplete="new-password"
            {...register('password')}
            error={error('password')}
            visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
            data-testid="ssh-server-password"
          />
        )}
        {(kind === 'private-key' || kind === 'certificate') && (
          <>
            <Textarea
              label={t('privateKey')}
              description={t('privateKeyHint')}
              required={!kept}
              placeholder={kept ?? '-----BEGIN OPENSSH PRIVATE KEY-----'}
              autosize
              minRows={3}
              maxRows={8}
              spellCheck={false}
              autoComplete="off"
              styles={mono}
              {...register('privateKey')}
              error={error('privateKey')}
              data-testid="ssh-server-private-key"
            />
            <PasswordInput
              label={t('passphrase')}
              autoComplete="new-password"
              {...register('passphrase')}
              visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
              data-testid="ssh-server-passphrase"
            />
          </>
        )}
        {kind === 'certificate' && (
          <Textarea
            label={t('certificate')}
            description={t('certificateHint')}
            required={!kept}
            placeholder={kept}
            autosize
            minRows={2}
            maxRows={6}
            spellCheck={false}
            styles={mono}
            {...register('certificate')}
            error={error('certificate')}
            data-testid="ssh-server-certificate"
          />
        )}
      </Stack>
    </fieldset>
  );
}
