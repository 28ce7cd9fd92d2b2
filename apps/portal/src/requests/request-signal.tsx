'use client';

import type { RequestState } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { SignalGlyph, type Tone } from '../ui/signal';

/** Each state has a shape of its own, borrowed from the tunnels' signals, and a word. */
const LOOK = {
  pending: { tone: 'attention', glyph: 'waiting' },
  approved: { tone: 'up', glyph: 'up' },
  declined: { tone: 'down', glyph: 'blocked' },
  withdrawn: { tone: 'idle', glyph: 'closed' },
  revoked: { tone: 'down', glyph: 'degraded' },
  ended: { tone: 'idle', glyph: 'stopped' },
} as const satisfies Record<RequestState, { tone: Tone; glyph: Parameters<typeof SignalGlyph>[0]['state'] }>;

export function RequestSignal({ state, testId }: { state: RequestState; testId?: string }) {
  const t = useTranslations('requests.state');
  const { tone, glyph } = LOOK[state];
  return (
    <span className={`signal tone-${tone}`} data-testid={testId} data-state={state}>
      <SignalGlyph state={glyph} />
      {t(state)}
    </span>
  );
}
