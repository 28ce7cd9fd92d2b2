'use client';

import { Stack, Text } from '@mantine/core';
import type { FindingView, Risk } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';

const TONE = { info: 'info', warning: 'attention', high: 'down', error: 'down' } as const;

/** What makes a reviewer look twice, the worst first. */
export function Risks({ risks }: { risks: readonly Risk[] }) {
  const t = useTranslations('requests');
  const rank = { high: 0, warning: 1, info: 2 };
  const sorted = [...risks].sort((a, b) => rank[a.severity] - rank[b.severity]);
  if (sorted.length === 0)
    return (
      <Text size="sm" c="dimmed" data-testid="no-risks">
        {t('noRisks')}
      </Text>
    );
  return (
    <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }} data-testid="risks">
      {sorted.map((risk) => (
        <li key={`${risk.code} ${risk.mapping}`} className={`notice tone-${TONE[risk.severity]}`} data-testid="risk" data-code={risk.code}>
          <Text size="sm">
            <span className="notice-title">{t(`severity.${risk.severity}`)}</span> {risk.text}
          </Text>
        </li>
      ))}
    </Stack>
  );
}

/** Findings that belong to no field at hand. */
export function Findings({ findings }: { findings: readonly FindingView[] }) {
  if (findings.length === 0) return null;
  return (
    <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }}>
      {findings.map((f) => (
        <li key={`${f.code} ${f.path}`} className={`tone-${TONE[f.severity]}`} data-testid="request-finding" data-code={f.code}>
          <Text size="sm" c="var(--tone)">
            {f.text}
          </Text>
        </li>
      ))}
    </Stack>
  );
}
