'use client';

import { Group, Stack, Text, Title } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect } from 'react';
import { Mark } from '../frame/logo';
import { LanguageSwitch, ThemeSwitch } from '../frame/preferences';

/** The pages before the door: mark, one card, nothing else. */
export function Gate({ title, lead, children, wide }: { title: string; lead?: ReactNode; children: ReactNode; wide?: boolean }) {
  const t = useTranslations('signIn');
  useEffect(() => {
    document.title = `${title} · Stellwerk`;
  }, [title]);
  return (
    <main
      style={{
        minHeight: '100dvh',
        display: 'grid',
        gridTemplateRows: 'auto 1fr auto',
        gridTemplateColumns: 'minmax(0, 1fr)',
        padding: '1rem',
      }}
    >
      <Group justify="flex-end" gap={4}>
        <LanguageSwitch />
        <ThemeSwitch />
      </Group>
      <Stack align="center" justify="center" gap="lg" py="md">
        <Group gap="sm">
          <Mark size={40} />
          <Title order={1} style={{ letterSpacing: '-0.02em' }}>
            Stellwerk
          </Title>
        </Group>
        <div className="card" style={{ width: `min(100%, ${wide ? 480 : 380}px)`, padding: '1.5rem' }}>
          <Stack gap="md">
            <div>
              <Title order={2}>{title}</Title>
              {lead && (
                <Text size="sm" c="dimmed" component="div">
                  {lead}
                </Text>
              )}
            </div>
            {children}
          </Stack>
        </div>
      </Stack>
      <Text size="xs" c="dimmed" ta="center">
        {t('foot')}
      </Text>
    </main>
  );
}
