'use client';

import { Skeleton } from '@mantine/core';
import type { Tunnel } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePbx, useTunnel } from '../api/queries';
import { PageHead } from '../ui/page-head';
import { PageProblem, ProblemNotice } from '../ui/problem';
import { draftOf } from './draft';
import { TunnelEditor } from './tunnel-editor';

export function EditTunnelPage({ id }: { id: string }) {
  const tunnel = useTunnel(id);
  if (tunnel.isError) return <PageProblem error={tunnel.error} retry={() => void tunnel.refetch()} />;
  if (!tunnel.data) return <Skeleton h={400} />;
  return <Loaded tunnel={tunnel.data} />;
}

function Loaded({ tunnel }: { tunnel: Tunnel }) {
  const t = useTranslations('editor');
  const pbx = usePbx(tunnel.pbxId);
  // Live status arrives all the time; the draft starts from what was stored when the page was opened.
  const [start] = useState(() => draftOf(tunnel));
  return (
    <>
      <PageHead
        title={t('editTitle', { name: start.name })}
        crumbs={[
          { label: pbx.data?.name ?? '…', href: `/pbxs/${tunnel.pbxId}` },
          { label: start.name, href: `/tunnels/${tunnel.id}` },
        ]}
        subtitle={t('editHint')}
      />
      {pbx.isError && <ProblemNotice error={pbx.error} retry={() => void pbx.refetch()} />}
      {pbx.data ? <TunnelEditor pbx={pbx.data} start={start} tunnel={tunnel} /> : <Skeleton h={400} />}
    </>
  );
}
