'use client';

import { SimpleGrid, Skeleton, Text, UnstyledButton } from '@mantine/core';
import type { TunnelCounts } from '@stellwerk/contracts';
import type { TunnelState } from '@stellwerk/domain';
import { useFormatter, useTranslations } from 'next-intl';
import { SignalGlyph, type Tone } from '../ui/signal';
import { useFleetFilter } from './fleet-filter';

const TILES = [
  { key: 'up', tone: 'up', glyph: 'up', state: 'up' },
  { key: 'attention', tone: 'attention', glyph: 'degraded', state: null },
  { key: 'down', tone: 'down', glyph: 'blocked', state: 'blocked' },
  { key: 'unknown', tone: 'attention', glyph: 'unknown', state: 'unknown' },
  { key: 'stopped', tone: 'idle', glyph: 'stopped', state: 'stopped' },
] as const satisfies readonly { key: Exclude<keyof TunnelCounts, 'total'>; tone: Tone; glyph: TunnelState; state: TunnelState | null }[];

/** How many tunnels are in which condition; a tile that is one state filters the table to it. */
export function ConditionTiles({ counts }: { counts: TunnelCounts | undefined }) {
  const t = useTranslations('fleet.condition');
  const format = useFormatter();
  const [filter, setFilter] = useFleetFilter();
  const press = (state: TunnelState | null) => {
    if (state === null) return document.getElementById('problems')?.scrollIntoView({ block: 'start' });
    void setFilter({ state: filter.state === state ? null : state });
  };
  return (
    <SimpleGrid cols={{ base: 2, xs: 3, md: 5 }} spacing="sm" mb="md">
      {TILES.map(({ key, tone, glyph, state }) => {
        const quiet = counts?.[key] === 0 && key !== 'up';
        return (
          <UnstyledButton
            key={key}
            className={`tile tone-${quiet ? 'idle' : tone}`}
            onClick={() => press(state)}
            aria-pressed={state === null ? undefined : filter.state === state}
            data-testid={`condition-${key}`}
          >
            <span className="signal" style={{ fontSize: 13 }}>
              <SignalGlyph state={glyph} size={16} />
              {t(key)}
            </span>
            {counts ? (
              <span className="tile-number" style={{ display: 'block' }}>
                {format.number(counts[key])}
              </span>
            ) : (
              <Skeleton h={34} w={48} mt={2} />
            )}
            <Text size="xs" c="dimmed">
              {t(`${key}Hint`)}
            </Text>
          </UnstyledButton>
        );
      })}
    </SimpleGrid>
  );
}
