'use client';

import type { Direction, Exposure } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';

/** The four kinds of the vendor's table, as one choice. */
export const KINDS = ['outbound-private', 'outbound-gateway', 'inbound-private', 'inbound-gateway'] as const;
export type ForwardKind = (typeof KINDS)[number];

export const kindOf = (m: { direction: Direction; exposure: Exposure }): ForwardKind => `${m.direction}-${m.exposure}`;
export function fromKind(kind: ForwardKind): { direction: Direction; exposure: Exposure } {
  const [direction, exposure] = kind.split('-') as [Direction, Exposure];
  return { direction, exposure };
}

/** The symbol of a kind: PBX left, SSH server right; the arrow says who calls whom, the small dots who may besides. */
export function KindSymbol({ kind }: { kind: ForwardKind }) {
  const { direction, exposure } = fromKind(kind);
  const outbound = direction === 'outbound';
  const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
  return (
    <svg
      width={exposure === 'gateway' ? 58 : 40}
      height="20"
      viewBox={exposure === 'gateway' ? '0 0 58 20' : '9 0 40 20'}
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      <rect x="12" y="4" width="10" height="12" rx="2" {...line} fill={outbound ? 'currentColor' : 'none'} />
      <rect x="36" y="4" width="10" height="12" rx="2" {...line} fill={outbound ? 'none' : 'currentColor'} />
      <path d={outbound ? 'M25 10h8M30.5 7l3 3-3 3' : 'M33 10h-8M27.5 7l-3 3 3 3'} {...line} />
      {exposure === 'gateway' && (
        <g transform={outbound ? undefined : 'matrix(-1 0 0 1 58 0)'} fill="currentColor" stroke="currentColor">
          <circle cx="3" cy="4" r="1.8" />
          <circle cx="3" cy="10" r="1.8" />
          <circle cx="3" cy="16" r="1.8" />
          <path d="M5.5 5l4 2.5M5.5 10h4M5.5 15l4-2.5" {...line} strokeWidth={1.1} />
        </g>
      )}
    </svg>
  );
}

export function KindLabel({ kind }: { kind: ForwardKind }) {
  const t = useTranslations('kind');
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6, whiteSpace: 'nowrap' }} title={t(`${kind}.long`)}>
      <KindSymbol kind={kind} />
      <span>{t(`${kind}.short`)}</span>
    </span>
  );
}
