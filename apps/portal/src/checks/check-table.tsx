'use client';

import type { Check } from '@stellwerk/contracts';
import { checkKindName } from '@stellwerk/domain';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useSide } from '../api/may';
import { useNames } from '../api/names';
import { Ago } from '../ui/ago';
import { CheckSignal, PausedMark, StaleMark } from '../ui/check-signal';
import { ScrollBox } from '../ui/scroll-box';
import { useNow } from '../ui/ticker';
import { Every } from './every';
import { isResting } from './paused';
import { VantageText } from './vantage';

/** Checks as rows; on a phone each becomes a card. */
export function CheckTable({ checks, about }: { checks: readonly Check[]; about?: 'pbx' }) {
  const t = useTranslations('checks');
  const provider = useSide() === 'provider';
  return (
    <ScrollBox label={t('title')}>
      <table className="dense stack" data-testid="check-table">
        <thead>
          <tr>
            <th scope="col">{t('status')}</th>
            <th scope="col">{t('check')}</th>
            {about === undefined && <th scope="col">{provider ? t('customerPbx') : t('pbx')}</th>}
            <th scope="col">{t('vantageInterval')}</th>
            <th scope="col">{t('lastNext')}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <Row key={check.id} check={check} about={about} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ check, about }: { check: Check; about?: 'pbx' }) {
  const t = useTranslations('checks');
  const locale = useLocale();
  const provider = useSide() === 'provider';
  return (
    <tr data-testid="check-row" data-check={check.id} data-kind={check.kind}>
      <td>
        <CheckStanding check={check} />
      </td>
      <td className="wide">
        <Link className="row-link" href={`/checks/${check.id}`}>
          {check.name}
        </Link>
        <span className="second-line tall">
          {checkKindName(check.kind, locale)}
          {check.origin === 'free' && ` · ${t('free')}`}
          {check.openFindings > 0 && (
            <>
              {' · '}
              <Link className="count-link" href={`/findings?checkId=${check.id}`}>
                {t('openFindings', { count: check.openFindings })}
              </Link>
            </>
          )}
        </span>
      </td>
      {about === undefined && (
        <td className="short" data-label={provider ? t('customerPbx') : t('pbx')}>
          <Place check={check} provider={provider} />
        </td>
      )}
      <td className="short" data-label={t('vantageInterval')}>
        <span>
          <VantageText vantage={check.vantage} />
          <span className="second-line">
            <Every seconds={check.intervalSeconds} />
          </span>
        </span>
      </td>
      <td data-label={t('lastNext')} style={{ whiteSpace: 'nowrap' }}>
        <span>
          {check.lastRunAt === null ? '–' : <Ago short at={check.lastRunAt} />}
          {check.nextRunAt !== null && (
            <span className="second-line">
              {t('next')} <Ago short at={check.nextRunAt} />
            </span>
          )}
        </span>
      </td>
    </tr>
  );
}

/** The status, and whether it is to be believed. */
export function CheckStanding({ check, pill }: { check: Check; pill?: boolean }) {
  const now = useNow();
  return (
    <span className="standing">
      <CheckSignal status={check.status} pill={pill} testId="check-status" />
      {isResting(check, now) ? <PausedMark /> : check.stale && <StaleMark />}
    </span>
  );
}

function Place({ check, provider }: { check: Check; provider: boolean }) {
  const names = useNames();
  const pbx = check.pbxId !== null && (
    <Link className={`row-link quiet${provider ? ' second-line' : ''}`} href={`/pbxs/${check.pbxId}`}>
      {names.pbx(check.pbxId)}
    </Link>
  );
  if (!provider) return pbx || '–';
  return (
    <div style={{ minWidth: 0 }}>
      <Link className="row-link quiet" href={`/customers/${check.tenantId}`}>
        {names.tenant(check.tenantId)}
      </Link>
      {pbx}
    </div>
  );
}
