'use client';

import { type MappingState, mappingStateLabel, type TunnelState, tunnelStateLabel } from '@stellwerk/domain';
import { useLocale } from 'next-intl';

export type Tone = 'up' | 'attention' | 'down' | 'idle' | 'info';

export const TUNNEL_TONE: Readonly<Record<TunnelState, Tone>> = {
  up: 'up',
  degraded: 'attention',
  waiting: 'attention',
  blocked: 'down',
  connecting: 'info',
  verifying: 'info',
  draining: 'idle',
  stopped: 'idle',
  unknown: 'attention',
};

export const MAPPING_TONE: Readonly<Record<MappingState, Tone>> = {
  up: 'up',
  opening: 'info',
  failing: 'down',
  closed: 'idle',
  unknown: 'attention',
};

export type Glyph = 'proceed' | 'caution' | 'halt' | 'turning' | 'clock' | 'paused' | 'question' | 'note' | 'skipped';

const GLYPH: Readonly<Record<TunnelState | MappingState, Glyph>> = {
  up: 'proceed',
  degraded: 'caution',
  failing: 'halt',
  blocked: 'halt',
  waiting: 'clock',
  connecting: 'turning',
  verifying: 'turning',
  opening: 'turning',
  draining: 'paused',
  stopped: 'paused',
  closed: 'paused',
  unknown: 'question',
};

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.8, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
const onDisc = { fill: 'none', stroke: 'var(--sw-card)', strokeWidth: 2, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

/** Each signal has a shape of its own: disc, triangle, octagon, ring, clock, hollow ring, square, dashed ring. */
const SHAPES: Readonly<Record<Glyph, React.ReactNode>> = {
  proceed: (
    <>
      <circle cx="9" cy="9" r="8" fill="currentColor" />
      <path d="M5.4 9.3l2.4 2.4 4.8-5.2" {...onDisc} />
    </>
  ),
  caution: (
    <>
      <path d="M9 1.6L17.2 16H.8z" fill="currentColor" strokeLinejoin="round" />
      <path d="M9 6.6v4.2M9 13.4v.1" {...onDisc} />
    </>
  ),
  halt: (
    <>
      <path d="M5.7 1h6.6L17 5.7v6.6L12.3 17H5.7L1 12.3V5.7z" fill="currentColor" />
      <path d="M5 9h8" {...onDisc} strokeWidth={2.6} />
    </>
  ),
  turning: (
    <>
      <circle cx="9" cy="9" r="7" {...stroke} opacity={0.3} />
      <path className="signal-turn" d="M9 2a7 7 0 0 1 7 7" {...stroke} strokeWidth={2.4} />
    </>
  ),
  clock: (
    <>
      <circle cx="9" cy="9" r="7" {...stroke} />
      <path d="M9 5v4.2l2.8 1.8" {...stroke} />
    </>
  ),
  paused: (
    <>
      <circle cx="9" cy="9" r="7" {...stroke} strokeDasharray="2.5 2.5" />
      <path d="M7.2 6.5v5M10.8 6.5v5" {...stroke} />
    </>
  ),
  question: (
    <>
      <circle cx="9" cy="9" r="7" {...stroke} />
      <path d="M7 7.2a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1M9 12.6v.1" {...stroke} />
    </>
  ),
  note: (
    <>
      <rect x="1.5" y="1.5" width="15" height="15" rx="4" fill="currentColor" />
      <path d="M9 8.4v4.4M9 5.2v.1" {...onDisc} />
    </>
  ),
  skipped: (
    <>
      <circle cx="9" cy="9" r="7" {...stroke} strokeDasharray="2.5 2.5" />
      <path d="M6 9h6" {...stroke} />
    </>
  ),
};

export function Sign({ glyph, size = 18 }: { glyph: Glyph; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true" focusable="false">
      {SHAPES[glyph]}
    </svg>
  );
}

export const SignalGlyph = ({ state, size }: { state: TunnelState | MappingState; size?: number }) => (
  <Sign glyph={GLYPH[state]} size={size} />
);

interface SignalProps<S> {
  readonly state: S;
  readonly pill?: boolean;
  readonly testId?: string;
}

function Signal({
  state,
  tone,
  word,
  pill,
  testId,
}: {
  state: TunnelState | MappingState;
  tone: Tone;
  word: string;
  pill?: boolean;
  testId?: string;
}) {
  return (
    <span className={`signal tone-${tone}${pill ? ' signal-pill' : ''}`} data-testid={testId} data-state={state}>
      <SignalGlyph state={state} />
      {word}
    </span>
  );
}

export function TunnelSignal({ state, pill, testId }: SignalProps<TunnelState>) {
  const locale = useLocale();
  return <Signal state={state} tone={TUNNEL_TONE[state]} word={tunnelStateLabel(state, locale)} pill={pill} testId={testId} />;
}

export function MappingSignal({ state, pill, testId }: SignalProps<MappingState>) {
  const locale = useLocale();
  return <Signal state={state} tone={MAPPING_TONE[state]} word={mappingStateLabel(state, locale)} pill={pill} testId={testId} />;
}
