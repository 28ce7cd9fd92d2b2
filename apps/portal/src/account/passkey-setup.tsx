'use client';

import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { api } from '../api/client';
import { makePasskey } from '../api/passkey';
import { ProblemNotice } from '../ui/problem';

/** Registers a passkey of this device, or of a security key, under a name its owner will know it by. */
export function PasskeySetup({ onDone, onCancel }: { onDone: (recoveryCodes: readonly string[] | null) => void; onCancel?: () => void }) {
  const t = useTranslations('factors');
  const c = useTranslations('common');
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      const made = await makePasskey();
      const { recoveryCodes } = await api.addPasskey({ body: { ...made, name: name.trim() || t('passkeyDefaultName') } });
      onDone(recoveryCodes);
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(e) => void submit(e)} noValidate data-testid="passkey-setup">
      <Stack gap="md">
        <Text size="sm">{t('passkeyText')}</Text>
        {refusal !== null && <ProblemNotice error={refusal} testId="passkey-problem" />}
        <TextInput
          label={t('passkeyName')}
          description={t('passkeyNameHint')}
          maxLength={80}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          data-autofocus
          data-testid="passkey-name"
        />
        <Group justify="flex-end">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {c('cancel')}
            </Button>
          )}
          <Button type="submit" loading={busy} leftSection={<IconFingerprint size={18} aria-hidden />} data-testid="passkey-create">
            {t('passkeyCreate')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
