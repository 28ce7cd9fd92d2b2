'use client';

import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { Federation, PlanSection } from '@stellwerk/contracts';
import { IconDownload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFederationPlan } from '../api/federation-queries';
import { CopyLine } from '../ui/copy-line';
import { PageProblem } from '../ui/problem';
import { saveText } from '../ui/save-file';
import { ScrollBox } from '../ui/scroll-box';
import { Section } from '../ui/section';

/** What to set up for exactly this server, every command and record to copy; the whole of it as Markdown to hand over. */
export function Plan({ federation }: { federation: Federation }) {
  const t = useTranslations('federation');
  const c = useTranslations('common');
  const plan = useFederationPlan(federation.pbxId);
  const clipboard = useClipboard({ timeout: 1500 });
  if (plan.isError) return <PageProblem error={plan.error} retry={() => void plan.refetch()} />;
  if (!plan.data) return <Skeleton h={320} />;
  const { sections, markdown } = plan.data;
  return (
    <div data-testid="federation-plan">
      <Group mb="md" gap="xs">
        <Button variant="default" onClick={() => clipboard.copy(markdown)} data-testid="plan-copy">
          {clipboard.copied ? c('copied') : t('planCopy')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => saveText(`federation-${federation.fqdn}.md`, markdown, 'text/markdown')}
          data-testid="plan-download"
        >
          {t('planDownload')}
        </Button>
      </Group>
      {sections.map((section) => (
        <PlanPart key={section.key} section={section} />
      ))}
    </div>
  );
}

function PlanPart({ section }: { section: PlanSection }) {
  const [head, ...rows] = section.rows;
  return (
    <Section title={section.title} id={`plan-${section.key}`}>
      <Stack>
        {section.text !== '' && (
          <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
            {section.text}
          </Text>
        )}
        {head && (
          <ScrollBox label={section.title}>
            <table className="dense stack">
              <thead>
                <tr>
                  {head.map((cell) => (
                    <th key={cell} scope="col">
                      {cell}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.join(' ')}>
                    {row.map((cell, at) => (
                      <td key={head[at]} data-label={head[at]} className="top">
                        {cell}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
        )}
        {section.blocks.map((block) => (
          <div key={`${block.label} ${block.content}`}>
            {block.label !== '' && (
              <Text size="sm" fw={500} mb={4}>
                {block.label}
              </Text>
            )}
            <CopyLine text={block.content} testId="plan-block" />
          </div>
        ))}
      </Stack>
    </Section>
  );
}
