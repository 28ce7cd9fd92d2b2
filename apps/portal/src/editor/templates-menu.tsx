'use client';

import { Badge, Button, Group, Menu, Text } from '@mantine/core';
import type { ServiceTemplate } from '@stellwerk/contracts';
import type { ModuleKey } from '@stellwerk/domain';
import { IconTemplate } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useServiceTemplates } from '../api/queries';

/** The service templates: those meant for the module first, each marked by who it comes from. */
export function TemplatesMenu({ module, onChoose }: { module: ModuleKey; onChoose: (template: ServiceTemplate) => void }) {
  const t = useTranslations('editor');
  const templates = useServiceTemplates();
  const all = templates.data?.items ?? [];
  const meant = all.filter((x) => x.modules.length === 0 || module === 'general' || x.modules.includes(module));
  const others = all.filter((x) => !meant.includes(x));
  return (
    <Menu position="bottom-end" width={340} shadow="md">
      <Menu.Target>
        <Button
          variant="light"
          size="xs"
          leftSection={<IconTemplate size={15} />}
          disabled={all.length === 0}
          data-testid="tunnel-editor-templates"
        >
          {t('templates')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {meant.map((x) => (
          <TemplateItem key={x.key} template={x} onChoose={onChoose} />
        ))}
        {others.length > 0 && <Menu.Label>{t('otherTemplates')}</Menu.Label>}
        {others.map((x) => (
          <TemplateItem key={x.key} template={x} onChoose={onChoose} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function TemplateItem({ template, onChoose }: { template: ServiceTemplate; onChoose: (template: ServiceTemplate) => void }) {
  const t = useTranslations('editor');
  return (
    <Menu.Item onClick={() => onChoose(template)} data-testid={`template-${template.key}`}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={600}>
          {template.name}
        </Text>
        <Badge size="sm" variant="default" style={{ textTransform: 'none', flex: 'none' }}>
          {template.origin === 'vendor' ? t('originVendor') : t('originOurs')}
        </Badge>
      </Group>
      <Text size="xs" c="dimmed">
        {template.description}
      </Text>
    </Menu.Item>
  );
}
