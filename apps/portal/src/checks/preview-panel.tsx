'use client';

import { Button, Group, Loader, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'next-intl';
import { CheckSignal } from '../ui/check-signal';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { Answers } from './answers';
import { FactsView } from './facts/facts-view';
import type { Preview } from './use-preview';

/** What the check would say right now, before anything is saved. */
export function PreviewPanel({ preview, byHand }: { preview: Preview; byHand: boolean }) {
  const t = useTranslations('preview');
  const format = useFormatter();
  const { possible, running, result, error, again } = preview;
  return (
    <Section
      title={t('title')}
      id="preview"
      actions={
        possible &&
        !running && (
          <Button size="xs" variant={byHand && result === null ? 'filled' : 'default'} onClick={again} data-testid="preview-again">
            {result === null && error === null ? t('try') : t('again')}
          </Button>
        )
      }
    >
      <div aria-live="polite" aria-busy={running} data-testid="preview" data-status={running ? 'running' : (result?.status ?? 'none')}>
        <Group gap="sm" mih={28}>
          {running && (
            <>
              <Loader size={16} aria-hidden />
              <Text size="sm">{t('running')}</Text>
            </>
          )}
          {!running && result && (
            <>
              <CheckSignal status={result.status} pill testId="preview-status" />
              <Text size="sm" c="dimmed">
                {t('took', { ms: format.number(result.tookMs) })}
              </Text>
            </>
          )}
          {!running && !result && error === null && (
            <Text size="sm" c="dimmed">
              {!possible ? t('incomplete') : byHand ? t('byHand') : t('ready')}
            </Text>
          )}
        </Group>
      </div>
      {!running && error !== null && <ProblemNotice error={error} />}
      {result && (
        <div style={{ marginTop: '0.75rem', opacity: running ? 0.5 : 1 }}>
          <Answers answers={result.answers} />
          <Text component="h3" size="sm" fw={650} mt="md" mb="xs">
            {t('facts')}
          </Text>
          <FactsView facts={result.facts} />
        </div>
      )}
    </Section>
  );
}
