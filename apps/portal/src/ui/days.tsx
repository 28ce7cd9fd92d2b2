'use client';

import type { Locale } from '@stellwerk/domain';
import { useLocale } from 'next-intl';
import { daysUntil } from './day';
import { useNow } from './ticker';
import { useDay } from './use-day';

const YEARS_FROM_DAYS = 730;

/** `in 45 Tagen`, `tomorrow`, `3 days ago`: whole calendar days, which is how dates are planned; years when it is far. */
export function daysText(days: number, locale: Locale): string {
  const far = Math.abs(days) >= YEARS_FROM_DAYS;
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(far ? Math.trunc(days / 365) : days, far ? 'year' : 'day');
}

/** A day in the calendar and how far it is from today: on one line, one under the other in a table, or only how far. */
export function DaysLeft({ at, as = 'line' }: { at: string; as?: 'line' | 'cell' | 'distance' }) {
  const locale = useLocale();
  const now = useNow();
  const { day, moment } = useDay();
  const left = now === 0 ? '' : daysText(daysUntil(at, now), locale);
  return (
    <time dateTime={at} title={moment(at)} suppressHydrationWarning>
      {as === 'distance' && (left || day(at))}
      {as === 'line' && [day(at), left].filter(Boolean).join(' · ')}
      {as === 'cell' && (
        <>
          {left}
          <span className="second-line">{day(at)}</span>
        </>
      )}
    </time>
  );
}
