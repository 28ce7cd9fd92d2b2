'use client';

import { AppShell, Burger, Group, ScrollArea, Skeleton, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { openSpotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect } from 'react';
import { useMe } from '../api/queries';
import { useLiveEvents } from '../api/live';
import { isUnauthenticated } from '../api/client';
import { PageProblem } from '../ui/problem';
import { LiveIndicator } from './live-indicator';
import { Mark } from './logo';
import { Nav } from './nav';
import { AccountMenu, LanguageSwitch, ThemeSwitch } from './preferences';
import { CommandPalette } from './spotlight';

/** What stands around every page of a signed-in person. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations('frame');
  const me = useMe();
  const pathname = usePathname();
  const [opened, { toggle, close }] = useDisclosure();
  useEffect(close, [pathname, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="skip-link" href="#main">
        {t('skip')}
      </a>
      <AppShell.Header px={{ base: 'sm', sm: 'md' }}>
        <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('menu')} aria-expanded={opened} />
            <Link
              href="/"
              style={{ display: 'flex', alignItems: 'center', gap: 10, color: 'inherit', textDecoration: 'none' }}
              aria-label={t('home')}
            >
              <Mark />
              <Text fw={700} fz="lg" visibleFrom="xs" style={{ letterSpacing: '-0.01em' }}>
                Stellwerk
              </Text>
            </Link>
          </Group>
          <SearchButton label={t('search')} />
          <Group gap={4} wrap="nowrap">
            {me.data && <LiveIndicator />}
            <LanguageSwitch />
            <ThemeSwitch />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm">
        <AppShell.Section grow component={ScrollArea}>
          <Nav />
        </AppShell.Section>
        {me.data && (
          <AppShell.Section>
            <Text size="xs" c="dimmed" px="xs" className="clip" title={me.data.provider.name}>
              {me.data.provider.name}
            </Text>
          </AppShell.Section>
        )}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} style={{ outline: 'none' }}>
        <div style={{ maxWidth: 1440, marginInline: 'auto' }}>
          {me.data ? children : me.isError ? <Unreachable error={me.error} retry={() => void me.refetch()} /> : <Skeleton h={320} />}
        </div>
      </AppShell.Main>
      {me.data && <CommandPalette />}
      {me.data && <Events />}
    </AppShell>
  );
}

/** Listens only once it is known who is asking: an unauthenticated stream would retry for ever. */
function Events() {
  useLiveEvents();
  return null;
}

/** Without an answer nothing can be shown; without a session the sign-in page is already on its way. */
function Unreachable({ error, retry }: { error: unknown; retry: () => void }) {
  return isUnauthenticated(error) ? <Skeleton h={320} /> : <PageProblem error={error} retry={retry} />;
}

function SearchButton({ label }: { label: string }) {
  return (
    <UnstyledButton
      onClick={openSpotlight}
      data-testid="spotlight-open"
      style={{
        display: 'flex',
        alignItems: 'center',
        gap: 8,
        border: '1px solid var(--sw-line)',
        borderRadius: 6,
        padding: '6px 10px',
        color: 'var(--mantine-color-dimmed)',
        background: 'var(--sw-page)',
      }}
    >
      <IconSearch size={16} aria-hidden />
      <Text span size="sm" className="search-word">
        {label}
      </Text>
      <kbd className="search-keys" aria-hidden />
    </UnstyledButton>
  );
}
