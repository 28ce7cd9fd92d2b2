'use client';

import { Loader, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ProblemNotice } from '../../ui/problem';
import { Section } from '../../ui/section';
import { DifferenceList } from '../differences';
import { Findings, Risks } from '../risks';
import type { RequestVerdict } from './use-request-verdict';

/** What the other side will see in it: risks, and who has to agree; before sending also what would change and why (`reason`). */
export function Assessment({ verdict, reason }: { verdict: RequestVerdict; reason: string | null }) {
  const t = useTranslations('wizard');
  const { data } = verdict;
  const findings = data?.findings.filter((f) => !f.path.startsWith('/tunnel/mappings') && f.path !== '/endsAt') ?? [];
  return (
    <Section
      title={t('assessment')}
      id="wizard-assessment"
      actions={verdict.checking ? <Loader size={16} role="status" aria-label={t('checking')} /> : null}
    >
      {verdict.error !== null && verdict.error !== undefined && <ProblemNotice error={verdict.error} testId="wizard-verdict-problem" />}
      {data ? (
        <Stack gap="sm" aria-live="polite" data-testid="wizard-assessment">
          <Text size="sm" fw={600} data-testid="wizard-approvers" data-required={data.approversRequired}>
            {t('approvers', { count: data.approversRequired })}
          </Text>
          <Risks risks={data.risks} />
          <Findings findings={findings} />
          {reason !== null && (
            <div>
              <Text size="sm" fw={600} mb={4}>
                {t('changes')}
              </Text>
              <DifferenceList differences={data.differences} />
              <Text size="xs" c="dimmed" mt="sm">
                {t('reasonLabel')}
              </Text>
              <Text size="sm" className="said">
                {reason}
              </Text>
            </div>
          )}
        </Stack>
      ) : (
        verdict.error === null && (
          <Text size="sm" c="dimmed">
            {t('notYet')}
          </Text>
        )
      )}
    </Section>
  );
}
