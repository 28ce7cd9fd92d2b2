'use client';

import { Button, Group, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { useTenant } from '../api/queries';
import { Ago } from '../ui/ago';
import { useNotify } from '../ui/confirm';

/** On every page about a customer, its PBXs and tunnels, while everything of it is stopped. */
export function SuspendedNotice({ tenantId }: { tenantId: string }) {
  const t = useTranslations('customerLife');
  const tenant = useTenant(tenantId).data;
  const may = useMay('tenants:suspend');
  const notify = useNotify();
  const resume = useChange(() => api.resumeTenant({ params: { id: tenantId } }));
  if (tenant?.state !== 'suspended') return null;
  return (
    <div className="notice tone-attention" role="status" style={{ marginBottom: '1rem' }} data-testid="suspended-notice">
      <Group justify="space-between" gap="sm">
        <Text size="sm" style={{ flex: '1 1 300px' }}>
          <span className="notice-title">{t('suspendedTitle', { name: tenant.name })}</span> {t('suspendedText')}
          {tenant.suspendReason && ` ${t('reasonIs', { reason: tenant.suspendReason })}`}
          {tenant.suspendedAt && (
            <Text span size="xs" c="dimmed">
              {' · '}
              <Ago at={tenant.suspendedAt} />
            </Text>
          )}
        </Text>
        {may && (
          <Button
            size="xs"
            loading={resume.isPending}
            onClick={() =>
              resume.mutate(undefined, { onSuccess: () => notify.done(t('resumed', { name: tenant.name })), onError: notify.failed })
            }
            data-testid="customer-resume"
          >
            {t('resume')}
          </Button>
        )}
      </Group>
    </div>
  );
}
