'use client';

import { Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import type { FindingView, Pbx } from '@stellwerk/contracts';
import { moduleFacts, modulesFor } from '@stellwerk/domain';
import { useLocale, useTranslations } from 'next-intl';
import type { Dispatch } from 'react';
import { Section } from '../ui/section';
import type { Change, Draft } from './draft';

interface Props {
  readonly pbx: Pbx;
  readonly draft: Draft;
  readonly dispatch: Dispatch<Change>;
  readonly editing: boolean;
  readonly nameError: string | undefined;
  readonly findings: readonly FindingView[];
}

/** Whose tunnel it is and what it is called. The module is chosen once: a tunnel is edited only through its own. */
export function GeneralSection({ pbx, draft, dispatch, editing, nameError, findings }: Props) {
  const t = useTranslations('editor');
  const locale = useLocale();
  const installed = new Set<string>(['general', ...pbx.modules.map((m) => m.module)]);
  const facts = moduleFacts(draft.module);
  return (
    <Section title={t('general')} id="general">
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <TextInput
          label={t('name')}
          required
          value={draft.name}
          onChange={(e) => dispatch({ type: 'set', part: { name: e.currentTarget.value } })}
          error={nameError}
          placeholder={t('namePlaceholder')}
          data-testid="tunnel-editor-name"
        />
        <Select
          label={t('module')}
          description={facts.purpose[locale]}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={draft.module}
          onChange={(module) => module && dispatch({ type: 'set', part: { module } })}
          allowDeselect={false}
          disabled={editing}
          data={modulesFor(pbx.product).map((value) => ({
            value,
            label: installed.has(value) ? moduleFacts(value).label[locale] : t('notInstalled', { name: moduleFacts(value).label[locale] }),
            disabled: !installed.has(value),
          }))}
          data-testid="tunnel-editor-module"
        />
        <Switch
          mt={{ base: 0, sm: 30 }}
          label={t('enabled')}
          description={t('enabledHint')}
          checked={draft.enabled}
          onChange={(e) => dispatch({ type: 'set', part: { enabled: e.currentTarget.checked } })}
          data-testid="tunnel-editor-enabled"
        />
      </SimpleGrid>
      {findings.length > 0 && (
        <Stack gap={4} mt="sm">
          {findings.map((f) => (
            <Text
              key={f.code + f.path}
              size="sm"
              className={`tone-${f.severity === 'error' ? 'down' : f.severity === 'warning' ? 'attention' : 'idle'}`}
              c="var(--tone)"
              data-testid="tunnel-finding"
              data-code={f.code}
            >
              {f.text}
            </Text>
          ))}
        </Stack>
      )}
    </Section>
  );
}
