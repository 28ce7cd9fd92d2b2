'use client';

import { Button, Skeleton } from '@mantine/core';
import type { Tenant } from '@stellwerk/contracts';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay, useSide } from '../api/may';
import { usePbxs, useSshServers, useTenant, useTunnels } from '../api/queries';
import { FindingsGlance } from '../findings/findings-glance';
import { TunnelTable } from '../fleet/tunnel-table';
import { PbxForm } from '../pbx/pbx-form';
import { PbxTable } from '../pbx/pbx-table';
import { SshServerModal } from '../ssh-servers/ssh-server-modal';
import { SshServerTable } from '../ssh-servers/ssh-server-table';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { PageProblem } from '../ui/problem';
import { Section } from '../ui/section';
import { ActForButton } from './act-for-button';
import { CustomerActions } from './customer-actions';
import { CustomerTabs } from './customer-tabs';
import { SuspendedNotice } from './suspended-notice';

/** One customer: its PBXs, SSH servers and tunnels. */
export function CustomerPage({ id }: { id: string }) {
  const tenant = useTenant(id);
  if (tenant.isError) return <PageProblem error={tenant.error} retry={() => void tenant.refetch()} />;
  if (!tenant.data) return <Skeleton h={240} />;
  return <Loaded tenant={tenant.data} />;
}

function Loaded({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('customer');
  const side = useSide();
  const facts = [
    tenant.customerNumber,
    tenant.allowedNetworks.length > 0 ? t('allowed', { networks: tenant.allowedNetworks.join(', ') }) : t('noneAllowed'),
  ].filter(Boolean);
  return (
    <>
      <PageHead
        title={tenant.name}
        crumbs={side === 'provider' ? [{ label: t('crumb'), href: '/customers' }] : undefined}
        subtitle={facts.join(' · ')}
        actions={
          <>
            {side === 'provider' && <ActForButton tenant={tenant} />}
            <CustomerActions tenant={tenant} />
          </>
        }
      />
      <SuspendedNotice tenantId={tenant.id} />
      <CustomerTabs tenant={tenant}>
        <FindingsGlance tenantId={tenant.id} />
        <Pbxs tenant={tenant} />
        <Servers tenant={tenant} />
        <Tunnels tenant={tenant} />
      </CustomerTabs>
    </>
  );
}

function Pbxs({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('customer');
  const router = useRouter();
  const pbxs = usePbxs();
  const [creating, setCreating] = useState(false);
  const rows = pbxs.data?.filter((p) => p.tenantId === tenant.id);
  const add = useMay('pbxs:write') && (
    <Button size="xs" variant="light" onClick={() => setCreating(true)} data-testid="pbx-create">
      {t('newPbx')}
    </Button>
  );
  return (
    <Section title={t('pbxs')} flush id="pbxs" actions={add}>
      {rows?.length === 0 ? <Empty title={t('noPbx')}>{t('noPbxText')}</Empty> : <PbxTable rows={rows} />}
      {creating && <PbxForm tenantId={tenant.id} onClose={() => setCreating(false)} onSaved={(pbx) => router.push(`/pbxs/${pbx.id}`)} />}
    </Section>
  );
}

function Servers({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('customer');
  const servers = useSshServers();
  const [creating, setCreating] = useState(false);
  const rows = servers.data?.filter((s) => s.tenantId === tenant.id);
  const add = useMay('ssh-servers:write') && (
    <Button size="xs" variant="light" onClick={() => setCreating(true)} data-testid="ssh-server-create">
      {t('newServer')}
    </Button>
  );
  return (
    <Section title={t('servers')} flush id="servers" actions={add}>
      {rows?.length === 0 ? <Empty title={t('noServer')}>{t('noServerText')}</Empty> : <SshServerTable rows={rows} />}
      {creating && <SshServerModal tenantId={tenant.id} onClose={() => setCreating(false)} onSaved={() => setCreating(false)} />}
    </Section>
  );
}

function Tunnels({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('customer');
  const list = useTunnels({ tenantId: tenant.id }, 200);
  return (
    <Section title={t('tunnels')} flush id="tunnels">
      <TunnelTable
        tunnels={list.data?.pages.flatMap((p) => p.items)}
        columns={['pbx', 'server']}
        empty={<Empty title={t('noTunnel')}>{t('noTunnelText')}</Empty>}
      />
    </Section>
  );
}
