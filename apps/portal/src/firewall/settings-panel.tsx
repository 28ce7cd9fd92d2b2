'use client';

import { Button, Group, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import type { FirewallSettingsView } from '@stellwerk/contracts';
import { derivedSwitches, FIREWALL_SWITCHES, type FirewallPlan, FirewallSettings, switchesOf } from '@stellwerk/domain';
import { useLocale, useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useLeaveGuard } from '../editor/leave-guard';
import { useNotify } from '../ui/confirm';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { AddressFields } from './address-fields';
import { Directions } from './directions';
import { isSame, isWhole, withSwitch } from './draft';

export interface Drafting {
  readonly draft: FirewallSettings;
  readonly plan: FirewallPlan;
  readonly onChange: (draft: FirewallSettings) => void;
}

/** What the PBX uses. Everybody may try; who may change PBXs can save. */
export function SettingsPanel({ stored, draft, plan, onChange }: Drafting & { stored: FirewallSettingsView }) {
  const t = useTranslations('firewall');
  const locale = useLocale();
  const { facts, settings } = plan;
  const derived = derivedSwitches(facts, settings.place);
  return (
    <>
      <Section title={t('uses')} id="firewall-uses">
        <Stack gap="sm">
          {facts.product === 'starface' && (
            <SegmentedControl
              fullWidth
              aria-label={t('place')}
              value={settings.place}
              onChange={(place) => onChange({ ...draft, place: place })}
              data={(['customer', 'cloud'] as const).map((value) => ({ value, label: t(`placeOf.${value}`) }))}
              data-testid="firewall-place"
            />
          )}
          {switchesOf(facts.product).map((key) => (
            <Switch
              key={key}
              label={FIREWALL_SWITCHES[key].label[locale]}
              description={FIREWALL_SWITCHES[key].hint[locale]}
              checked={settings.switches[key]}
              onChange={(event) => onChange(withSwitch(draft, key, event.currentTarget.checked, derived[key]))}
              data-testid={`firewall-switch-${key}`}
            />
          ))}
        </Stack>
      </Section>
      <AddressFields draft={draft} plan={plan} onChange={onChange} />
      <Directions draft={draft} plan={plan} onChange={onChange} />
      <Save stored={stored} draft={draft} onReset={() => onChange(FirewallSettings.parse({}))} />
    </>
  );
}

function Save({ stored, draft, onReset }: { stored: FirewallSettingsView; draft: FirewallSettings; onReset: () => void }) {
  const t = useTranslations('firewall');
  const c = useTranslations('common');
  const may = useMay('pbxs:write');
  const notify = useNotify();
  const save = useChange((body: FirewallSettings) =>
    api.putFirewallSettings({ params: { id: stored.pbxId }, ifMatch: stored.version, body }),
  );
  const changed = !isSame(draft, stored.settings);
  useLeaveGuard(may && changed && !save.isSuccess && !save.isPending);
  if (!may)
    return (
      <Text size="sm" c="dimmed">
        {t('readOnly')}
      </Text>
    );
  return (
    <Stack gap="xs" mb="md">
      {save.isError && <ProblemNotice error={save.error} testId="firewall-problem" />}
      <Group gap="xs">
        <Button
          disabled={!changed || !isWhole(draft)}
          loading={save.isPending}
          onClick={() =>
            void save.mutateAsync(draft).then(
              () => notify.done(t('saved')),
              // It is shown above.
              () => undefined,
            )
          }
          data-testid="firewall-save"
        >
          {c('save')}
        </Button>
        <Button variant="default" onClick={onReset} data-testid="firewall-reset">
          {t('reset')}
        </Button>
      </Group>
    </Stack>
  );
}
