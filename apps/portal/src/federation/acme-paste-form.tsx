'use client';

import { Modal, Stack, Text, Textarea } from '@mantine/core';
import type { FederationInput } from '@stellwerk/domain';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { FormActions } from '../ui/form-actions';
import { ProblemNotice } from '../ui/problem';

interface Props {
  readonly onClose: () => void;
  readonly onRead: (settings: NonNullable<FederationInput['acme']>) => void;
}

/** Reads the settings of an ACME client out of what somebody pastes. Nothing of it is kept but the few values the form shows. */
export function AcmePasteForm({ onClose, onRead }: Props) {
  const t = useTranslations('federation');
  const c = useTranslations('common');
  const [content, setContent] = useState('');
  const read = useMutation({ mutationFn: () => api.readAcmeSettings({ body: { content } }) });
  const submit = () => read.mutate(undefined, { onSuccess: ({ settings }) => onRead(settings) });
  return (
    <Modal opened onClose={onClose} title={t('pasteAcme')} size="lg" closeButtonProps={{ 'aria-label': c('close') }}>
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          e.stopPropagation();
          if (content.trim() !== '') submit();
        }}
      >
        <Stack>
          <Text size="sm">{t('pasteAcmeText')}</Text>
          {read.isError && <ProblemNotice error={read.error} />}
          <Textarea
            label={t('pasteAcmeLabel')}
            autosize
            minRows={6}
            maxRows={16}
            required
            data-autofocus
            value={content}
            onChange={(e) => setContent(e.currentTarget.value)}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            spellCheck={false}
            data-testid="acme-paste-content"
          />
          <FormActions onCancel={onClose} saving={read.isPending} label={t('pasteAcmeRead')} testId="acme-paste-read" />
        </Stack>
      </form>
    </Modal>
  );
}
