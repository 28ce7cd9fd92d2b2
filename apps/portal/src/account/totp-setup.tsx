'use client';

import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { api } from '../api/client';
import { CopyLine } from '../ui/copy-line';
import { ProblemNotice } from '../ui/problem';
import { CodeInput } from '../ui/proof-form';
import { QrCode } from '../ui/qr-code';

/** The secret in fours, as people type it; apps ignore the spaces. */
const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

/** Sets up an authenticator app: the QR code, the same as text, and a first code as proof that it works. */
export function TotpSetup({ onDone, onCancel }: { onDone: (recoveryCodes: readonly string[] | null) => void; onCancel?: () => void }) {
  const t = useTranslations('factors');
  const c = useTranslations('common');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  // One secret per set-up: asked for again, it would be another one, and the code just scanned void.
  const secret = useQuery({
    queryKey: ['new-totp'],
    queryFn: () => api.beginTotp(),
    enabled: (query) => query.state.data === undefined,
    gcTime: 0,
    retry: false,
  });
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      const { recoveryCodes } = await api.confirmTotp({ body: { code: code.replace(/\s/g, '') } });
      onDone(recoveryCodes);
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  };
  if (secret.isError) return <ProblemNotice error={secret.error} retry={() => void secret.refetch()} />;
  if (!secret.data) return <Skeleton h={260} />;
  return (
    <form onSubmit={(e) => void submit(e)} noValidate data-testid="totp-setup">
      <Stack gap="md">
        <Text size="sm">{t('totpScan')}</Text>
        <Group align="flex-start" justify="center" gap="md">
          <QrCode text={secret.data.uri} label={t('totpQr')} />
        </Group>
        <div>
          <Text size="sm" mb={4}>
            {t('totpByHand')}
          </Text>
          <CopyLine text={grouped(secret.data.secret)} testId="totp-secret" />
        </div>
        {refusal !== null && <ProblemNotice error={refusal} testId="totp-problem" />}
        <CodeInput value={code} onChange={(e) => setCode(e.currentTarget.value)} description={t('totpFirstCode')} testId="totp-code" />
        <Group justify="flex-end">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {c('cancel')}
            </Button>
          )}
          <Button type="submit" loading={busy} disabled={code.replace(/\s/g, '').length !== 6} data-testid="totp-confirm">
            {t('totpConfirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
