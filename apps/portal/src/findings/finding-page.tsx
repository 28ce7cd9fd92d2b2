'use client';

import { Anchor, Button, Skeleton, Text } from '@mantine/core';
import type { CheckFinding } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFinding } from '../api/check-queries';
import { api } from '../api/client';
import { useMay, useSide } from '../api/may';
import { useChange } from '../api/mutate';
import { FixText } from '../checks/fix-text';
import { isMuted } from '../checks/paused';
import { RuleSource } from '../checks/rule-source';
import { Ago } from '../ui/ago';
import { CheckSignal } from '../ui/check-signal';
import { useNotify } from '../ui/confirm';
import { DaysLeft } from '../ui/days';
import { FactList } from '../ui/fact-list';
import { PageHead } from '../ui/page-head';
import { PageProblem } from '../ui/problem';
import { Section } from '../ui/section';
import { type Glyph, Sign, type Tone } from '../ui/signal';
import { useNow } from '../ui/ticker';
import { useDay } from '../ui/use-day';
import { MuteForm } from './mute-form';

/** One finding: what was seen, what to do, where it comes from, and what became of it. */
export function FindingPage({ id }: { id: string }) {
  const finding = useFinding(id);
  if (finding.isError && !finding.data) return <PageProblem error={finding.error} retry={() => void finding.refetch()} />;
  if (!finding.data) return <Skeleton h={320} />;
  return <Loaded finding={finding.data} />;
}

function Loaded({ finding }: { finding: CheckFinding }) {
  const t = useTranslations('finding');
  const provider = useSide() === 'provider';
  return (
    <>
      <PageHead
        title={finding.title}
        crumbs={[{ label: t('crumb'), href: '/findings' }]}
        subtitle={
          <span className="subtitle-line">
            <CheckSignal status={finding.severity} pill testId="finding-severity" />{' '}
            {[provider ? finding.tenantName : null, finding.pbxName, finding.checkName].filter(Boolean).join(' · ')}
          </span>
        }
        actions={finding.closedAt === null && <MuteButton finding={finding} />}
      />
      <StateNotice finding={finding} />
      <Section title={t('seen')} id="seen">
        <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }} data-testid="finding-text">
          {finding.text}
        </Text>
      </Section>
      {finding.fix !== '' && (
        <Section title={t('fix')} id="fix">
          <FixText text={finding.fix} />
        </Section>
      )}
      <Section title={t('about')} id="about">
        <Facts finding={finding} />
      </Section>
      <Section title={t('history')} id="history">
        <History finding={finding} />
      </Section>
    </>
  );
}

/** When it turns into an outage, that somebody accepted it, or that it is over. */
function StateNotice({ finding }: { finding: CheckFinding }) {
  const t = useTranslations('finding');
  const { day } = useDay();
  const now = useNow();
  if (finding.closedAt !== null)
    return (
      <div className="notice tone-up" data-testid="finding-closed" style={{ marginBottom: '1rem' }}>
        <Text size="sm">
          {t('closed')} <Ago at={finding.closedAt} />
        </Text>
      </div>
    );
  return (
    <>
      {finding.mutedUntil !== null && isMuted(finding, now) && (
        <div className="notice tone-idle" data-testid="finding-muted" style={{ marginBottom: '1rem' }}>
          <Text size="sm">{t('muted', { until: day(finding.mutedUntil, 'long'), reason: finding.muteReason ?? '–' })}</Text>
        </div>
      )}
      {finding.breaksAt !== null && (
        <div
          className={`notice tone-${finding.severity === 'fail' ? 'down' : 'attention'}`}
          data-testid="finding-breaks"
          style={{ marginBottom: '1rem' }}
        >
          <Text size="sm">
            {t('breaks')} <strong>{<DaysLeft at={finding.breaksAt} />}</strong>
          </Text>
        </div>
      )}
    </>
  );
}

function MuteButton({ finding }: { finding: CheckFinding }) {
  const t = useTranslations('finding');
  const notify = useNotify();
  const may = useMay('checks:operate');
  const muted = isMuted(finding, useNow());
  const [muting, setMuting] = useState(false);
  const unmute = useChange(() => api.unmuteFinding({ params: { id: finding.id } }));
  if (!may) return null;
  if (muted)
    return (
      <Button
        variant="default"
        loading={unmute.isPending}
        onClick={() => unmute.mutate(undefined, { onSuccess: () => notify.done(t('unmuted')), onError: notify.failed })}
        data-testid="finding-unmute"
      >
        {t('unmute')}
      </Button>
    );
  return (
    <>
      <Button variant="default" onClick={() => setMuting(true)} data-testid="finding-mute">
        {t('mute')}
      </Button>
      {muting && <MuteForm finding={finding} onClose={() => setMuting(false)} />}
    </>
  );
}

function Facts({ finding }: { finding: CheckFinding }) {
  const t = useTranslations('finding');
  const provider = useSide() === 'provider';
  const link = (href: string, label: string | null, testId?: string) => (
    <Anchor component={Link} href={href} size="sm" underline="always" data-testid={testId}>
      {label ?? '–'}
    </Anchor>
  );
  return (
    <>
      <FactList
        facts={[
          ...(provider ? [[t('customer'), link(`/customers/${finding.tenantId}`, finding.tenantName)] as const] : []),
          ...(finding.pbxId === null ? [] : [[t('pbx'), link(`/pbxs/${finding.pbxId}`, finding.pbxName)] as const]),
          [t('check'), link(`/checks/${finding.checkId}`, finding.checkName, 'finding-check')],
          [t('evidence'), link(`/checks/${finding.checkId}#runs`, t('evidenceLink'), 'finding-evidence')],
          ...(finding.subject === '' ? [] : [[t('subject'), <code key="s">{finding.subject}</code>] as const]),
          [t('code'), <code key="c">{finding.code}</code>],
        ]}
      />
      <div style={{ marginTop: '0.75rem' }}>
        <RuleSource rule={finding.rule} source={finding.source} />
      </div>
    </>
  );
}

function History({ finding }: { finding: CheckFinding }) {
  const t = useTranslations('finding');
  const { moment } = useDay();
  const steps: readonly { readonly key: 'opened' | 'lastSeen' | 'mutedNow' | 'closedNow'; at: string | null; tone: Tone; glyph: Glyph }[] =
    [
      { key: 'closedNow', at: finding.closedAt, tone: 'up', glyph: 'proceed' },
      { key: 'mutedNow', at: finding.mutedUntil, tone: 'idle', glyph: 'paused' },
      { key: 'lastSeen', at: finding.lastSeenAt, tone: 'idle', glyph: 'clock' },
      { key: 'opened', at: finding.openedAt, tone: finding.severity === 'fail' ? 'down' : 'attention', glyph: 'caution' },
    ];
  return (
    <ol className="timeline-list" data-testid="finding-history">
      {steps.map(
        ({ key, at, tone, glyph }) =>
          at !== null && (
            <li key={key} className={`tone-${tone}`}>
              <span className="timeline-mark">
                <Sign glyph={glyph} />
              </span>
              <Text size="sm" fw={600}>
                {t(`step.${key}`)}
              </Text>
              <Text size="xs" c="dimmed">
                {moment(at)}
              </Text>
            </li>
          ),
      )}
    </ol>
  );
}
