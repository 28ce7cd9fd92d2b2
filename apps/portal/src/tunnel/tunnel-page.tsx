'use client';

import { Skeleton } from '@mantine/core';
import type { Tunnel } from '@stellwerk/contracts';
import { moduleFacts } from '@stellwerk/domain';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useNames } from '../api/names';
import { usePbx, useSshServer, useTunnel } from '../api/queries';
import { PRODUCT_NAME } from '../pbx/products';
import { pictureOf } from '../picture/model';
import { TunnelPicture } from '../picture/tunnel-picture';
import { PageHead } from '../ui/page-head';
import { PageProblem } from '../ui/problem';
import { Section } from '../ui/section';
import { SuspendedNotice } from '../customers/suspended-notice';
import { TunnelActions } from './actions';
import { ApprovedEnd } from './approved-end';
import { MappingTable } from './mapping-status';
import { StatusPanel } from './status-panel';
import { Timeline } from './timeline';

/** One tunnel: how it is and why, the way hop by hop, every mapping, and what happened. */
export function TunnelPage({ id }: { id: string }) {
  const tunnel = useTunnel(id);
  if (tunnel.isError && !tunnel.data) return <PageProblem error={tunnel.error} retry={() => void tunnel.refetch()} />;
  if (!tunnel.data) return <Skeleton h={420} />;
  return <Loaded tunnel={tunnel.data} />;
}

function Loaded({ tunnel }: { tunnel: Tunnel }) {
  const t = useTranslations('tunnel');
  const locale = useLocale();
  const names = useNames();
  return (
    <>
      <PageHead
        title={tunnel.name}
        crumbs={[
          { label: names.tenant(tunnel.tenantId), href: `/customers/${tunnel.tenantId}` },
          { label: names.pbx(tunnel.pbxId), href: `/pbxs/${tunnel.pbxId}` },
        ]}
        subtitle={`${moduleFacts(tunnel.module).label[locale]} · ${t('via', { server: names.server(tunnel.sshServerId) })}`}
        actions={<TunnelActions tunnel={tunnel} />}
      />
      <SuspendedNotice tenantId={tunnel.tenantId} />
      <ApprovedEnd tunnel={tunnel} />
      <StatusPanel tunnel={tunnel} />
      <Section title={t('picture')} id="picture">
        <LivePicture tunnel={tunnel} />
      </Section>
      <Section title={t('mappings')} id="mappings" flush>
        <MappingTable tunnel={tunnel} />
      </Section>
      <Section title={t('timeline')} id="timeline">
        <Timeline tunnel={tunnel} />
      </Section>
    </>
  );
}

function LivePicture({ tunnel }: { tunnel: Tunnel }) {
  const t = useTranslations('tunnel');
  const { data: pbx } = usePbx(tunnel.pbxId);
  const { data: server } = useSshServer(tunnel.sshServerId);
  const input = useMemo(
    () => ({ pbx: { name: pbx?.name ?? '…', detail: pbx ? PRODUCT_NAME[pbx.product] : '' }, tunnels: [pictureOf(tunnel, server)] }),
    [tunnel, pbx, server],
  );
  return <TunnelPicture input={input} label={t('pictureLabel', { name: tunnel.name })} />;
}
