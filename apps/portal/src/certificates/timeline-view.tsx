'use client';

import { Skeleton, Text } from '@mantine/core';
import type { Certificate, OutlookEvent } from '@stellwerk/contracts';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { type CertificateQuery, useEveryCertificate, useOutlook } from '../api/check-queries';
import { DaysLeft } from '../ui/days';
import { Empty } from '../ui/empty';
import { NoMatch } from '../ui/filter-bar';
import { ProblemNotice } from '../ui/problem';
import { ScrollBox } from '../ui/scroll-box';
import { Sign } from '../ui/signal';
import { useNow } from '../ui/ticker';
import { useDay } from '../ui/use-day';
import { LevelSignal } from './level-signal';
import { LEVEL_TONE } from './remaining';
import { placeOf, type Span, spanOf, stretchOf } from './timeline';

interface Props {
  readonly query: CertificateQuery;
  readonly active: boolean;
  readonly reset: () => void;
}

/** Twelve months, a line per certificate: how long it lasts, and what breaks it earlier. */
export function Timeline({ query, active, reset }: Props) {
  const t = useTranslations('certificates');
  const { expiresWithinDays: _, ...rest } = query;
  const certificates = useEveryCertificate(rest);
  const outlook = useOutlook({ tenantId: query.tenantId, pbxId: query.pbxId, days: 366 });
  const now = useNow();
  // A day is the finest thing on the line: it is not drawn anew every second.
  const hour = Math.floor(now / 3_600_000) * 3_600_000;
  const span = useMemo(() => spanOf(hour), [hour]);
  const breaks = useMemo(() => (outlook.data ?? []).filter((event) => event.kind !== 'expires'), [outlook.data]);
  if (certificates.isError && !certificates.data)
    return (
      <div className="card-pad">
        <ProblemNotice error={certificates.error} retry={() => void certificates.refetch()} />
      </div>
    );
  if (!certificates.data || hour === 0)
    return (
      <div className="card-pad" aria-hidden>
        <Skeleton h={200} />
      </div>
    );
  if (certificates.data.length === 0) return active ? <NoMatch reset={reset} /> : <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>;
  return (
    <ScrollBox label={t('views.timeline')}>
      <table className="certificate-lines" data-testid="timeline-table">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">
              <Months span={span} />
            </th>
          </tr>
        </thead>
        <tbody>
          {certificates.data.map((certificate) => (
            <Line
              key={certificate.id}
              certificate={certificate}
              events={breaks.filter((event) => event.certificateId === certificate.id)}
              span={span}
              now={hour}
            />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Months({ span }: { span: Span }) {
  const t = useTranslations('certificates');
  const format = useFormatter();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <span className="sr-only">{t('validity')}</span>
      <span className="line-months" aria-hidden>
        {span.months.map((month) => (
          <span key={month} style={{ left: `${placeOf(month, span) ?? 0}%` }}>
            {format.dateTime(new Date(month), {
              month: 'short',
              ...(new Date(month).getMonth() === 0 || month === span.from ? { year: '2-digit' } : {}),
              timeZone,
            })}
          </span>
        ))}
      </span>
    </>
  );
}

interface LineProps {
  readonly certificate: Certificate;
  readonly events: readonly OutlookEvent[];
  readonly span: Span;
  readonly now: number;
}

function Line({ certificate, events, span, now }: LineProps) {
  const t = useTranslations('certificates');
  const { day } = useDay();
  const ends = Date.parse(certificate.notAfter);
  const stretch = stretchOf(Math.max(now, Date.parse(certificate.notBefore)), ends, span);
  return (
    <tr data-testid="timeline-row">
      <th scope="row">
        <Link className="row-link" href={`/certificates/${certificate.id}`}>
          {certificate.name}
        </Link>
        <span className="second-line">
          <LevelSignal level={certificate.level} />
        </span>
      </th>
      <td>
        <div className="line">
          {span.months.map((month) => (
            <span key={month} className="line-tick" style={{ left: `${placeOf(month, span) ?? 0}%` }} />
          ))}
          <span className="line-now" style={{ left: `${placeOf(now, span) ?? 0}%` }} />
          {stretch && (
            <span
              className={`line-bar tone-${LEVEL_TONE[certificate.level]}${ends > span.to ? ' goes-on' : ''}`}
              style={{ left: `${stretch.left}%`, width: `${stretch.width}%` }}
            />
          )}
          {events.map((event) => {
            const at = placeOf(Math.max(Date.parse(event.at), now), span);
            return (
              at !== null && (
                <span
                  key={`${event.kind} ${event.at}`}
                  className={`line-mark tone-${event.severity === 'fail' ? 'down' : 'attention'}`}
                  style={{ left: `${at}%` }}
                  title={`${day(event.at)}: ${event.title}`}
                >
                  <Sign glyph={event.kind === 'breaks' ? 'halt' : 'caution'} size={16} />
                </span>
              )
            );
          })}
        </div>
        <Text size="xs" c="dimmed" component="div">
          {t('until')} <DaysLeft at={certificate.notAfter} />
          {events.map((event) => (
            <div key={`${event.kind} ${event.at}`}>
              {day(event.at)}: {event.title}
            </div>
          ))}
        </Text>
      </td>
    </tr>
  );
}
