'use client';

import { useMantineColorScheme } from '@mantine/core';
import type { SpotlightActionData } from '@mantine/spotlight';
import type { SearchHit } from '@stellwerk/contracts';
import type { Permission } from '@stellwerk/domain';
import {
  type Icon,
  IconCertificate,
  IconInbox,
  IconPhone,
  IconPlayerPause,
  IconPlus,
  IconRouteAltLeft,
  IconSearch,
  IconServer2,
  IconListCheck,
  IconSun,
  IconUser,
  IconUserPlus,
  IconUsers,
} from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useSide } from '../api/may';
import { useMe } from '../api/queries';

export const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;

/** Where a hit is shown. */
export const pageOf = ({ kind, id, title, tenantId }: SearchHit): string => {
  switch (kind) {
    case 'tenant':
      return `/customers/${id}`;
    case 'pbx':
      return `/pbxs/${id}`;
    case 'ssh-server':
      return `/ssh-servers?server=${id}`;
    case 'tunnel':
      return `/tunnels/${id}`;
    case 'request':
      return `/requests/${id}`;
    case 'check':
      return `/checks/${id}`;
    case 'certificate':
      return `/certificates/${id}`;
    case 'member':
      return tenantId === null ? `/members?search=${encodeURIComponent(title)}` : `/customers/${tenantId}?tab=members`;
  }
};

export const ICONS: Readonly<Record<SearchHit['kind'], Icon>> = {
  tenant: IconUsers,
  pbx: IconPhone,
  'ssh-server': IconServer2,
  tunnel: IconRouteAltLeft,
  request: IconInbox,
  member: IconUser,
  check: IconListCheck,
  certificate: IconCertificate,
};

interface Doing {
  readonly key:
    | 'newTunnel'
    | 'askTunnel'
    | 'askConsole'
    | 'newCustomer'
    | 'invite'
    | 'openRequests'
    | 'showBlocked'
    | 'showAudit'
    | 'showUsage'
    | 'deletedCustomers'
    | 'showFindings'
    | 'showFailures'
    | 'showChecks'
    | 'newCheck'
    | 'showCertificates'
    | 'showExpiries'
    | 'uploadCertificate';
  readonly href: string;
  readonly icon: Icon;
  readonly needs: Permission;
  readonly provider?: true;
}

const DOINGS: readonly Doing[] = [
  { key: 'newTunnel', href: '/tunnels/new', icon: IconPlus, needs: 'tunnels:write' },
  { key: 'askTunnel', href: '/requests/new', icon: IconInbox, needs: 'requests:write' },
  { key: 'askConsole', href: '/requests/new?service=ssh-console', icon: IconInbox, needs: 'requests:write' },
  { key: 'openRequests', href: '/requests?state=pending', icon: IconSearch, needs: 'requests:read' },
  { key: 'showBlocked', href: '/?state=blocked', icon: IconSearch, needs: 'tunnels:read' },
  { key: 'newCustomer', href: '/customers?new=true', icon: IconPlus, needs: 'tenants:write', provider: true },
  { key: 'invite', href: '/members?invite=true', icon: IconUserPlus, needs: 'members:write' },
  { key: 'showAudit', href: '/audit', icon: IconSearch, needs: 'audit:read' },
  { key: 'showUsage', href: '/usage', icon: IconSearch, needs: 'usage:read' },
  { key: 'showFindings', href: '/findings', icon: IconSearch, needs: 'checks:read' },
  { key: 'showFailures', href: '/findings?severity=fail', icon: IconSearch, needs: 'checks:read' },
  { key: 'showChecks', href: '/checks', icon: IconSearch, needs: 'checks:read' },
  { key: 'newCheck', href: '/checks/new', icon: IconPlus, needs: 'checks:write' },
  { key: 'showCertificates', href: '/certificates', icon: IconSearch, needs: 'checks:read' },
  { key: 'showExpiries', href: '/certificates?view=calendar', icon: IconSearch, needs: 'checks:read' },
  { key: 'uploadCertificate', href: '/certificates?upload=true', icon: IconPlus, needs: 'checks:write' },
  { key: 'deletedCustomers', href: '/customers?show=deleted', icon: IconSearch, needs: 'tenants:delete', provider: true },
];

type Action = SpotlightActionData & { readonly label: string };

/** What the caller may do, whatever was typed. */
export function useDoings(): Action[] {
  const t = useTranslations('spotlight');
  const router = useRouter();
  const provider = useSide() === 'provider';
  const permissions = useMe().data?.permissions ?? [];
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const open = DOINGS.filter(({ needs, provider: only }) => permissions.includes(needs) && (provider || !only));
  return [
    ...open.map(({ key, href, icon: Sign }) => ({
      id: key,
      label: t(key),
      leftSection: <Sign {...icon} />,
      onClick: () => router.push(href),
    })),
    {
      id: 'theme',
      label: t('switchTheme'),
      leftSection: <IconSun {...icon} />,
      onClick: () => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark'),
    },
  ];
}

/** What can be done with what was found: a tunnel at a PBX, a change of a tunnel, a customer suspended or exported. */
export function useDoingsAbout(): (hit: SearchHit) => Action[] {
  const t = useTranslations('spotlight');
  const router = useRouter();
  const permissions = useMe().data?.permissions ?? [];
  const offers: Readonly<
    Partial<Record<SearchHit['kind'], readonly { key: OfferKey; needs: Permission; icon: Icon; to: (id: string) => string }[]>>
  > = {
    pbx: [
      { key: 'newTunnelAt', needs: 'tunnels:write', icon: IconPlus, to: (id) => `/tunnels/new?pbx=${id}` },
      { key: 'askTunnelAt', needs: 'requests:write', icon: IconInbox, to: (id) => `/requests/new?pbx=${id}` },
      { key: 'findingsOf', needs: 'checks:read', icon: IconSearch, to: (id) => `/findings?pbxId=${id}` },
      { key: 'newCheckAt', needs: 'checks:write', icon: IconPlus, to: (id) => `/checks/new?pbx=${id}` },
    ],
    tunnel: [{ key: 'askChangeOf', needs: 'requests:write', icon: IconInbox, to: (id) => `/requests/new?tunnel=${id}` }],
    tenant: [
      { key: 'inviteTo', needs: 'members:write', icon: IconUserPlus, to: (id) => `/customers/${id}?tab=members&invite=true` },
      { key: 'suspend', needs: 'tenants:suspend', icon: IconPlayerPause, to: (id) => `/customers/${id}?act=suspend` },
      { key: 'auditOf', needs: 'audit:read', icon: IconSearch, to: (id) => `/audit?tenantId=${id}` },
      { key: 'findingsOf', needs: 'checks:read', icon: IconSearch, to: (id) => `/findings?tenantId=${id}` },
      { key: 'checksOf', needs: 'checks:read', icon: IconSearch, to: (id) => `/checks?tenantId=${id}` },
      { key: 'requestsOf', needs: 'requests:read', icon: IconInbox, to: (id) => `/requests?tenantId=${id}` },
    ],
  };
  return (hit) =>
    (offers[hit.kind] ?? [])
      .filter(({ needs }) => permissions.includes(needs))
      .map(({ key, icon: Sign, to }) => ({
        id: `${key} ${hit.id}`,
        label: t(key, { name: hit.title }),
        leftSection: <Sign {...icon} />,
        onClick: () => router.push(to(hit.id)),
      }));
}

type OfferKey =
  | 'newTunnelAt'
  | 'askTunnelAt'
  | 'askChangeOf'
  | 'inviteTo'
  | 'suspend'
  | 'auditOf'
  | 'requestsOf'
  | 'findingsOf'
  | 'checksOf'
  | 'newCheckAt';
