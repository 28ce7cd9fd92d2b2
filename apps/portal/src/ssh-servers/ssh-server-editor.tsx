'use client';

import { SimpleGrid, Stack } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import type { SshServer } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { showRefusal } from '../ui/form-refusal';
import { ProblemNotice } from '../ui/problem';
import { SshFields } from './ssh-fields';
import { credentialMissing, emptySshForm, formOf, inputOf, SshForm } from './ssh-form';
import { TestPanel } from './test-panel';
import { useConnectionTest } from './use-connection-test';
import { FormActions } from '../ui/form-actions';

export interface SshServerEditorProps {
  readonly tenantId: string;
  readonly stored?: SshServer;
  readonly onClose: () => void;
  readonly onSaved: (server: SshServer) => void;
}

/** An SSH server's form beside its connection test: in a dialog, and inside the tunnel editor. */
export function SshServerEditor({ tenantId, stored, onClose, onSaved }: SshServerEditorProps) {
  const t = useTranslations('sshServer');
  const form = useForm<SshForm>({
    resolver: zodResolver(SshForm),
    defaultValues: stored ? formOf(stored) : emptySshForm,
    mode: 'onTouched',
  });
  const values = useWatch({ control: form.control }) as SshForm;
  const test = useConnectionTest(tenantId, values, stored);
  const [version] = useState(stored?.version);
  const save = useChange((body: ReturnType<typeof inputOf>) =>
    stored ? api.replaceSshServer({ params: { id: stored.id }, ifMatch: version, body }) : api.createSshServer({ body }),
  );

  const submit = form.handleSubmit((typed) => {
    if (credentialMissing(typed, stored)) {
      const field =
        typed.kind === 'private-key'
          ? 'privateKey'
          : typed.kind === 'certificate'
            ? typed.privateKey === ''
              ? 'privateKey'
              : 'certificate'
            : 'password';
      return form.setError(field, { type: 'missing' }, { shouldFocus: true });
    }
    return save
      .mutateAsync(inputOf(typed, tenantId, test.result?.hostKeys ?? [], stored))
      .then(onSaved, (error: unknown) => void showRefusal(form, error));
  });

  return (
    <form
      onSubmit={(e) => {
        // The editor may sit inside the tunnel's own form (portals bubble React events).
        e.stopPropagation();
        void submit(e);
      }}
      noValidate
      data-testid="ssh-server-form"
    >
      <Stack>
        {save.isError && <ProblemNotice error={save.error} />}
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <SshFields form={form} stored={stored} />
          <TestPanel
            test={test}
            confirmed={values.fingerprint}
            onConfirm={(fingerprint) => form.setValue('fingerprint', fingerprint, { shouldDirty: true, shouldValidate: true })}
          />
        </SimpleGrid>
        <FormActions
          onCancel={onClose}
          saving={save.isPending}
          label={test.result?.successful ? undefined : t('saveUntested')}
          testId="ssh-server-save"
        />
      </Stack>
    </form>
  );
}
