'use client';

import { Button, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useNotify } from '../ui/confirm';
import { saveJson } from '../ui/save-file';
import { Section } from '../ui/section';

/** Everything kept about oneself (GDPR, articles 15 and 20). */
export function DataSection() {
  const t = useTranslations('profile');
  const notify = useNotify();
  const read = useMutation({
    mutationFn: () => api.exportMe(),
    onSuccess: (data) => saveJson('stellwerk-personal-data.json', data),
    onError: notify.failed,
  });
  return (
    <Section title={t('data')} id="data">
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed" style={{ flex: '1 1 18rem' }}>
          {t('dataText')}
        </Text>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={read.isPending}
          onClick={() => read.mutate()}
          data-testid="profile-export"
        >
          {t('dataExport')}
        </Button>
      </Group>
    </Section>
  );
}
