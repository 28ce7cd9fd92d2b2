'use client';

import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { type ReactNode, useEffect } from 'react';

interface Props {
  readonly title: string;
  readonly crumbs?: readonly { readonly label: string; readonly href: string }[];
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
}

/** The head of a page; it also names the browser's tab. */
export function PageHead({ title, crumbs, subtitle, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Stellwerk`;
  }, [title]);
  return (
    <Stack gap={4} mb="md">
      {crumbs && (
        <nav aria-label="Breadcrumb">
          <Breadcrumbs separatorMargin={6} styles={{ root: { flexWrap: 'wrap' } }}>
            {crumbs.map((c) => (
              <Anchor key={c.href} component={Link} href={c.href} size="sm">
                {c.label}
              </Anchor>
            ))}
          </Breadcrumbs>
        </nav>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} style={{ minWidth: 0 }}>
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {subtitle && (
            <Text component="div" size="sm" c="dimmed">
              {subtitle}
            </Text>
          )}
        </Stack>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
    </Stack>
  );
}
