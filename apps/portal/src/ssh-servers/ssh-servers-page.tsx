'use client';

import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useMay } from '../api/may';
import { useSshServers, useTenants } from '../api/queries';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { ProblemNotice } from '../ui/problem';
import { SshServerModal } from './ssh-server-modal';
import { SshServerTable } from './ssh-server-table';

export function SshServersPage() {
  const t = useTranslations('sshServers');
  const servers = useSshServers();
  const tenants = useTenants();
  const [wanted, setWanted] = useQueryState('server', parseAsString);
  const [creatingFor, setCreatingFor] = useState<string | null>(null);
  const may = useMay('ssh-servers:write');
  const opened = servers.data?.find((s) => s.id === wanted);
  const create = may && (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconPlus size={16} />} data-testid="ssh-server-create" disabled={!tenants.data?.length}>
          {t('new')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        <Menu.Label>{t('forCustomer')}</Menu.Label>
        {tenants.data?.map((x) => (
          <Menu.Item key={x.id} onClick={() => setCreatingFor(x.id)}>
            {x.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
  return (
    <>
      <PageHead title={t('title')} subtitle={t('subtitle')} actions={create} />
      {servers.isError ? (
        <ProblemNotice error={servers.error} retry={() => void servers.refetch()} />
      ) : (
        <div className="card">
          {servers.data?.length === 0 ? (
            <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>
          ) : (
            <SshServerTable rows={servers.data} withCustomer />
          )}
        </div>
      )}
      {creatingFor && <SshServerModal tenantId={creatingFor} onClose={() => setCreatingFor(null)} onSaved={() => setCreatingFor(null)} />}
      {opened && may && (
        <SshServerModal
          tenantId={opened.tenantId}
          stored={opened}
          onClose={() => void setWanted(null)}
          onSaved={() => void setWanted(null)}
        />
      )}
    </>
  );
}
