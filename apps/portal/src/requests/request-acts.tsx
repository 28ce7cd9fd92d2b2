'use client';

import { Button, Modal, Stack, Text, Textarea } from '@mantine/core';
import type { TunnelRequest } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useMay, useSide } from '../api/may';
import { useChange } from '../api/mutate';
import { useConfirm, useNotify } from '../ui/confirm';
import { FormActions } from '../ui/form-actions';
import { ProblemNotice } from '../ui/problem';

/** Takes an own pending request back. */
export function WithdrawButton({ request }: { request: TunnelRequest }) {
  const t = useTranslations('request');
  const may = useMay('requests:write');
  const confirm = useConfirm();
  const notify = useNotify();
  const withdraw = useChange(() => api.withdrawRequest({ params: { id: request.id } }));
  if (!may || !request.own || request.state !== 'pending') return null;
  const onConfirm = () => withdraw.mutate(undefined, { onSuccess: () => notify.done(t('withdrawn')), onError: notify.failed });
  return (
    <Button
      variant="default"
      loading={withdraw.isPending}
      onClick={() => confirm({ title: t('withdrawTitle'), text: t('withdrawText'), confirm: t('withdraw'), onConfirm })}
      data-testid="request-withdraw"
    >
      {t('withdraw')}
    </Button>
  );
}

/** Ends an approved access early: by whoever may decide, by the customer's side, or by who asked for it. */
export function RevokeButton({ request }: { request: TunnelRequest }) {
  const t = useTranslations('request');
  const may = useMay('requests:write');
  const decides = useMay('requests:decide');
  const customer = useSide() === 'tenant';
  const [open, setOpen] = useState(false);
  if (!may || request.state !== 'approved' || !(decides || customer || request.own)) return null;
  return (
    <>
      <Button variant="default" className="danger-outline" onClick={() => setOpen(true)} data-testid="request-revoke">
        {t('revoke')}
      </Button>
      {open && <RevokeForm request={request} onClose={() => setOpen(false)} />}
    </>
  );
}

function RevokeForm({ request, onClose }: { request: TunnelRequest; onClose: () => void }) {
  const t = useTranslations('request');
  const c = useTranslations('common');
  const notify = useNotify();
  const [text, setText] = useState('');
  const revoke = useChange(() => api.revokeRequest({ params: { id: request.id }, body: { text: text.trim() } }));
  const submit = () =>
    revoke.mutate(undefined, {
      onSuccess: () => {
        notify.done(t('revoked'));
        onClose();
      },
    });
  return (
    <Modal opened onClose={onClose} title={t('revokeTitle')} closeButtonProps={{ 'aria-label': c('close') }}>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          submit();
        }}
      >
        <Stack>
          <Text size="sm">{t('revokeText')}</Text>
          {revoke.isError && <ProblemNotice error={revoke.error} />}
          <Textarea
            label={t('remark')}
            autosize
            minRows={2}
            maxLength={2_000}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            data-autofocus
            data-testid="revoke-text"
          />
          <FormActions onCancel={onClose} saving={revoke.isPending} label={t('revoke')} testId="revoke-confirm" />
        </Stack>
      </form>
    </Modal>
  );
}
