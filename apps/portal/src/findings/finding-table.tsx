'use client';

import { Badge } from '@mantine/core';
import type { CheckFinding } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useSide } from '../api/may';
import { shortSubject } from '../checks/order';
import { isMuted } from '../checks/paused';
import { Ago } from '../ui/ago';
import { CheckSignal } from '../ui/check-signal';
import { DaysLeft } from '../ui/days';
import { ScrollBox } from '../ui/scroll-box';
import { useNow } from '../ui/ticker';
import { useDay } from '../ui/use-day';

/** Findings as rows; on a phone each becomes a card. A page about one customer or PBX leaves that column out. */
export function FindingTable({ findings, about }: { findings: readonly CheckFinding[]; about?: 'tenant' | 'pbx' | 'check' }) {
  const t = useTranslations('findings');
  const provider = useSide() === 'provider';
  const withCustomer = provider && about === undefined;
  const withPbx = about !== 'pbx' && about !== 'check';
  return (
    <ScrollBox label={t('title')}>
      <table className="dense stack" data-testid="finding-table">
        <thead>
          <tr>
            <th scope="col">{t('severity')}</th>
            <th scope="col">{t('finding')}</th>
            {(withCustomer || withPbx) && <th scope="col">{withCustomer ? t('customerPbx') : t('pbx')}</th>}
            <th scope="col">{t('breaks')}</th>
            <th scope="col" className="num">
              {t('since')}
            </th>
          </tr>
        </thead>
        <tbody>
          {findings.map((finding) => (
            <tr key={finding.id} data-testid="finding-row" data-finding={finding.id} data-code={finding.code}>
              <td>
                <CheckSignal status={finding.severity} testId="finding-severity" />
              </td>
              <td className="wide">
                <Link className="row-link" href={`/findings/${finding.id}`}>
                  {finding.title}
                </Link>{' '}
                <FindingMarks finding={finding} />
                <span className="second-line">
                  <code>{finding.rule}</code> · {[finding.checkName, subjectOf(finding)].filter(Boolean).join(' · ')}
                </span>
              </td>
              {(withCustomer || withPbx) && (
                <td className="short" data-label={withCustomer ? t('customerPbx') : t('pbx')}>
                  <Place finding={finding} withCustomer={withCustomer} />
                </td>
              )}
              <td data-label={t('breaks')}>
                {finding.breaksAt === null ? <span className="dim">–</span> : <DaysLeft at={finding.breaksAt} as="cell" />}
              </td>
              <td className="num" data-label={t('since')}>
                <Ago short at={finding.openedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** What tells two findings of one check apart, where its name does not say it already. */
const subjectOf = ({ subject, checkName }: CheckFinding): string => (checkName.includes(subject) ? '' : shortSubject(subject));

/** Why an open finding raises no alert, or that it is over. */
export function FindingMarks({ finding }: { finding: CheckFinding }) {
  const t = useTranslations('findings');
  const { day } = useDay();
  const now = useNow();
  const text =
    finding.closedAt !== null
      ? t('closedMark')
      : finding.mutedUntil !== null && isMuted(finding, now)
        ? t('mutedMark', { until: day(finding.mutedUntil) })
        : null;
  if (text === null) return null;
  return (
    <Badge component="span" size="sm" variant="default" style={{ textTransform: 'none' }} data-testid="finding-mark">
      {text}
    </Badge>
  );
}

function Place({ finding, withCustomer }: { finding: CheckFinding; withCustomer: boolean }) {
  const pbx = finding.pbxId !== null && (
    <Link className={`row-link quiet${withCustomer ? ' second-line' : ''}`} href={`/pbxs/${finding.pbxId}`}>
      {finding.pbxName}
    </Link>
  );
  if (!withCustomer) return pbx || '–';
  return (
    <div style={{ minWidth: 0 }}>
      <Link className="row-link quiet" href={`/customers/${finding.tenantId}`}>
        {finding.tenantName}
      </Link>
      {pbx}
    </div>
  );
}
