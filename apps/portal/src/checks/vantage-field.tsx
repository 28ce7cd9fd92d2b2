'use client';

import { Radio, Stack, Text } from '@mantine/core';
import { EDGE } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { Controller } from 'react-hook-form';
import { useSshServers } from '../api/queries';
import type { CheckValues } from './check-form';

/** From where it looks: from outside, or from inside the customer's network through one of its SSH servers. */
export function VantageField({ tenantId }: { tenantId: string }) {
  const t = useTranslations('vantage');
  const servers = useSshServers().data?.filter((server) => server.tenantId === tenantId) ?? [];
  return (
    <Controller<CheckValues, 'vantage'>
      name="vantage"
      render={({ field }) => (
        <Radio.Group label={t('label')} value={field.value} onChange={field.onChange} data-testid="check-vantage">
          <Stack gap="xs" mt={6}>
            <Radio value={EDGE.kind} label={t('edge')} description={t('edgeHint')} data-testid="vantage-edge" />
            {servers.map((server) => (
              <Radio
                key={server.id}
                value={server.id}
                label={t('inside', { server: server.name })}
                description={t('insideHint')}
                data-testid="vantage-inside"
              />
            ))}
          </Stack>
          {tenantId !== '' && servers.length === 0 && (
            <Text size="xs" c="dimmed" mt={6}>
              {t('noServer')}
            </Text>
          )}
        </Radio.Group>
      )}
    />
  );
}
