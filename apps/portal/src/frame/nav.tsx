'use client';

import { Stack, Text } from '@mantine/core';
import type { Permission } from '@stellwerk/domain';
import {
  type Icon,
  IconAlertTriangle,
  IconBuilding,
  IconCertificate,
  IconHistory,
  IconInbox,
  IconKey,
  IconListCheck,
  IconReceipt2,
  IconRobot,
  IconRouteAltLeft,
  IconServer2,
  IconSettings,
  IconUserCog,
  IconUsers,
} from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useSide } from '../api/may';
import { useMe } from '../api/queries';

type Side = NonNullable<ReturnType<typeof useSide>>;

interface Place {
  /** In the messages under `nav`, and the test id after `nav-`. */
  readonly key:
    | 'fleet'
    | 'customers'
    | 'company'
    | 'findings'
    | 'checks'
    | 'certificates'
    | 'requests'
    | 'sshServers'
    | 'usage'
    | 'audit'
    | 'members'
    | 'access'
    | 'serviceAccounts'
    | 'settings';
  readonly href: string;
  readonly testId: string;
  readonly icon: Icon;
  readonly needs: Permission;
  /** Who it is for; everybody unless told. */
  readonly sides?: readonly Side[];
  readonly group: 'work' | 'administration';
  /** Other paths that belong to it. */
  readonly owns?: readonly string[];
}

/** Where one can go. What the caller may not read is left out; what a customer's people have no use for, too. */
const PLACES: readonly Place[] = [
  { key: 'fleet', href: '/', testId: 'fleet', icon: IconRouteAltLeft, needs: 'tunnels:read', group: 'work', owns: ['/tunnels'] },
  {
    key: 'customers',
    href: '/customers',
    testId: 'customers',
    icon: IconUsers,
    needs: 'tenants:read',
    sides: ['provider'],
    group: 'work',
    owns: ['/pbxs'],
  },
  {
    key: 'company',
    href: '/company',
    testId: 'company',
    icon: IconBuilding,
    needs: 'tenants:read',
    sides: ['tenant', 'acting'],
    group: 'work',
    owns: ['/customers', '/pbxs'],
  },
  { key: 'findings', href: '/findings', testId: 'findings', icon: IconAlertTriangle, needs: 'checks:read', group: 'work' },
  { key: 'checks', href: '/checks', testId: 'checks', icon: IconListCheck, needs: 'checks:read', group: 'work' },
  { key: 'certificates', href: '/certificates', testId: 'certificates', icon: IconCertificate, needs: 'checks:read', group: 'work' },
  { key: 'requests', href: '/requests', testId: 'requests', icon: IconInbox, needs: 'requests:read', group: 'work' },
  {
    key: 'sshServers',
    href: '/ssh-servers',
    testId: 'ssh-servers',
    icon: IconServer2,
    needs: 'ssh-servers:read',
    sides: ['provider', 'acting'],
    group: 'work',
  },
  { key: 'usage', href: '/usage', testId: 'usage', icon: IconReceipt2, needs: 'usage:read', group: 'work' },
  { key: 'members', href: '/members', testId: 'members', icon: IconUserCog, needs: 'members:read', group: 'administration' },
  { key: 'access', href: '/access', testId: 'access', icon: IconKey, needs: 'delegations:read', group: 'administration' },
  {
    key: 'serviceAccounts',
    href: '/service-accounts',
    testId: 'service-accounts',
    icon: IconRobot,
    needs: 'service-accounts:read',
    sides: ['provider'],
    group: 'administration',
  },
  { key: 'audit', href: '/audit', testId: 'audit', icon: IconHistory, needs: 'audit:read', group: 'administration' },
  { key: 'settings', href: '/settings', testId: 'settings', icon: IconSettings, needs: 'settings:read', group: 'administration' },
];

const GROUPS = ['work', 'administration'] as const;

export function Nav() {
  const t = useTranslations('nav');
  const pathname = usePathname();
  const permissions = useMe().data?.permissions ?? [];
  const side = useSide();
  const open = PLACES.filter(
    ({ needs, sides }) => permissions.includes(needs) && side !== null && (sides === undefined || sides.includes(side)),
  );
  return (
    <nav aria-label={t('label')}>
      {GROUPS.map((group) => {
        const places = open.filter((place) => place.group === group);
        if (places.length === 0) return null;
        return (
          <Stack key={group} gap={2} mb="md">
            {group === 'administration' && (
              <Text size="xs" c="dimmed" fw={600} px="xs" pb={4}>
                {t('administration')}
              </Text>
            )}
            {places.map((place) => (
              <NavLink
                key={place.key}
                place={place}
                here={isHere(place, pathname)}
                label={t(place.key === 'fleet' && side === 'tenant' ? 'home' : place.key)}
              />
            ))}
          </Stack>
        );
      })}
    </nav>
  );
}

const isHere = ({ href, owns = [] }: Place, pathname: string): boolean =>
  pathname === href || [...(href === '/' ? [] : [href]), ...owns].some((prefix) => pathname.startsWith(prefix));

function NavLink({ place: { href, testId, icon: Icon }, here, label }: { place: Place; here: boolean; label: string }) {
  return (
    <Link href={href} className="nav-link" aria-current={here ? 'page' : undefined} data-testid={`nav-${testId}`}>
      <Icon size={18} stroke={1.7} aria-hidden />
      {label}
    </Link>
  );
}
