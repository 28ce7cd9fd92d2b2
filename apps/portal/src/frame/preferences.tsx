'use client';

import { ActionIcon, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { type Locale, LOCALES } from '@stellwerk/domain';
import { IconCheck, IconDeviceDesktop, IconLanguage, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useMe } from '../api/queries';
import { chooseLocale } from '../i18n/choose-locale';
import { useNotify } from '../ui/confirm';
import { MembershipItems } from './memberships';

export const LANGUAGES: Readonly<Record<Locale, string>> = { de: 'Deutsch', en: 'English' };

export function LanguageSwitch() {
  const t = useTranslations('frame');
  const locale = useLocale();
  const queries = useQueryClient();
  const router = useRouter();
  const choose = (next: Locale) => {
    chooseLocale(next);
    router.refresh();
    void queries.invalidateQueries();
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('language')} data-testid="language">
          <IconLanguage size={20} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LOCALES.map((l) => (
          <Menu.Item
            key={l}
            lang={l}
            onClick={() => choose(l)}
            rightSection={l === locale ? <IconCheck size={14} /> : null}
            data-testid={`language-${l}`}
          >
            {LANGUAGES[l]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const SCHEMES = [
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
  { value: 'auto', icon: IconDeviceDesktop },
] as const;

export function ThemeSwitch() {
  const t = useTranslations('frame');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('theme')} data-testid="theme">
          <IconSun size={20} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(({ value, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} />}
            onClick={() => setColorScheme(value)}
            rightSection={value === colorScheme ? <IconCheck size={14} /> : null}
            data-testid={`theme-${value}`}
          >
            {t(value)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function AccountMenu() {
  const t = useTranslations('frame');
  const me = useMe();
  const notify = useNotify();
  const signOut = async () => {
    try {
      await api.signOut();
    } catch (error) {
      return notify.failed(error);
    }
    // A new page, not a new view: nothing that the session was shown stays in this browser's memory.
    window.location.replace('/sign-in');
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('account')} data-testid="account">
          <IconUserCircle size={22} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {me.data && (
          <Menu.Label>
            <Text size="sm" c="var(--mantine-color-text)" fw={600}>
              {me.data.name}
            </Text>
            <Text size="xs" c="dimmed">
              {me.data.email}
            </Text>
          </Menu.Label>
        )}
        <Menu.Item component={Link} href="/profile" leftSection={<IconUserCircle size={16} />} data-testid="profile">
          {t('profile')}
        </Menu.Item>
        <MembershipItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()} data-testid="sign-out">
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
