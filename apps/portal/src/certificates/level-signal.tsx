'use client';

import type { Certificate } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { type Glyph, Sign } from '../ui/signal';
import { useNow } from '../ui/ticker';
import { LEVEL_TONE, remainingShare } from './remaining';

type Level = Certificate['level'];

const GLYPH: Readonly<Record<Level, Glyph>> = {
  ok: 'proceed',
  due: 'note',
  warn: 'caution',
  critical: 'halt',
  expired: 'halt',
  'not-yet-valid': 'clock',
};

/** How close a certificate is to its end, by its own lifetime: shape and word. */
export function LevelSignal({ level, pill }: { level: Level; pill?: boolean }) {
  const t = useTranslations('certificates.level');
  return (
    <span className={`signal tone-${LEVEL_TONE[level]}${pill ? ' signal-pill' : ''}`} data-testid="certificate-level" data-level={level}>
      <Sign glyph={GLYPH[level]} />
      {t(level)}
    </span>
  );
}

/** What is left of its life as a bar; the words beside it say the same. */
export function RemainingBar({ certificate }: { certificate: Pick<Certificate, 'notBefore' | 'notAfter' | 'level'> }) {
  const now = useNow();
  const share = now === 0 ? 0 : remainingShare(certificate.notBefore, certificate.notAfter, now);
  return (
    <span className={`remaining tone-${LEVEL_TONE[certificate.level]}`} aria-hidden>
      <span style={{ width: `${Math.round(share * 100)}%` }} />
    </span>
  );
}
