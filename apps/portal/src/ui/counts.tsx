'use client';

import { Group, Text } from '@mantine/core';
import type { TunnelCounts } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { SignalGlyph } from './signal';

const PARTS = [
  { key: 'down', tone: 'down', glyph: 'blocked' },
  { key: 'attention', tone: 'attention', glyph: 'degraded' },
  { key: 'unknown', tone: 'attention', glyph: 'unknown' },
  { key: 'up', tone: 'up', glyph: 'up' },
  { key: 'stopped', tone: 'idle', glyph: 'stopped' },
] as const;

/** Tunnels by condition in a table's cell, worst first; conditions without a tunnel are left out. */
export function CountsCell({ counts }: { counts: TunnelCounts }) {
  const t = useTranslations('fleet.condition');
  const none = useTranslations('common');
  const shown = PARTS.filter((p) => counts[p.key] > 0);
  if (shown.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {none('noTunnels')}
      </Text>
    );
  return (
    <Group gap="sm" wrap="nowrap">
      {shown.map((p) => (
        <span key={p.key} className={`signal tone-${p.tone}`} title={t(p.key)}>
          <SignalGlyph state={p.glyph} size={15} />
          {counts[p.key]}
          <span className="sr-only">{t(p.key)}</span>
        </span>
      ))}
    </Group>
  );
}
