'use client';

import { Grid, Skeleton, Tabs } from '@mantine/core';
import type { FirewallSettingsView, Pbx } from '@stellwerk/contracts';
import { firewallPlan, type FirewallSettings } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { useFirewallSettings } from '../api/firewall-queries';
import { useNames } from '../api/names';
import { usePbx } from '../api/queries';
import { PRODUCT_NAME } from '../pbx/products';
import { PageHead } from '../ui/page-head';
import { PageProblem } from '../ui/problem';
import { readable } from './draft';
import { Exports } from './exports';
import { PlanView } from './plan-view';
import { SettingsPanel } from './settings-panel';

const VIEWS = ['plan', 'export'] as const;

/** What the customer's firewall needs for this PBX: what it uses at the left, the plan at the right, and the plan as a file. */
export function FirewallPage({ pbxId }: { pbxId: string }) {
  const pbx = usePbx(pbxId);
  const settings = useFirewallSettings(pbxId);
  if (pbx.isError) return <PageProblem error={pbx.error} retry={() => void pbx.refetch()} />;
  if (settings.isError) return <PageProblem error={settings.error} retry={() => void settings.refetch()} />;
  if (!pbx.data || !settings.data) return <Skeleton h={320} />;
  // Another version begins anew: somebody saved.
  return <Loaded key={settings.data.version} pbx={pbx.data} stored={settings.data} />;
}

function Loaded({ pbx, stored }: { pbx: Pbx; stored: FirewallSettingsView }) {
  const t = useTranslations('firewall');
  const names = useNames();
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('plan'));
  const [draft, setDraft] = useState<FirewallSettings>(stored.settings);
  // The same pure function that the API answers with: the plan follows the fingers, and nothing is asked.
  const plan = useMemo(() => firewallPlan(stored.facts, readable(draft)), [stored.facts, draft]);
  return (
    <>
      <PageHead
        title={t('title')}
        crumbs={[
          { label: names.tenant(pbx.tenantId), href: `/customers/${pbx.tenantId}` },
          { label: pbx.name, href: `/pbxs/${pbx.id}` },
        ]}
        subtitle={[PRODUCT_NAME[pbx.product], pbx.version].filter(Boolean).join(' · ')}
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <SettingsPanel stored={stored} draft={draft} plan={plan} onChange={setDraft} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 8 }} style={{ minWidth: 0 }}>
          <Tabs value={view} onChange={(value) => void setView((value as (typeof VIEWS)[number] | null) ?? 'plan')} keepMounted={false}>
            <Tabs.List mb="md">
              {VIEWS.map((each) => (
                <Tabs.Tab key={each} value={each} data-testid={`firewall-view-${each}`}>
                  {t(`view.${each}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="plan">
              <PlanView pbxId={pbx.id} plan={plan} />
            </Tabs.Panel>
            <Tabs.Panel value="export">
              <Exports plan={plan} title={pbx.name} />
            </Tabs.Panel>
          </Tabs>
        </Grid.Col>
      </Grid>
    </>
  );
}
