'use client';

import { useFormatter, useLocale } from 'next-intl';
import { useNow } from './ticker';
import { relativeTime } from './units';

/** A moment as people say it, ticking; the exact time is in the title and for machines. */
export function Ago({ at, short }: { at: string; short?: boolean }) {
  const now = useNow();
  const locale = useLocale();
  const format = useFormatter();
  const moment = new Date(at);
  const exact = format.dateTime(moment, { dateStyle: 'medium', timeStyle: 'medium', timeZone: timeZone() });
  return (
    <time dateTime={at} title={exact} suppressHydrationWarning>
      {now === 0 ? exact : relativeTime(moment.getTime(), now, locale, short ? 'short' : 'long')}
    </time>
  );
}

/** The reader's own clock, not the server's. */
const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
