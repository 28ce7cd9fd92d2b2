'use client';

import { Group, Switch, Text, UnstyledButton } from '@mantine/core';
import type { CheckRun } from '@stellwerk/contracts';
import { useFormatter, useTranslations } from 'next-intl';
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs';
import { useCheckRuns } from '../api/check-queries';
import { Ago } from '../ui/ago';
import { CheckSignal } from '../ui/check-signal';
import { Empty } from '../ui/empty';
import { Paged } from '../ui/paged';
import { useDay } from '../ui/use-day';
import { Answers } from './answers';
import { FactsView } from './facts/facts-view';

/** Every run, newest first; opened, what its rules said and what the probe saw. Which one is open stands in the address. */
export function Runs({ checkId }: { checkId: string }) {
  const t = useTranslations('runs');
  const [{ changed, run }, set] = useQueryStates({ changed: parseAsBoolean.withDefault(false), run: parseAsString });
  const list = useCheckRuns(checkId, { changed });
  return (
    <>
      <Group px="1.25rem" pb="0.5rem">
        <Switch
          size="sm"
          label={t('onlyChanged')}
          checked={changed}
          onChange={(e) => void set({ changed: e.currentTarget.checked || null })}
          data-testid="runs-changed"
        />
      </Group>
      <Paged list={list} empty={<Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>}>
        {(runs) => (
          <ol className="row-list" data-testid="runs">
            {runs.map((each) => (
              <Run key={each.id} run={each} open={each.id === run} onToggle={() => void set({ run: each.id === run ? null : each.id })} />
            ))}
          </ol>
        )}
      </Paged>
    </>
  );
}

function Run({ run, open, onToggle }: { run: CheckRun; open: boolean; onToggle: () => void }) {
  const t = useTranslations('runs');
  const format = useFormatter();
  const { moment } = useDay();
  return (
    <li data-testid="run" data-run={run.id} data-status={run.status}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Group gap="sm" style={{ minWidth: 0 }}>
          <CheckSignal status={run.status} />
          <Text size="sm" c="dimmed" component="div">
            {moment(run.at)} · <Ago at={run.at} /> · {t('took', { ms: format.number(run.tookMs) })}
            {run.trigger === 'now' && ` · ${t('byHand')}`}
          </Text>
        </Group>
        <UnstyledButton className="details-button" aria-expanded={open} onClick={onToggle} data-testid="run-open">
          {open ? t('less') : t('evidence')}
          <span className="sr-only"> {moment(run.at)}</span>
        </UnstyledButton>
      </Group>
      {open && (
        <div className="audit-details">
          <Answers answers={run.answers} />
          <Text component="h3" size="sm" fw={650} mt="md" mb="xs">
            {t('facts')}
          </Text>
          <FactsView facts={run.facts} />
          {run.worker !== null && (
            <Text size="xs" c="dimmed" mt="xs">
              {t('worker', { worker: run.worker })}
            </Text>
          )}
        </div>
      )}
    </li>
  );
}
