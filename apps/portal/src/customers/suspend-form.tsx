'use client';

import { Modal, Stack, Text, Textarea } from '@mantine/core';
import type { Tenant } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { useNotify } from '../ui/confirm';
import { FormActions } from '../ui/form-actions';
import { ProblemNotice } from '../ui/problem';

/** Stops everything of a customer, with a reason that its people read, too. */
export function SuspendForm({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const t = useTranslations('customerLife');
  const c = useTranslations('common');
  const notify = useNotify();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const suspend = useChange(() => api.suspendTenant({ params: { id: tenant.id }, body: { reason: reason.trim() } }));
  const submit = () => {
    setTried(true);
    if (reason.trim() === '') return;
    suspend.mutate(undefined, {
      onSuccess: () => {
        notify.done(t('suspended', { name: tenant.name }));
        onClose();
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title={t('suspendTitle', { name: tenant.name })} closeButtonProps={{ 'aria-label': c('close') }}>
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          submit();
        }}
      >
        <Stack>
          <Text size="sm">{t('suspendText')}</Text>
          {suspend.isError && <ProblemNotice error={suspend.error} />}
          <Textarea
            label={t('reason')}
            description={t('reasonHint')}
            required
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
            error={tried && reason.trim() === '' ? t('reasonMissing') : undefined}
            data-autofocus
            data-testid="suspend-reason"
          />
          <FormActions onCancel={onClose} saving={suspend.isPending} label={t('suspend')} testId="suspend-confirm" />
        </Stack>
      </form>
    </Modal>
  );
}
