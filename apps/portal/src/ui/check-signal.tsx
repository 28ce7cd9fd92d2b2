'use client';

import type { CheckStatus } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { type Glyph, Sign, type Tone } from './signal';

/** Each status has a shape of its own. What could not be checked is a question, never a failure. */
const LOOK: Readonly<Record<CheckStatus, { readonly tone: Tone; readonly glyph: Glyph }>> = {
  ok: { tone: 'up', glyph: 'proceed' },
  info: { tone: 'info', glyph: 'note' },
  warn: { tone: 'attention', glyph: 'caution' },
  fail: { tone: 'down', glyph: 'halt' },
  'unable-to-tell': { tone: 'idle', glyph: 'question' },
  skipped: { tone: 'idle', glyph: 'skipped' },
  pending: { tone: 'idle', glyph: 'clock' },
};

export const checkTone = (status: CheckStatus): Tone => LOOK[status].tone;

/** What a check, a rule or a finding says: shape, word, and colour only to repeat it. */
export function CheckSignal({ status, pill, testId }: { status: CheckStatus; pill?: boolean; testId?: string }) {
  const t = useTranslations('checkStatus');
  const { tone, glyph } = LOOK[status];
  return (
    <span className={`signal tone-${tone}${pill ? ' signal-pill' : ''}`} data-testid={testId} data-status={status}>
      <Sign glyph={glyph} />
      {t(status)}
    </span>
  );
}

/** Beside a status that is not to be believed: nobody has looked for two intervals. */
export function StaleMark() {
  const t = useTranslations('checkStatus');
  return (
    <span className="signal tone-attention mark" title={t('staleHint')} data-testid="check-stale">
      <Sign glyph="clock" size={14} />
      {t('stale')}
    </span>
  );
}

/** Beside the last status of a check that nobody runs for now. */
export function PausedMark() {
  const t = useTranslations('checkStatus');
  return (
    <span className="signal tone-idle mark" data-testid="check-paused">
      <Sign glyph="paused" size={14} />
      {t('paused')}
    </span>
  );
}
