'use client';

import { Skeleton } from '@mantine/core';
import type { Tunnel, TunnelRequest } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePbxs, useServiceTemplates, useSshServers, useTenants, useTunnel } from '../../api/queries';
import { useRequest } from '../../api/request-queries';
import { draftOf } from '../../editor/draft';
import { Empty } from '../../ui/empty';
import { PageHead } from '../../ui/page-head';
import { PageProblem } from '../../ui/problem';
import { choosePbx, type Places } from './place-step';
import { RequestWizard } from './request-wizard';
import { emptyWish, nextWish, OWN, type Wish, wishOf } from './wish';

interface Asked {
  readonly pbxId?: string;
  /** The tunnel to change. */
  readonly tunnelId?: string;
  /** Key of a service template. */
  readonly service?: string;
}

/** Everything there is to choose from, once it is here. */
function usePlaces(): { places: Places | undefined; error: unknown; retry: () => void } {
  const [tenants, pbxs, servers] = [useTenants(), usePbxs(), useSshServers()];
  const failed = [tenants, pbxs, servers].find((q) => q.isError);
  const places = tenants.data && pbxs.data && servers.data ? { tenants: tenants.data, pbxs: pbxs.data, servers: servers.data } : undefined;
  return { places, error: failed?.error, retry: () => void failed?.refetch() };
}

export function NewRequestPage({ pbxId, tunnelId, service }: Asked) {
  const t = useTranslations('wizard');
  const { places, error, retry } = usePlaces();
  const templates = useServiceTemplates();
  const tunnel = useTunnel(tunnelId);
  if (error) return <PageProblem error={error} retry={retry} />;
  if (tunnel.isError) return <PageProblem error={tunnel.error} retry={() => void tunnel.refetch()} />;
  const ready = places && templates.data && (tunnelId === undefined || tunnel.data);
  return (
    <>
      <PageHead
        title={tunnel.data ? t('changeTitle', { name: tunnel.data.name }) : t('title')}
        crumbs={[{ label: t('crumb'), href: '/requests' }]}
        subtitle={t('subtitle')}
      />
      {!ready && <Skeleton h={320} />}
      {ready && places.pbxs.length === 0 && (
        <div className="card">
          <Empty title={t('noPbx')}>{t('noPbxText')}</Empty>
        </div>
      )}
      {ready && places.pbxs.length > 0 && (
        <Begin places={places} tunnel={tunnel.data} pbxId={pbxId} service={templates.data?.items.find((x) => x.key === service)} />
      )}
    </>
  );
}

interface BeginProps {
  readonly places: Places;
  readonly tunnel: Tunnel | undefined;
  readonly pbxId: string | undefined;
  readonly service: Parameters<typeof serviceStep>[0] | undefined;
}

const serviceStep = (template: NonNullable<ReturnType<typeof useServiceTemplates>['data']>['items'][number]) =>
  ({ type: 'service', template, before: undefined }) as const;

/** What is known already is filled in: the only PBX, the tunnel that shall change, the service somebody came for. */
function Begin({ places, tunnel, pbxId, service }: BeginProps) {
  const [start] = useState((): Wish => {
    if (tunnel) return { ...emptyWish, pbxId: tunnel.pbxId, service: OWN, draft: draftOf(tunnel) };
    const given = places.pbxs.find((p) => p.id === pbxId) ?? (places.pbxs.length === 1 ? places.pbxs[0] : undefined);
    const placed = given ? nextWish(emptyWish, choosePbx(places, given.id)) : emptyWish;
    return service ? nextWish(placed, serviceStep(service)) : placed;
  });
  return <RequestWizard start={start} places={places} tunnelId={tunnel?.id ?? null} />;
}

/** Changes an own request while it is pending. */
export function EditRequestPage({ id }: { id: string }) {
  const t = useTranslations('wizard');
  const { places, error, retry } = usePlaces();
  const request = useRequest(id);
  if (request.isError) return <PageProblem error={request.error} retry={() => void request.refetch()} />;
  if (error) return <PageProblem error={error} retry={retry} />;
  return (
    <>
      <PageHead
        title={t('editTitle', { name: request.data?.asked.name ?? '…' })}
        crumbs={[
          { label: t('crumb'), href: '/requests' },
          { label: request.data?.asked.name ?? '…', href: `/requests/${id}` },
        ]}
        subtitle={t('editSubtitle')}
      />
      {places && request.data ? <Edit places={places} request={request.data} /> : <Skeleton h={320} />}
    </>
  );
}

function Edit({ places, request }: { places: Places; request: TunnelRequest }) {
  const [start] = useState(() => wishOf(request));
  return <RequestWizard start={start} places={places} tunnelId={request.kind === 'change' ? request.tunnelId : null} request={request} />;
}
