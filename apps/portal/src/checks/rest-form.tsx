'use client';

import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormActions } from '../ui/form-actions';
import { ProblemNotice } from '../ui/problem';
import { NOT_SAID, untilOf, type UntilValue } from './until';
import { UntilField } from './until-field';

interface Props {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly confirm: string;
  readonly saving: boolean;
  readonly error: unknown;
  /** Whether it may rest until somebody says otherwise, and without a reason. */
  readonly open: boolean;
  readonly onSubmit: (until: string | null, reason: string) => void;
  readonly onClose: () => void;
  readonly testId: string;
}

/** Lets something rest for a while: until when, and why. */
export function RestForm({ title, text, label, confirm, saving, error, open, onSubmit, onClose, testId }: Props) {
  const t = useTranslations('until');
  const c = useTranslations('common');
  const [value, setValue] = useState<UntilValue>(NOT_SAID);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const until = untilOf(value, Date.now());
  const wrong = { until: until === undefined, reason: !open && reason.trim() === '' };
  const submit = () => {
    setTried(true);
    if (until !== undefined && !wrong.reason) onSubmit(until, reason.trim());
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': c('close') }}>
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          submit();
        }}
      >
        <Stack>
          <Text size="sm">{text}</Text>
          {error !== null && <ProblemNotice error={error} />}
          <UntilField label={label} value={value} onChange={setValue} open={open} error={tried && wrong.until ? t('missing') : undefined} />
          <TextInput
            label={open ? t('reasonOptional') : t('reason')}
            description={t('reasonHint')}
            required={!open}
            maxLength={300}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
            error={tried && wrong.reason ? t('reasonMissing') : undefined}
            data-testid={`${testId}-reason`}
          />
          <FormActions onCancel={onClose} saving={saving} label={confirm} testId={`${testId}-confirm`} />
        </Stack>
      </form>
    </Modal>
  );
}
