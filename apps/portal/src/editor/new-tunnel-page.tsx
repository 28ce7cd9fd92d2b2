'use client';

import { Select, Skeleton } from '@mantine/core';
import { ModuleKey } from '@stellwerk/domain';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useNames } from '../api/names';
import { usePbx, usePbxs, useTenants } from '../api/queries';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { PageProblem } from '../ui/problem';
import { emptyDraft } from './draft';
import { TunnelEditor } from './tunnel-editor';

export function NewTunnelPage({ pbxId, module }: { pbxId?: string; module?: string }) {
  const t = useTranslations('editor');
  const names = useNames();
  const pbx = usePbx(pbxId);
  const key = ModuleKey.safeParse(module).data ?? 'general';
  if (pbxId === undefined) return <ChoosePbx />;
  if (pbx.isError) return <PageProblem error={pbx.error} retry={() => void pbx.refetch()} />;
  if (!pbx.data) return <Skeleton h={400} />;
  const crumbs = [
    { label: names.tenant(pbx.data.tenantId), href: `/customers/${pbx.data.tenantId}` },
    { label: pbx.data.name, href: `/pbxs/${pbx.data.id}` },
  ];
  return (
    <>
      <PageHead title={t('newTitle')} crumbs={crumbs} />
      <TunnelEditor pbx={pbx.data} start={emptyDraft(key)} />
    </>
  );
}

/** A tunnel starts at a PBX. */
function ChoosePbx() {
  const t = useTranslations('editor');
  const router = useRouter();
  const pbxs = usePbxs();
  const tenants = useTenants();
  const groups =
    tenants.data
      ?.map((x) => ({
        group: x.name,
        items: pbxs.data?.filter((p) => p.tenantId === x.id).map((p) => ({ value: p.id, label: p.name })) ?? [],
      }))
      .filter((g) => g.items.length > 0) ?? [];
  return (
    <>
      <PageHead title={t('newTitle')} />
      <div className="card card-pad">
        {pbxs.data?.length === 0 ? (
          <Empty title={t('noPbx')} action={<Link href="/customers">{t('toCustomers')}</Link>}>
            {t('noPbxText')}
          </Empty>
        ) : (
          <Select
            label={t('choosePbx')}
            description={t('choosePbxHint')}
            searchable
            data={groups}
            maw={480}
            nothingFoundMessage={t('noPbxFound')}
            onChange={(id) => id && router.replace(`/tunnels/new?pbx=${id}`)}
            disabled={!pbxs.data}
            data-autofocus
            data-testid="tunnel-editor-pbx"
          />
        )}
      </div>
    </>
  );
}
