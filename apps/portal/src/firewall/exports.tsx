'use client';

import { Button, Group, ScrollArea, Tabs, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import {
  exportFileName,
  exportFirewall,
  FIREWALL_EXPORT_FORMATS,
  FIREWALL_EXPORTS,
  type FirewallExportFormat,
  type FirewallPlan,
} from '@stellwerk/domain';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { saveText } from '../ui/save-file';
import { Section } from '../ui/section';

/** The plan in the language of a firewall: to copy, or as a file. */
export function Exports({ plan, title }: { plan: FirewallPlan; title: string }) {
  const t = useTranslations('firewall');
  const [format, setFormat] = useQueryState('format', parseAsStringLiteral(FIREWALL_EXPORT_FORMATS).withDefault('markdown'));
  return (
    <Tabs
      value={format}
      onChange={(value) => void setFormat((value as FirewallExportFormat | null) ?? 'markdown')}
      keepMounted={false}
      variant="pills"
    >
      <Tabs.List mb="md" aria-label={t('view.export')}>
        {FIREWALL_EXPORT_FORMATS.map((each) => (
          <Tabs.Tab key={each} value={each} data-testid={`firewall-format-${each}`}>
            {FIREWALL_EXPORTS[each].label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {FIREWALL_EXPORT_FORMATS.map((each) => (
        <Tabs.Panel key={each} value={each}>
          <Export plan={plan} title={title} format={each} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Export({ plan, title, format }: { plan: FirewallPlan; title: string; format: FirewallExportFormat }) {
  const t = useTranslations('firewall');
  const c = useTranslations('common');
  const locale = useLocale();
  const clipboard = useClipboard({ timeout: 1500 });
  const text = exportFirewall(format, { plan, locale, title });
  const { media, label, proven } = FIREWALL_EXPORTS[format];
  return (
    <Section title={label} id={`firewall-export-${format}`}>
      <Text size="sm" mb="sm">
        {t(`about.${format}`)} {t(proven ? 'proven' : 'unproven')}
      </Text>
      <Group gap="xs" mb="sm">
        <Button variant="default" leftSection={<IconCopy size={16} />} onClick={() => clipboard.copy(text)} data-testid="firewall-copy">
          {clipboard.copied ? c('copied') : c('copy')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => saveText(exportFileName(format, title), text, media)}
          data-testid="firewall-download"
        >
          {t('download')}
        </Button>
      </Group>
      <div className="copy-line">
        <ScrollArea.Autosize mah={520} style={{ flex: 1, minWidth: 0 }} viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': label }}>
          <pre data-testid="firewall-text">{text}</pre>
        </ScrollArea.Autosize>
      </div>
    </Section>
  );
}
