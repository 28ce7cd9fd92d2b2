'use client';

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMay } from '../api/may';
import { useOverview } from '../api/queries';
import { FindingsGlance } from '../findings/findings-glance';
import { NewRequestButton } from '../requests/requests-page';
import { Empty } from '../ui/empty';
import { PageHead } from '../ui/page-head';
import { ProblemNotice } from '../ui/problem';
import { ConditionTiles } from './condition-tiles';
import { FleetTable } from './fleet-table';
import { Problems } from './problems';
import { WorkersStrip } from './workers-strip';

/** The fleet at a glance: how many are well, what needs somebody, and all of it. */
export function FleetPage() {
  const t = useTranslations('fleet');
  const overview = useOverview();
  const may = useMay('tunnels:write');
  const nothingYet = overview.data?.tenants === 0;
  return (
    <>
      <PageHead
        title={t('title')}
        subtitle={overview.data && t('subtitle', { tenants: overview.data.tenants, pbxs: overview.data.pbxs })}
        actions={
          may ? (
            <Button component={Link} href="/tunnels/new" leftSection={<IconPlus size={16} />} data-testid="tunnel-create">
              {t('newTunnel')}
            </Button>
          ) : (
            <NewRequestButton />
          )
        }
      />
      {overview.isError && <ProblemNotice error={overview.error} retry={() => void overview.refetch()} />}
      {nothingYet ? (
        <div className="card">
          <Empty
            title={t('firstTitle')}
            action={
              <Button component={Link} href="/customers?new=true" data-testid="first-customer">
                {t('firstAction')}
              </Button>
            }
          >
            {t('firstText')}
          </Empty>
        </div>
      ) : (
        <>
          <ConditionTiles counts={overview.data?.tunnels} />
          <Problems />
          <FindingsGlance />
          <FleetTable />
          <WorkersStrip workers={overview.data?.workers} />
        </>
      )}
    </>
  );
}
