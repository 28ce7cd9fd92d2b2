import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** Nothing here yet: what belongs here, and the way to the first one. */
export function Empty({ title, children, action, order = 3 }: { title: string; children?: ReactNode; action?: ReactNode; order?: 1 | 3 }) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <svg
        width="72"
        height="40"
        viewBox="0 0 72 40"
        aria-hidden="true"
        fill="none"
        stroke="var(--sw-idle)"
        strokeWidth="2"
        strokeLinecap="round"
        opacity="0.6"
      >
        <path d="M4 30h64M14 30c16 0 16-18 32-18h22" strokeDasharray="5 5" />
        <circle cx="16" cy="12" r="5" />
        <path d="M16 17v13" />
      </svg>
      <Title order={order} size="h3">
        {title}
      </Title>
      {children && (
        <Text c="dimmed" size="sm" maw={480}>
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}
