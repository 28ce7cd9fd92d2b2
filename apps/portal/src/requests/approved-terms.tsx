'use client';

import { Group, Text } from '@mantine/core';
import type { TunnelRequest } from '@stellwerk/contracts';
import { IconLock } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useMoment } from '../ui/countdown';
import { Section } from '../ui/section';
import { DifferenceList } from './differences';

/** What was approved, fixed for good, and where it departs from what was asked for. */
export function ApprovedTerms({ request }: { request: TunnelRequest }) {
  const t = useTranslations('request');
  const moment = useMoment();
  const by = request.approvals.map((a) => a.by).join(', ');
  const at = moment(request.decidedAt ?? request.updatedAt);
  return (
    <Section title={t('approvedTitle')} id="approved">
      <Group gap={8} wrap="nowrap" align="flex-start" mb="sm">
        <IconLock size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
        <Text size="sm" data-testid="request-approved">
          {request.approvals.length > 0 ? t('approvedBy', { by, at }) : t('approvedByRule', { at })} {t('immutable')}
        </Text>
      </Group>
      {request.differences.length > 0 ? (
        <>
          <Text size="sm" fw={600} mb={4}>
            {t('departs')}
          </Text>
          <DifferenceList differences={request.differences} labels={{ before: t('asked'), after: t('approvedWord') }} />
        </>
      ) : (
        <Text size="sm" c="dimmed">
          {t('exactly')}
        </Text>
      )}
    </Section>
  );
}
