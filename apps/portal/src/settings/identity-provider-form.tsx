'use client';

import { Modal, PasswordInput, Stack, Switch, Text, TextInput } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { type IdentityProvider, IdentityProviderInput } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { useNotify } from '../ui/confirm';
import { CopyLine } from '../ui/copy-line';
import { FormActions } from '../ui/form-actions';
import { useFormRefusal } from '../ui/form-refusal';
import { ProblemNotice } from '../ui/problem';

interface Props {
  readonly tenantId: string | undefined;
  readonly provider: IdentityProvider | undefined;
  readonly onClose: () => void;
}

const WithSecret = IdentityProviderInput.required({ clientSecret: true });

/** Adds or changes an OpenID provider. After adding, the address to enter there is shown, since it exists only then. */
export function IdentityProviderForm({ tenantId, provider, onClose }: Props) {
  const t = useTranslations('identityProviders');
  const c = useTranslations('common');
  const [made, setMade] = useState<IdentityProvider | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={provider ? t('edit') : t('add')}
      closeButtonProps={{ 'aria-label': c('close') }}
      closeOnClickOutside={false}
      size="lg"
    >
      {made === null ? (
        <Form tenantId={tenantId} provider={provider} onCancel={onClose} onSaved={(saved) => (provider ? onClose() : setMade(saved))} />
      ) : (
        <Stack data-testid="idp-made">
          <Text size="sm">{t('enterThere', { name: made.name })}</Text>
          <CopyLine text={made.redirectUri} />
          <FormActionsDone onClose={onClose} />
        </Stack>
      )}
    </Modal>
  );
}

function FormActionsDone({ onClose }: { onClose: () => void }) {
  const c = useTranslations('common');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <FormActions onCancel={onClose} saving={false} label={c('close')} testId="idp-done" />
    </form>
  );
}

interface FormProps extends Omit<Props, 'onClose'> {
  readonly onCancel: () => void;
  readonly onSaved: (provider: IdentityProvider) => void;
}

function Form({ tenantId, provider, onCancel, onSaved }: FormProps) {
  const t = useTranslations('identityProviders');
  const s = useTranslations('signIn');
  const notify = useNotify();
  const [version] = useState(provider?.version);
  const form = useForm({
    resolver: zodResolver(provider ? IdentityProviderInput : WithSecret),
    defaultValues: {
      tenantId: provider?.tenantId ?? tenantId ?? null,
      name: provider?.name ?? '',
      issuer: provider?.issuer ?? '',
      clientId: provider?.clientId ?? '',
      clientSecret: undefined as string | undefined,
      enforced: provider?.enforced ?? false,
    },
  });
  const { refusal, refuse } = useFormRefusal(form);
  const { errors } = form.formState;
  const save = useChange((body: Parameters<typeof api.createIdentityProvider>[0]['body']) =>
    provider ? api.replaceIdentityProvider({ params: { id: provider.id }, ifMatch: version, body }) : api.createIdentityProvider({ body }),
  );
  const submit = form.handleSubmit((values) =>
    save.mutateAsync(values).then((saved) => {
      notify.done(t('saved', { name: saved.name }));
      onSaved(saved);
    }, refuse),
  );
  const said = (error: { type?: unknown; message?: string } | undefined, own: string) =>
    error && (error.type === 'server' ? error.message : own);
  return (
    <form onSubmit={(e) => void submit(e)} noValidate data-testid="idp-form">
      <Stack>
        {save.isError && refusal !== null && <ProblemNotice error={refusal} />}
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          required
          data-autofocus
          {...form.register('name')}
          error={said(errors.name, t('nameMissing'))}
          data-testid="idp-name"
        />
        <TextInput
          label={t('issuer')}
          description={t('issuerHint')}
          required
          type="url"
          placeholder="https://login.microsoftonline.com/…/v2.0"
          {...form.register('issuer')}
          error={said(errors.issuer, t('issuerWrong'))}
          data-testid="idp-issuer"
        />
        <TextInput
          label={t('clientId')}
          required
          autoComplete="off"
          spellCheck={false}
          {...form.register('clientId')}
          error={said(errors.clientId, t('clientIdMissing'))}
          data-testid="idp-client-id"
        />
        <PasswordInput
          label={t('clientSecret')}
          description={provider ? t('secretStays') : undefined}
          required={!provider}
          autoComplete="off"
          {...form.register('clientSecret', { setValueAs: (value: string) => value || undefined })}
          error={said(errors.clientSecret, t('secretMissing'))}
          visibilityToggleButtonProps={{ 'aria-label': s('showPassword') }}
          data-testid="idp-client-secret"
        />
        <Controller
          control={form.control}
          name="enforced"
          render={({ field }) => (
            <Switch
              label={t('enforce')}
              description={t('enforceHint')}
              checked={field.value ?? false}
              onChange={(e) => field.onChange(e.currentTarget.checked)}
              error={errors.enforced?.message}
              data-testid="idp-enforced"
            />
          )}
        />
        <FormActions onCancel={onCancel} saving={save.isPending} testId="idp-save" />
      </Stack>
    </form>
  );
}
