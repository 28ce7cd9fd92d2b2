'use client';

import { useTranslations } from 'next-intl';
import { useMe, useOverview } from '../api/queries';
import { SuspendedNotice } from '../customers/suspended-notice';
import { ConditionTiles } from '../fleet/condition-tiles';
import { FleetTable } from '../fleet/fleet-table';
import { Problems } from '../fleet/problems';
import { FindingsGlance } from '../findings/findings-glance';
import { CustomerRequests } from '../requests/customer-requests';
import { NewRequestButton } from '../requests/requests-page';
import { PageHead } from '../ui/page-head';
import { ProblemNotice } from '../ui/problem';

/** A customer's own overview: how their tunnels are, what they asked for, and the way to ask for more. */
export function TenantHome() {
  const t = useTranslations('tenantHome');
  const tenant = useMe().data?.tenant;
  const overview = useOverview();
  return (
    <>
      <PageHead title={tenant?.name ?? t('title')} subtitle={t('subtitle')} actions={<NewRequestButton />} />
      {tenant && <SuspendedNotice tenantId={tenant.id} />}
      {overview.isError && <ProblemNotice error={overview.error} retry={() => void overview.refetch()} />}
      <ConditionTiles counts={overview.data?.tunnels} />
      <Problems />
      <FindingsGlance />
      <CustomerRequests />
      <FleetTable />
    </>
  );
}
