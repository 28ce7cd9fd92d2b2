'use client';

import { Anchor, Skeleton, Text } from '@mantine/core';
import type { Check } from '@stellwerk/contracts';
import { checkKindName } from '@stellwerk/domain';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useCheck, useCheckRuns } from '../api/check-queries';
import { useSide } from '../api/may';
import { useNames } from '../api/names';
import { Ago } from '../ui/ago';
import { FactList } from '../ui/fact-list';
import { PageHead } from '../ui/page-head';
import { PageProblem, ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { useNow } from '../ui/ticker';
import { useDay } from '../ui/use-day';
import { Answers } from './answers';
import { CheckActions } from './check-actions';
import { CheckStanding } from './check-table';
import { Every } from './every';
import { FactsView } from './facts/facts-view';
import { isResting } from './paused';
import { Runs } from './runs';
import { VantageText } from './vantage';

/** One check: what its rules say, what it looks at and how often, and every run with its evidence. */
export function CheckPage({ id }: { id: string }) {
  const check = useCheck(id);
  if (check.isError && !check.data) return <PageProblem error={check.error} retry={() => void check.refetch()} />;
  if (!check.data) return <Skeleton h={320} />;
  return <Loaded check={check.data} />;
}

function Loaded({ check }: { check: Check }) {
  const t = useTranslations('check');
  const locale = useLocale();
  const names = useNames();
  const provider = useSide() === 'provider';
  const place = [provider ? names.tenant(check.tenantId) : null, check.pbxId === null ? null : names.pbx(check.pbxId)];
  return (
    <>
      <PageHead
        title={check.name}
        crumbs={[
          { label: t('crumb'), href: '/checks' },
          ...(check.pbxId === null ? [] : [{ label: names.pbx(check.pbxId), href: `/pbxs/${check.pbxId}` }]),
        ]}
        subtitle={
          <span className="subtitle-line">
            <CheckStanding check={check} pill /> {[checkKindName(check.kind, locale), ...place].filter(Boolean).join(' · ')}
          </span>
        }
        actions={<CheckActions check={check} />}
      />
      <Standing check={check} />
      <LastAnswers check={check} />
      <Section title={t('what')} id="what">
        <What check={check} />
      </Section>
      <Section title={t('runs')} id="runs" flush>
        <Runs checkId={check.id} />
      </Section>
    </>
  );
}

/** Why the status may be old: nobody runs it, or nobody has for too long. */
function Standing({ check }: { check: Check }) {
  const t = useTranslations('check');
  const { moment } = useDay();
  const now = useNow();
  const until = check.pausedUntil === null ? t('pausedOpen') : t('pausedUntil', { until: moment(check.pausedUntil) });
  if (isResting(check, now))
    return (
      <div className="notice tone-idle" style={{ marginBottom: '1rem' }} data-testid="check-paused-notice">
        <Text size="sm">
          {until} {check.pauseReason && t('pauseReason', { reason: check.pauseReason })}
        </Text>
      </div>
    );
  if (!check.stale) return null;
  return (
    <div className="notice tone-attention" style={{ marginBottom: '1rem' }} data-testid="check-stale-notice">
      <Text size="sm">{t('stale')}</Text>
    </div>
  );
}

function LastAnswers({ check }: { check: Check }) {
  const t = useTranslations('check');
  const runs = useCheckRuns(check.id);
  const last = runs.data?.pages[0]?.items[0];
  return (
    <Section
      title={t('answers')}
      id="answers"
      actions={
        check.openFindings > 0 && (
          <Anchor component={Link} href={`/findings?checkId=${check.id}`} size="sm" underline="always" data-testid="check-findings">
            {t('findings', { count: check.openFindings })}
          </Anchor>
        )
      }
    >
      {runs.isError && !runs.data && <ProblemNotice error={runs.error} retry={() => void runs.refetch()} />}
      {runs.isPending && <Skeleton h={80} />}
      {runs.data && last === undefined && (
        <Text size="sm" c="dimmed">
          {t('noRun')}
        </Text>
      )}
      {last && <Answers answers={last.answers} />}
    </Section>
  );
}

function What({ check }: { check: Check }) {
  const t = useTranslations('check');
  const c = useTranslations('checks');
  const locale = useLocale();
  const never = <span className="dim">–</span>;
  return (
    <>
      <FactList
        facts={[
          [c('kind'), checkKindName(check.kind, locale)],
          [t('origin'), t(`origins.${check.origin}`)],
          [c('vantage'), <VantageText key="v" vantage={check.vantage} />],
          [c('interval'), <Every key="e" seconds={check.intervalSeconds} />],
          [t('since'), <Ago key="s" at={check.statusSince} />],
          [c('lastRun'), check.lastRunAt === null ? never : <Ago key="l" at={check.lastRunAt} />],
          [c('nextRun'), check.nextRunAt === null ? never : <Ago key="n" at={check.nextRunAt} />],
        ]}
      />
      {Object.keys(check.params).length > 0 && (
        <div style={{ marginTop: '1rem' }}>
          <FactsView facts={check.params} />
        </div>
      )}
    </>
  );
}
