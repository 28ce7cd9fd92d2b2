'use client';

import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { saveText } from '../ui/save-file';

/** Recovery codes, this once: to be copied or kept as a file before one goes on. */
export function RecoveryCodes({ codes, email, onDone }: { codes: readonly string[]; email: string; onDone: () => void }) {
  const t = useTranslations('factors');
  const c = useTranslations('common');
  const clipboard = useClipboard({ timeout: 2000 });
  const [kept, setKept] = useState(false);
  const text = `${t('codesFile', { email })}\n\n${codes.join('\n')}\n`;
  return (
    <Stack gap="md" data-testid="recovery-codes">
      <div className="notice tone-attention">
        <Text size="sm" className="notice-title">
          {t('codesOnce')}
        </Text>
        <Text size="sm">{t('codesText')}</Text>
      </div>
      <ul className="codes" aria-label={t('codes')}>
        {codes.map((code) => (
          <li key={code} data-testid="recovery-code">
            {code}
          </li>
        ))}
      </ul>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={clipboard.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          onClick={() => clipboard.copy(codes.join('\n'))}
          data-testid="recovery-copy"
        >
          {clipboard.copied ? c('copied') : c('copy')}
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => saveText('stellwerk-recovery-codes.txt', text, 'text/plain')}
          data-testid="recovery-download"
        >
          {t('download')}
        </Button>
      </Group>
      <Checkbox checked={kept} onChange={(e) => setKept(e.currentTarget.checked)} label={t('codesKept')} data-testid="recovery-kept" />
      <Button disabled={!kept} onClick={onDone} style={{ alignSelf: 'flex-start' }} data-testid="recovery-done">
        {t('goOn')}
      </Button>
    </Stack>
  );
}
