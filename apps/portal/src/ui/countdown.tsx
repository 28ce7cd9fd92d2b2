'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useNow } from './ticker';
import { timeLeft } from './units';

/** How long something lasts yet, ticking; the exact moment is in the title and for machines. Over: says so. */
export function Countdown({ until, testId }: { until: string; testId?: string }) {
  const t = useTranslations('countdown');
  const now = useNow();
  const locale = useLocale();
  const exact = useMoment()(until);
  const left = new Date(until).getTime() - now;
  return (
    <time dateTime={until} title={exact} data-testid={testId} data-over={now !== 0 && left <= 0} suppressHydrationWarning>
      {now === 0 ? exact : left <= 0 ? t('over') : t('left', { time: timeLeft(left, locale) })}
    </time>
  );
}

/** A moment in full, by the reader's own clock. */
export function useMoment(): (at: string) => string {
  const format = useFormatter();
  return (at) =>
    format.dateTime(new Date(at), {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
}
