'use client';

import { Tabs } from '@mantine/core';
import type { Tenant } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { AccessOfTenant } from '../access/access-of-tenant';
import { useMay, useSide } from '../api/may';
import { People } from '../members/people';
import { CustomerRequests } from '../requests/customer-requests';
import { IdentityProviders } from '../settings/identity-providers';
import { RequestPolicySection } from './request-policy';

const TABS = ['systems', 'requests', 'members', 'access', 'signIn'] as const;

/** A customer's systems, people and who has access to it. The customer's own members have pages of their own for the last three. */
export function CustomerTabs({ tenant, children }: { tenant: Tenant; children: ReactNode }) {
  const t = useTranslations('customerTabs');
  const [wanted, choose] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('systems'));
  const provider = useSide() === 'provider';
  const members = useMay('members:read');
  const access = useMay('delegations:read');
  const rules = useMay('request-policies:read');
  const settings = useMay('settings:read');
  const open = { systems: true, requests: rules, members: provider && members, access: provider && access, signIn: provider && settings };
  const shown = TABS.filter((tab) => open[tab]);
  if (shown.length === 1) return children;
  const current = shown.includes(wanted) ? wanted : 'systems';
  return (
    <Tabs value={current} onChange={(tab) => void choose(TABS.find((each) => each === tab) ?? null)} keepMounted={false}>
      <Tabs.List mb="md">
        {shown.map((tab) => (
          <Tabs.Tab key={tab} value={tab} data-testid={`customer-tab-${tab}`}>
            {t(tab)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="systems">{children}</Tabs.Panel>
      {shown.includes('requests') && (
        <Tabs.Panel value="requests">
          <RequestPolicySection tenantId={tenant.id} />
          <CustomerRequests tenantId={tenant.id} />
        </Tabs.Panel>
      )}
      {shown.includes('members') && (
        <Tabs.Panel value="members">
          <People tenantId={tenant.id} side="tenant" />
        </Tabs.Panel>
      )}
      {shown.includes('access') && (
        <Tabs.Panel value="access">
          <AccessOfTenant tenantId={tenant.id} />
        </Tabs.Panel>
      )}
      {shown.includes('signIn') && (
        <Tabs.Panel value="signIn">
          <IdentityProviders tenantId={tenant.id} ownerName={tenant.name} />
        </Tabs.Panel>
      )}
    </Tabs>
  );
}
