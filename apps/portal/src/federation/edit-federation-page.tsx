'use client';

import { Skeleton } from '@mantine/core';
import type { Federation, Pbx } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useFederation } from '../api/federation-queries';
import { useNames } from '../api/names';
import { usePbx } from '../api/queries';
import { PageHead } from '../ui/page-head';
import { PageProblem } from '../ui/problem';
import { FederationEditor } from './federation-editor';

/** Sets up or changes the federation of an XPhone Connect Server. */
export function EditFederationPage({ pbxId }: { pbxId: string }) {
  const pbx = usePbx(pbxId);
  const federation = useFederation(pbxId);
  if (pbx.isError) return <PageProblem error={pbx.error} retry={() => void pbx.refetch()} />;
  if (federation.isError) return <PageProblem error={federation.error} retry={() => void federation.refetch()} />;
  if (!pbx.data || federation.data === undefined) return <Skeleton h={320} />;
  return <Loaded pbx={pbx.data} federation={federation.data} />;
}

function Loaded({ pbx, federation }: { pbx: Pbx; federation: Federation | null }) {
  const t = useTranslations('federation');
  const names = useNames();
  return (
    <>
      <PageHead
        title={federation ? t('edit') : t('setUp')}
        crumbs={[
          { label: names.tenant(pbx.tenantId), href: `/customers/${pbx.tenantId}` },
          { label: pbx.name, href: `/pbxs/${pbx.id}` },
          ...(federation ? [{ label: t('title'), href: `/pbxs/${pbx.id}/federation` }] : []),
        ]}
      />
      <FederationEditor pbx={pbx} stored={federation} />
    </>
  );
}
