'use client';

import { Button, Skeleton } from '@mantine/core';
import type { Tenant } from '@stellwerk/contracts';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { usePbxs, useSshServers, useTenant, useTunnels } from '../api/queries';
import { TunnelTable } from '../fleet/tunnel-table';
import { PbxForm } from '../pbx/pbx-form';
import { PbxTable } from '../pbx/pbx-table';
import { SshServerModal } from '../ssh-servers/ssh-server-modal';
import { SshServerTable } from '../ssh-servers/ssh-server-table';
import { useConfirm, useNotify } from '../ui/confirm';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { PageProblem } from '../ui/problem';
import { Section } from '../ui/section';
import { TenantForm } from './tenant-form';

/** One customer: its PBXs, SSH servers and tunnels. */
export function CustomerPage({ id }: { id: string }) {
  const tenant = useTenant(id);
  if (tenant.isError) return <PageProblem error={tenant.error} retry={() => void tenant.refetch()} />;
  if (!tenant.data) return <Skeleton h={240} />;
  return <Loaded tenant={tenant.data} />;
}

function Loaded({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('customer');
  const c = useTranslations('common');
  const [editing, setEditing] = useState(false);
  const facts = [
    tenant.customerNumber,
    tenant.allowedNetworks.length > 0 ? t('allowed', { networks: tenant.allowedNetworks.join(', ') }) : t('noneAllowed'),
  ].filter(Boolean);
  return (
    <>
      <PageHead
        title={tenant.name}
        crumbs={[{ label: t('crumb'), href: '/customers' }]}
        subtitle={facts.join(' · ')}
        actions={
          <>
            <Button variant="default" onClick={() => setEditing(true)} data-testid="customer-edit">
              {c('edit')}
            </Button>
            <DeleteCustomer tenant={tenant} />
          </>
        }
      />
      <Pbxs tenant={tenant} />
      <Servers tenant={tenant} />
      <Tunnels tenant={tenant} />
      {editing && <TenantForm tenant={tenant} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
    </>
  );
}

function DeleteCustomer({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('customer');
  const c = useTranslations('common');
  const confirm = useConfirm();
  const notify = useNotify();
  const router = useRouter();
  const remove = useChange(() => api.deleteTenant({ params: { id: tenant.id }, ifMatch: tenant.version }));
  const onConfirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        notify.done(t('deleted', { name: tenant.name }));
        router.push('/customers');
      },
      onError: notify.failed,
    });
  return (
    <Button
      variant="default"
      loading={remove.isPending}
      onClick={() => confirm({ title: t('deleteTitle', { name: tenant.name }), text: t('deleteText'), confirm: c('delete'), onConfirm })}
      data-testid="customer-delete"
    >
      {c('delete')}
    </Button>
  );
}

function Pbxs({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('customer');
  const router = useRouter();
  const pbxs = usePbxs();
  const [creating, setCreating] = useState(false);
  const rows = pbxs.data?.filter((p) => p.tenantId === tenant.id);
  const add = (
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
  const add = (
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
