'use client';

import { ActionIcon, Button, Group, Modal, Stack, Switch, Text, TextInput } from '@mantine/core';
import type { Pbx, PbxModule } from '@stellwerk/contracts';
import { moduleFacts, type ModuleKey, Version } from '@stellwerk/domain';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { ProblemNotice } from '../ui/problem';
import { FormActions } from '../ui/form-actions';

interface Configuration {
  readonly id?: string;
  readonly name: string;
  readonly enabled: boolean;
}

/** Installs a module, or edits its version and configurations. While at least one is enabled, its tunnels may run. */
export function ModuleForm({
  pbx,
  moduleKey,
  installed,
  onClose,
}: {
  pbx: Pbx;
  moduleKey: ModuleKey;
  installed?: PbxModule;
  onClose: () => void;
}) {
  const t = useTranslations('modules');
  const c = useTranslations('common');
  const locale = useLocale();
  const [version, setVersion] = useState(installed?.version ?? '');
  const [configurations, setConfigurations] = useState<readonly Configuration[]>(
    installed?.configurations ?? [{ name: t('defaultName'), enabled: true }],
  );
  const save = useChange(() =>
    api.putModule({
      params: { id: pbx.id, module: moduleKey },
      body: { version: version.trim() || null, configurations: [...configurations] },
    }),
  );
  const change = (index: number, part: Partial<Configuration>) =>
    setConfigurations((all) => all.map((x, i) => (i === index ? { ...x, ...part } : x)));
  const versionWrong = version.trim() !== '' && !Version.safeParse(version).success;
  const nameMissing = configurations.some((x) => x.name.trim() === '');
  const { label, purpose, minimumVersion } = moduleFacts(moduleKey);
  return (
    <Modal
      opened
      onClose={onClose}
      title={installed ? label[locale] : t('installTitle', { name: label[locale] })}
      closeButtonProps={{ 'aria-label': c('close') }}
    >
      <form
        onSubmit={(e) => {
          e.preventDefault();
          if (!versionWrong && !nameMissing) save.mutate(undefined, { onSuccess: onClose });
        }}
        data-testid="module-form"
      >
        <Stack>
          {save.isError && <ProblemNotice error={save.error} />}
          <Text size="sm" c="dimmed">
            {purpose[locale]}
          </Text>
          <TextInput
            label={t('version')}
            description={minimumVersion ? t('from', { version: minimumVersion }) : undefined}
            value={version}
            onChange={(e) => setVersion(e.currentTarget.value)}
            placeholder={minimumVersion ?? '23.6.16'}
            error={versionWrong && t('versionWrong')}
            data-testid="module-version"
          />
          <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
            <Text component="legend" size="sm" fw={500}>
              {t('configurations')}
            </Text>
            <Text size="xs" c="dimmed" mb="xs">
              {t('configurationsHint')}
            </Text>
            <Stack gap="xs">
              {configurations.map((x, index) => (
                <Group key={x.id ?? index} gap="xs" wrap="nowrap">
                  <TextInput
                    style={{ flex: 1 }}
                    aria-label={t('configurationName')}
                    value={x.name}
                    onChange={(e) => change(index, { name: e.currentTarget.value })}
                    error={x.name.trim() === '' && t('nameMissing')}
                  />
                  <Switch
                    aria-label={t('enabled', { name: x.name })}
                    checked={x.enabled}
                    onChange={(e) => change(index, { enabled: e.currentTarget.checked })}
                  />
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('removeConfiguration', { name: x.name })}
                    onClick={() => setConfigurations((all) => all.filter((_, i) => i !== index))}
                  >
                    <IconX size={16} />
                  </ActionIcon>
                </Group>
              ))}
            </Stack>
            <Button
              mt="xs"
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlus size={14} />}
              onClick={() => setConfigurations((all) => [...all, { name: '', enabled: true }])}
            >
              {t('addConfiguration')}
            </Button>
          </fieldset>
          <FormActions onCancel={onClose} saving={save.isPending} label={installed ? undefined : t('install')} testId="module-save" />
        </Stack>
      </form>
    </Modal>
  );
}
