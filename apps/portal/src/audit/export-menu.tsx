'use client';

import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { AuditQuery } from '../api/audit-queries';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useNotify } from '../ui/confirm';
import { saveBlob } from '../ui/save-file';

const FORMATS = { json: 'jsonl', csv: 'csv' } as const;

/** What the filter shows, as a file: JSON lines for machines, CSV for spreadsheets. */
export function ExportMenu({ query }: { query: AuditQuery }) {
  const t = useTranslations('audit');
  const notify = useNotify();
  const may = useMay('audit:export');
  const save = useMutation({
    mutationFn: async (format: keyof typeof FORMATS) => {
      const file = await api.exportAuditEvents({ query: { ...query, format } });
      saveBlob(`audit-${new Date().toISOString().slice(0, 10)}.${FORMATS[format]}`, file);
    },
    onSuccess: () => notify.done(t('exported')),
    onError: notify.failed,
  });
  if (!may) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />} loading={save.isPending} data-testid="audit-export">
          {t('export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['json', 'csv'] as const).map((format) => (
          <Menu.Item key={format} onClick={() => save.mutate(format)} data-testid={`audit-export-${format}`}>
            {t(`formats.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
