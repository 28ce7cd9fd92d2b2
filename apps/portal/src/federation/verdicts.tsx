'use client';

import { Group, Loader, Stack, Text } from '@mantine/core';
import type { FederationPreview } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useFederationPreview } from '../api/federation-queries';
import { Answers } from '../checks/answers';
import { CheckSignal } from '../ui/check-signal';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { withoutChecklist } from './checklist';
import type { FederationDraft } from './federation-form';

/** What the rules say of the draft, and, a moment later, what DNS and the server say. */
export function Verdicts({ tenantId, draft }: { tenantId: string; draft: FederationDraft | null }) {
  const t = useTranslations('federation');
  const rules = useFederationPreview(tenantId, draft, false);
  const live = useFederationPreview(tenantId, draft, true);
  if (draft === null)
    return (
      <Section title={t('verdict')} id="verdict">
        <Text size="sm" c="dimmed">
          {t('verdictNothing')}
        </Text>
      </Section>
    );
  return (
    <>
      <Section title={t('verdict')} id="verdict" actions={rules.checking && <Loader size={14} aria-label={t('checking')} />}>
        <div aria-live="polite" data-testid="federation-verdict">
          {rules.error !== null && <ProblemNotice error={rules.error} />}
          {rules.data && <Answers answers={withoutChecklist(rules.data.answers)} />}
        </div>
      </Section>
      <Section title={t('live')} id="live" actions={live.checking && <Loader size={14} aria-label={t('checking')} />}>
        <div aria-live="polite" data-testid="federation-live" data-checking={live.checking}>
          {live.error !== null && <ProblemNotice error={live.error} />}
          {live.data === undefined && live.error === null && (
            <Text size="sm" c="dimmed">
              {t('liveWaiting')}
            </Text>
          )}
          <Stack gap="md">
            {live.data?.probes.map((probe) => (
              <Probe key={`${probe.kind} ${probe.name}`} probe={probe} />
            ))}
          </Stack>
        </div>
      </Section>
    </>
  );
}

function Probe({ probe }: { probe: FederationPreview['probes'][number] }) {
  return (
    <details open={probe.status === 'fail' || probe.status === 'warn'} data-testid="federation-probe" data-kind={probe.kind}>
      <summary>
        <Group component="span" gap="xs" display="inline-flex">
          <CheckSignal status={probe.status} />
          <span style={{ overflowWrap: 'anywhere' }}>{probe.name}</span>
        </Group>
      </summary>
      <Answers answers={probe.answers} />
    </details>
  );
}
