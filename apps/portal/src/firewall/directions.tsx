'use client';

import { Accordion, NativeSelect, Stack, Text } from '@mantine/core';
import { DirectionOverride, portsText, portTable } from '@stellwerk/domain';
import { useLocale, useTranslations } from 'next-intl';
import { withDirection } from './draft';
import type { Drafting } from './settings-panel';

/** The vendor names no directions: what we infer can be decided otherwise, row by row. */
export function Directions({ draft, plan, onChange }: Drafting) {
  const t = useTranslations('firewall');
  const locale = useLocale();
  const decided = new Map(draft.overrides.map(({ row, direction }) => [row, direction]));
  return (
    <Accordion variant="contained" mb="md" className="card">
      <Accordion.Item value="directions">
        <Accordion.Control data-testid="firewall-directions">
          {t('directions')}
          {decided.size > 0 && ` (${decided.size})`}
        </Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {t('directionsText')}
            </Text>
            {portTable(plan.facts).map((row) => (
              <NativeSelect
                key={row.key}
                label={`${portsText(row.ports)} · ${row.purpose[locale]}`}
                value={decided.get(row.key) ?? 'inferred'}
                onChange={(event) => onChange(withDirection(draft, row.key, event.currentTarget.value))}
                data={['inferred' as const, ...DirectionOverride.options].map((value) => ({ value, label: t(`direction.${value}`) }))}
                data-testid={`firewall-direction-${row.key}`}
              />
            ))}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
