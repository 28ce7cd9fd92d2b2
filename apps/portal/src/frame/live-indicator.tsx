'use client';

import { Tooltip } from '@mantine/core';
import { useLocale, useTranslations } from 'next-intl';
import { useLive } from '../api/live-store';
import { useNow } from '../ui/ticker';
import { relativeTime } from '../ui/units';

/** Whether what is shown is true this second; when not, since when and what is done about it. */
export function LiveIndicator() {
  const t = useTranslations('live');
  const live = useLive();
  const now = useNow();
  const locale = useLocale();
  const tone = live.kind === 'live' ? 'up' : live.kind === 'stale' ? 'attention' : 'idle';
  const since = live.kind === 'stale' ? relativeTime(live.since, Math.max(now, live.since), locale) : '';
  const hint = live.kind === 'stale' ? t('staleHint', { since }) : t(`${live.kind}Hint`);
  return (
    <Tooltip label={hint} multiline maw={280}>
      <span
        className={`signal tone-${tone}`}
        role="status"
        data-testid="live-indicator"
        data-live={live.kind}
        style={{ fontSize: 13, paddingInline: 6 }}
        tabIndex={0}
        aria-label={live.kind === 'stale' ? hint : t(live.kind)}
      >
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
          {live.kind === 'live' ? (
            <circle cx="7" cy="7" r="5" fill="currentColor" />
          ) : (
            <circle
              cx="7"
              cy="7"
              r="5"
              fill="none"
              stroke="currentColor"
              strokeWidth="2"
              strokeDasharray={live.kind === 'stale' ? undefined : '3 3'}
            />
          )}
          {live.kind === 'stale' && <path d="M7 4v3.5" stroke="currentColor" strokeWidth="1.8" />}
        </svg>
        <span className="live-word">{live.kind === 'stale' ? t('stale', { since }) : t(live.kind)}</span>
      </span>
    </Tooltip>
  );
}
