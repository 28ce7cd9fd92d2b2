'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useMantineColorScheme } from '@mantine/core';
import { IconPhone, IconPlus, IconRouteAltLeft, IconSearch, IconServer2, IconSun, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { usePbxs, useSshServers, useTenants } from '../api/queries';

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;

/** ⌘K: every customer, PBX, SSH server and tunnel, and what one can do. */
export function CommandPalette() {
  const t = useTranslations('spotlight');
  const [query, setQuery] = useState('');
  const groups = useGroups(query);
  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K', '/']}
      nothingFound={t('nothing')}
      highlightQuery
      limit={12}
      scrollable
      maxHeight={420}
      searchProps={
        {
          leftSection: <IconSearch {...icon} />,
          placeholder: t('placeholder'),
          'aria-label': t('placeholder'),
          'data-testid': 'spotlight-input',
        } as object
      }
    />
  );
}

function useGroups(query: string): SpotlightActionGroupData[] {
  const t = useTranslations('spotlight');
  const router = useRouter();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const tenants = useTenants().data ?? [];
  const pbxs = usePbxs().data ?? [];
  const servers = useSshServers().data ?? [];
  const tunnels = useFoundTunnels(query);
  const names = new Map(tenants.map((x) => [x.id, x.name]));
  const go = (href: string) => () => router.push(href);
  const customerOf = (tenantId: string) => names.get(tenantId) ?? '';
  return [
    {
      group: t('tunnels'),
      actions: tunnels.map((x) => ({
        id: x.id,
        label: x.name,
        description: customerOf(x.tenantId),
        leftSection: <IconRouteAltLeft {...icon} />,
        onClick: go(`/tunnels/${x.id}`),
      })),
    },
    {
      group: t('customers'),
      actions: tenants.map((x) => ({
        id: x.id,
        label: x.name,
        description: x.customerNumber ?? undefined,
        leftSection: <IconUsers {...icon} />,
        onClick: go(`/customers/${x.id}`),
      })),
    },
    {
      group: t('pbxs'),
      actions: pbxs.map((x) => ({
        id: x.id,
        label: x.name,
        description: customerOf(x.tenantId),
        leftSection: <IconPhone {...icon} />,
        onClick: go(`/pbxs/${x.id}`),
      })),
    },
    {
      group: t('servers'),
      actions: servers.map((x) => ({
        id: x.id,
        label: x.name,
        description: `${x.host}:${x.port} · ${customerOf(x.tenantId)}`,
        leftSection: <IconServer2 {...icon} />,
        onClick: go(`/ssh-servers?server=${x.id}`),
      })),
    },
    {
      group: t('actions'),
      actions: [
        { id: 'new-tunnel', label: t('newTunnel'), leftSection: <IconPlus {...icon} />, onClick: go('/tunnels/new') },
        { id: 'new-customer', label: t('newCustomer'), leftSection: <IconPlus {...icon} />, onClick: go('/customers?new=true') },
        { id: 'blocked', label: t('showBlocked'), leftSection: <IconSearch {...icon} />, onClick: go('/?state=blocked') },
        {
          id: 'theme',
          label: t('switchTheme'),
          leftSection: <IconSun {...icon} />,
          onClick: () => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark'),
        },
      ],
    },
  ];
}

/** Tunnels may be thousands: they are searched by the API, the rest is at hand. */
function useFoundTunnels(query: string) {
  const [search] = useDebouncedValue(query.trim(), 200);
  const found = useQuery({
    queryKey: ['tunnel-search', search],
    enabled: search.length >= 2,
    queryFn: ({ signal }) => api.listTunnels({ query: { search, limit: 8 } }, signal),
  });
  return search.length >= 2 ? (found.data?.items ?? []) : [];
}
