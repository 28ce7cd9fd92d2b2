'use client';

import { Button, Group, Stack, Switch, Text } from '@mantine/core';
import type { Pbx, PbxModule, Tunnel } from '@stellwerk/contracts';
import { moduleFacts, type ModuleKey, modulesFor, sentence, versionSatisfied } from '@stellwerk/domain';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useConfirm, useNotify } from '../ui/confirm';
import { Section } from '../ui/section';
import { ModuleForm } from './module-form';
import { ScrollBox } from '../ui/scroll-box';

type PutModule = Parameters<typeof api.putModule>[0];

/** The modules a PBX can have: which are installed, with which configurations, and whether their version may own tunnels. */
export function PbxModules({ pbx, tunnels }: { pbx: Pbx; tunnels: readonly Tunnel[] }) {
  const t = useTranslations('modules');
  const [editing, setEditing] = useState<ModuleKey | null>(null);
  const keys = modulesFor(pbx.product).filter((key) => key !== 'general');
  if (keys.length === 0) return null;
  const installed = new Map(pbx.modules.map((m) => [m.module, m]));
  const order = [...keys].sort((a, b) => Number(installed.has(b)) - Number(installed.has(a)));
  return (
    <Section title={t('title')} id="modules" flush>
      <ScrollBox label={t('configurations')}>
        <table className="dense" data-testid="module-table">
          <thead>
            <tr>
              <th scope="col">{t('module')}</th>
              <th scope="col">{t('version')}</th>
              <th scope="col">{t('configurations')}</th>
              <th scope="col" className="num">
                {t('tunnels')}
              </th>
              <th scope="col">
                <span className="sr-only">{t('actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {order.map((key) => (
              <ModuleRow
                key={key}
                pbx={pbx}
                moduleKey={key}
                installed={installed.get(key)}
                tunnels={tunnels.filter((x) => x.module === key).length}
                onEdit={() => setEditing(key)}
              />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {editing && <ModuleForm pbx={pbx} moduleKey={editing} installed={installed.get(editing)} onClose={() => setEditing(null)} />}
    </Section>
  );
}

interface RowProps {
  readonly pbx: Pbx;
  readonly moduleKey: ModuleKey;
  readonly installed: PbxModule | undefined;
  readonly tunnels: number;
  readonly onEdit: () => void;
}

function ModuleRow({ pbx, moduleKey, installed, tunnels, onEdit }: RowProps) {
  const t = useTranslations('modules');
  const locale = useLocale();
  const notify = useNotify();
  const mayWrite = useMay('pbxs:write');
  const put = useChange((input: PutModule) => api.putModule(input));
  const remove = useRemoveModule(pbx, moduleKey, tunnels);
  const facts = moduleFacts(moduleKey);
  const toggle = (configurationId: string, enabled: boolean) => {
    if (!installed) return;
    const configurations = installed.configurations.map((c) => (c.id === configurationId ? { ...c, enabled } : c));
    put.mutate(
      { params: { id: pbx.id, module: moduleKey }, body: { version: installed.version, configurations } },
      { onError: notify.failed },
    );
  };
  return (
    <tr data-testid="module-row" data-module={moduleKey}>
      <td className="top">
        <Text size="sm" fw={600}>
          {facts.label[locale]}
        </Text>
        <Text size="xs" c="dimmed">
          {facts.purpose[locale]}
        </Text>
      </td>
      <td className="top">
        {installed ? (
          <>
            {installed.version ?? (
              <Text span size="sm" c="dimmed">
                {t('versionUnknown')}
              </Text>
            )}
            <VersionWarning moduleKey={moduleKey} version={installed.version} />
          </>
        ) : (
          <Text size="sm" c="dimmed">
            {facts.minimumVersion ? t('from', { version: facts.minimumVersion }) : t('notInstalled')}
          </Text>
        )}
      </td>
      <td className="top">
        <Stack gap={4}>
          {installed?.configurations.map((c) => (
            <Switch
              key={c.id}
              size="sm"
              label={c.name}
              checked={c.enabled}
              disabled={put.isPending || !mayWrite}
              onChange={(e) => toggle(c.id, e.currentTarget.checked)}
              data-testid="module-configuration"
            />
          ))}
          {installed && !installed.active && (
            <Text size="xs" className="tone-attention" c="var(--tone)">
              {tunnels > 0 ? t('inactiveWithTunnels', { count: tunnels }) : t('inactive')}
            </Text>
          )}
        </Stack>
      </td>
      <td className="num top">{tunnels}</td>
      <td className="num top">
        {mayWrite && (
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <Button
              size="compact-sm"
              variant={installed ? 'subtle' : 'light'}
              onClick={onEdit}
              data-testid={installed ? 'module-edit' : 'module-install'}
              aria-label={`${installed ? t('edit') : t('install')}: ${facts.label[locale]}`}
            >
              {installed ? t('edit') : t('install')}
            </Button>
            {installed && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                loading={remove.isPending}
                onClick={remove.ask}
                aria-label={`${t('remove')}: ${facts.label[locale]}`}
                data-testid="module-remove"
              >
                {t('remove')}
              </Button>
            )}
          </Group>
        )}
      </td>
    </tr>
  );
}

function VersionWarning({ moduleKey, version }: { moduleKey: ModuleKey; version: string | null }) {
  const locale = useLocale();
  const satisfied = versionSatisfied(moduleKey, version);
  const minimum = moduleFacts(moduleKey).minimumVersion;
  if (satisfied === true || minimum === null) return null;
  const params = { module: moduleKey, version: version ?? '', minimum, minimumVersion: minimum };
  return (
    <Text
      size="xs"
      maw={320}
      className={satisfied === false ? 'tone-attention' : 'tone-idle'}
      c="var(--tone)"
      data-testid="module-version-warning"
    >
      {sentence(satisfied === false ? 'module-version-too-old' : 'module-version-unknown', params, locale)}
    </Text>
  );
}

function useRemoveModule(pbx: Pbx, moduleKey: ModuleKey, tunnels: number) {
  const t = useTranslations('modules');
  const locale = useLocale();
  const confirm = useConfirm();
  const notify = useNotify();
  const remove = useChange(() => api.deleteModule({ params: { id: pbx.id, module: moduleKey } }));
  const name = moduleFacts(moduleKey).label[locale];
  return {
    isPending: remove.isPending,
    ask: () =>
      confirm({
        title: t('removeTitle', { name }),
        text: t('removeText', { count: tunnels }),
        confirm: t('remove'),
        onConfirm: () => remove.mutate(undefined, { onError: notify.failed }),
      }),
  };
}
