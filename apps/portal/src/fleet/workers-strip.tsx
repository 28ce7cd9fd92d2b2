'use client';

import { Group, Text } from '@mantine/core';
import type { Output, routes } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { SignalGlyph } from '../ui/signal';

type Worker = Output<typeof routes.overview>['workers'][number];

/** Who carries the tunnels: a fleet without a living worker cannot be green. */
export function WorkersStrip({ workers }: { workers: readonly Worker[] | undefined }) {
  const t = useTranslations('workers');
  if (!workers) return null;
  const alive = workers.filter((w) => w.alive);
  return (
    <section aria-label={t('title')} data-testid="workers">
      <Group gap="lg" px="xs" py={4}>
        <Text size="sm" fw={600}>
          {t('title')}
        </Text>
        {alive.length === 0 && (
          <span className="signal tone-down" style={{ fontSize: 13 }}>
            <SignalGlyph state="blocked" size={15} /> {t('none')}
          </span>
        )}
        {workers.map((w) => (
          <Group key={w.id} gap={6} data-testid="worker">
            <span className={`signal tone-${w.alive ? 'up' : 'idle'}`} style={{ fontSize: 13 }}>
              <SignalGlyph state={w.alive ? 'up' : 'stopped'} size={15} />
              <code>{w.id}</code>
            </span>
            <Text size="xs" c="dimmed">
              {w.alive ? t('carries', { tunnels: w.tunnels, edge: w.edgeId }) : t('gone')}
            </Text>
          </Group>
        ))}
      </Group>
    </section>
  );
}
