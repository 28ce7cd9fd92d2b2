'use client';

import { AppShell, Box, Burger, Group, ScrollArea, Skeleton, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { openSpotlight } from '@mantine/spotlight';
import type { Me } from '@stellwerk/contracts';
import { IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect } from 'react';
import { useMay } from '../api/may';
import { useMe } from '../api/queries';
import { useLiveEvents } from '../api/live';
import { isUnauthenticated, isUnfinished } from '../api/client';
import { NotificationBell } from '../notifications/bell';
import { PageProblem } from '../ui/problem';
import { signInPath } from '../ui/return-path';
import { StepUp } from '../ui/step-up';
import { ActingBar } from './acting-bar';
import { LiveIndicator } from './live-indicator';
import { Mark } from './logo';
import { Nav } from './nav';
import { AccountMenu, LanguageSwitch, ThemeSwitch } from './preferences';
import { CommandPalette } from './spotlight';
import { useRoleName } from '../ui/role-name';

/** What stands around every page of a signed-in person. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations('frame');
  const me = useFinishedMe();
  const pathname = usePathname();
  const listens = useMay('tunnels:read');
  const [opened, { toggle, close }] = useDisclosure();
  useEffect(close, [pathname, close]);
  const acting = me.data?.actingFor ?? null;
  return (
    <AppShell
      header={{ height: HEADER_PX + (acting ? ACTING_PX : 0) }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="skip-link" href="#main">
        {t('skip')}
      </a>
      <AppShell.Header>
        <Group h={HEADER_PX} px={{ base: 'sm', sm: 'md' }} justify="space-between" wrap="nowrap" gap="xs">
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
            {listens && <LiveIndicator />}
            <NotificationBell />
            <LanguageSwitch />
            <ThemeSwitch />
            <AccountMenu />
          </Group>
        </Group>
        {acting && <ActingBar acting={acting} />}
      </AppShell.Header>
      <AppShell.Navbar p="sm">
        <AppShell.Section grow component={ScrollArea}>
          <Nav />
        </AppShell.Section>
        {me.data && (
          <AppShell.Section>
            <Organisation me={me.data} />
          </AppShell.Section>
        )}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} style={{ outline: 'none' }}>
        <div style={{ maxWidth: 1440, marginInline: 'auto' }}>
          {me.data ? children : me.isError ? <Unreachable error={me.error} retry={() => void me.refetch()} /> : <Skeleton h={320} />}
        </div>
      </AppShell.Main>
      {me.data && <CommandPalette />}
      {listens && <Events key={`${me.data?.membershipId ?? ''} ${acting?.tenant.id ?? ''}`} />}
      {me.data && <StepUp />}
    </AppShell>
  );
}

const HEADER_PX = 56;
const ACTING_PX = 45;

/** Who is signed in, once the sign-in is complete; with a part of it still missing, the way leads back there. */
function useFinishedMe() {
  const me = useMe();
  const router = useRouter();
  const unfinished = me.data !== undefined && me.data.stage !== 'full';
  useEffect(() => {
    if (unfinished) router.replace(signInPath(window.location.pathname + window.location.search));
  }, [unfinished, router]);
  return unfinished ? { ...me, data: undefined } : me;
}

/** For whom somebody works here, and as what. */
function Organisation({ me }: { me: Me }) {
  const roleName = useRoleName();
  const name = me.tenant?.name ?? me.provider.name;
  return (
    <Box px="xs" pt="xs">
      <Text size="sm" fw={600} lineClamp={2} title={name}>
        {name}
      </Text>
      {me.role && (
        <Text size="xs" c="dimmed">
          {roleName(me.role)}
        </Text>
      )}
    </Box>
  );
}

/** Listens only once it is known who is asking: an unauthenticated stream would retry for ever. With another standing it begins anew: the API ends the old one. */
function Events() {
  useLiveEvents();
  return null;
}

/** Without an answer nothing can be shown; without a session the sign-in page is already on its way. */
function Unreachable({ error, retry }: { error: unknown; retry: () => void }) {
  return isUnauthenticated(error) || isUnfinished(error) ? <Skeleton h={320} /> : <PageProblem error={error} retry={retry} />;
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
