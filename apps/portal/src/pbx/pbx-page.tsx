'use client';

import { Button, Skeleton } from '@mantine/core';
import type { Pbx } from '@stellwerk/contracts';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useMay, useSide } from '../api/may';
import { useChange } from '../api/mutate';
import { useNames } from '../api/names';
import { usePbx, useTunnels } from '../api/queries';
import { PbxChecks } from '../checks/pbx-checks';
import { SuspendedNotice } from '../customers/suspended-notice';
import { FirewallLink } from '../firewall/pbx-firewall';
import { PbxFederation } from '../federation/pbx-federation';
import { NewRequestButton } from '../requests/requests-page';
import { useConfirm, useNotify } from '../ui/confirm';
import { PageHead } from '../ui/page-head';
import { PageProblem, ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { PbxFacts } from './pbx-facts';
import { PbxForm } from './pbx-form';
import { PbxModules } from './pbx-modules';
import { PbxPicture } from './pbx-picture';
import { PbxTunnels } from './pbx-tunnels';
import { PRODUCT_NAME } from './products';

/** One PBX: its facts, its modules, its tunnels by module, and the picture of them all. */
export function PbxPage({ id }: { id: string }) {
  const pbx = usePbx(id);
  if (pbx.isError) return <PageProblem error={pbx.error} retry={() => void pbx.refetch()} />;
  if (!pbx.data) return <Skeleton h={320} />;
  return <Loaded pbx={pbx.data} />;
}

function Loaded({ pbx }: { pbx: Pbx }) {
  const t = useTranslations('pbx');
  const c = useTranslations('common');
  const names = useNames();
  const list = useTunnels({ pbxId: pbx.id }, 200);
  const tunnels = list.data?.pages.flatMap((page) => page.items);
  const [editing, setEditing] = useState(false);
  const may = { tunnel: useMay('tunnels:write'), edit: useMay('pbxs:write') };
  const provider = useSide() === 'provider';
  return (
    <>
      <PageHead
        title={pbx.name}
        crumbs={[
          ...(provider ? [{ label: t('customers'), href: '/customers' }] : []),
          { label: names.tenant(pbx.tenantId), href: `/customers/${pbx.tenantId}` },
        ]}
        subtitle={[PRODUCT_NAME[pbx.product], pbx.edition, pbx.version].filter(Boolean).join(' · ')}
        actions={
          <>
            {may.tunnel ? (
              <Button component={Link} href={`/tunnels/new?pbx=${pbx.id}`} leftSection={<IconPlus size={16} />} data-testid="tunnel-create">
                {t('newTunnel')}
              </Button>
            ) : (
              <NewRequestButton href={`/requests/new?pbx=${pbx.id}`} />
            )}
            <FirewallLink pbxId={pbx.id} />
            {may.edit && (
              <>
                <Button variant="default" onClick={() => setEditing(true)} data-testid="pbx-edit">
                  {c('edit')}
                </Button>
                <DeletePbx pbx={pbx} />
              </>
            )}
          </>
        }
      />
      <SuspendedNotice tenantId={pbx.tenantId} />
      {tunnels && tunnels.length > 0 && (
        <Section title={t('picture')} id="picture">
          <PbxPicture pbx={pbx} tunnels={tunnels} />
        </Section>
      )}
      {list.isError ? <ProblemNotice error={list.error} retry={() => void list.refetch()} /> : <PbxTunnels pbx={pbx} tunnels={tunnels} />}
      <PbxFederation pbx={pbx} />
      <PbxChecks pbxId={pbx.id} />
      <PbxModules pbx={pbx} tunnels={tunnels ?? []} />
      <Section title={t('facts')} id="facts">
        <PbxFacts pbx={pbx} />
      </Section>
      {editing && <PbxForm tenantId={pbx.tenantId} pbx={pbx} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
    </>
  );
}

function DeletePbx({ pbx }: { pbx: Pbx }) {
  const t = useTranslations('pbx');
  const c = useTranslations('common');
  const confirm = useConfirm();
  const notify = useNotify();
  const router = useRouter();
  const remove = useChange(() => api.deletePbx({ params: { id: pbx.id }, ifMatch: pbx.rowVersion }));
  const onConfirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        notify.done(t('deleted', { name: pbx.name }));
        router.push(`/customers/${pbx.tenantId}`);
      },
      onError: notify.failed,
    });
  return (
    <Button
      variant="default"
      loading={remove.isPending}
      onClick={() => confirm({ title: t('deleteTitle', { name: pbx.name }), text: t('deleteText'), confirm: c('delete'), onConfirm })}
      data-testid="pbx-delete"
    >
      {c('delete')}
    </Button>
  );
}
