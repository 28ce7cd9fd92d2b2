'use client';

import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';

/** Lines to take along: a command, a configuration, a fingerprint. */
export function CopyLine({ text, testId }: { text: string; testId?: string }) {
  const t = useTranslations('common');
  const clipboard = useClipboard({ timeout: 1500 });
  const label = clipboard.copied ? t('copied') : t('copy');
  return (
    <div className="copy-line" data-testid={testId}>
      <pre tabIndex={0}>{text}</pre>
      <Tooltip label={label}>
        <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={() => clipboard.copy(text)}>
          {clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
