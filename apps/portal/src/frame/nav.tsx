'use client';

import { Stack } from '@mantine/core';
import { IconRouteAltLeft, IconServer2, IconUsers } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';

const PLACES = [
  { key: 'fleet', href: '/', icon: IconRouteAltLeft, owns: ['/tunnels'] },
  { key: 'customers', href: '/customers', icon: IconUsers, owns: ['/customers', '/pbxs'] },
  { key: 'sshServers', href: '/ssh-servers', icon: IconServer2, owns: ['/ssh-servers'] },
] as const;

export function Nav() {
  const t = useTranslations('nav');
  const pathname = usePathname();
  return (
    <nav aria-label={t('label')}>
      <Stack gap={2}>
        {PLACES.map(({ key, href, icon: Icon, owns }) => {
          const here = pathname === href || owns.some((prefix) => pathname.startsWith(prefix));
          return (
            <Link
              key={key}
              href={href}
              className="nav-link"
              aria-current={here ? 'page' : undefined}
              data-testid={`nav-${href === '/' ? 'fleet' : href.slice(1)}`}
            >
              <Icon size={18} stroke={1.7} aria-hidden />
              {t(key)}
            </Link>
          );
        })}
      </Stack>
    </nav>
  );
}
