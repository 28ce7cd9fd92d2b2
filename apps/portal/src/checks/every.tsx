'use client';

import { useLocale, useTranslations } from 'next-intl';
import { intervalParts, intervalText } from './interval';

/** How often: `every 5 minutes`, `jede Stunde`. */
export function Every({ seconds }: { seconds: number }) {
  const t = useTranslations('every');
  const locale = useLocale();
  const { count, unit } = intervalParts(seconds);
  return <>{count === 1 ? t(unit) : t('many', { interval: intervalText(seconds, locale) })}</>;
}
