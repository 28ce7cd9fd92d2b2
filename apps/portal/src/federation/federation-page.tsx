'use client';

import { Button, Skeleton, Tabs } from '@mantine/core';
import type { Federation, Pbx } from '@stellwerk/contracts';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { api } from '../api/client';
import { useFederation } from '../api/federation-queries';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useNames } from '../api/names';
import { usePbx } from '../api/queries';
import { useConfirm, useNotify } from '../ui/confirm';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { PageProblem } from '../ui/problem';
import { MtlsTestView } from './mtls-test';
import { Plan } from './plan';
import { Standing } from './standing';

const VIEWS = ['standing', 'plan', 'mtls'] as const;

/** The federation of an XPhone Connect Server: how it stands, what to set up, and the test from the other side. */
export function FederationPage({ pbxId }: { pbxId: string }) {
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
  const may = useMay('pbxs:write');
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('standing'));
  const setUp = may && (
    <Button component={Link} href={`/pbxs/${pbx.id}/federation/edit`} data-testid="federation-set-up">
      {t('setUp')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t('title')}
        crumbs={[
          { label: names.tenant(pbx.tenantId), href: `/customers/${pbx.tenantId}` },
          { label: pbx.name, href: `/pbxs/${pbx.id}` },
        ]}
        subtitle={federation ? t('subtitle', { domain: federation.domain, fqdn: federation.fqdn }) : undefined}
        actions={
          federation &&
          may && (
            <>
              <Button component={Link} href={`/pbxs/${pbx.id}/federation/edit`} data-testid="federation-edit">
                {t('change')}
              </Button>
              <DeleteFederation federation={federation} />
            </>
          )
        }
      />
      {federation === null ? (
        <div className="card">
          <Empty title={t('noneTitle')} action={setUp}>
            {t('noneText')}
          </Empty>
        </div>
      ) : (
        <Tabs value={view} onChange={(value) => void setView((value as (typeof VIEWS)[number] | null) ?? 'standing')} keepMounted={false}>
          <Tabs.List mb="md">
            {VIEWS.map((each) => (
              <Tabs.Tab key={each} value={each} data-testid={`federation-view-${each}`}>
                {t(`view.${each}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="standing">
            <Standing federation={federation} />
          </Tabs.Panel>
          <Tabs.Panel value="plan">
            <Plan federation={federation} />
          </Tabs.Panel>
          <Tabs.Panel value="mtls">
            <MtlsTestView pbxId={pbx.id} />
          </Tabs.Panel>
        </Tabs>
      )}
    </>
  );
}

function DeleteFederation({ federation }: { federation: Federation }) {
  const t = useTranslations('federation');
  const c = useTranslations('common');
  const confirm = useConfirm();
  const notify = useNotify();
  const router = useRouter();
  const remove = useChange(() => api.deleteFederation({ params: { id: federation.pbxId }, ifMatch: federation.version }));
  const onConfirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        notify.done(t('deleted'));
        router.push(`/pbxs/${federation.pbxId}`);
      },
      onError: notify.failed,
    });
  return (
    <Button
      variant="default"
      loading={remove.isPending}
      onClick={() => confirm({ title: t('deleteTitle'), text: t('deleteText'), confirm: c('delete'), onConfirm })}
      data-testid="federation-delete"
    >
      {c('delete')}
    </Button>
  );
}
