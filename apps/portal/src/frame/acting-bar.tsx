'use client';

import { Button, Text } from '@mantine/core';
import type { Me } from '@stellwerk/contracts';
import { IconUserShield } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useMe } from '../api/queries';
import { useStanding } from './use-standing';

/** Says on every page, and above all else, for which customer one is at work, and ends it. */
export function ActingBar({ acting }: { acting: NonNullable<Me['actingFor']> }) {
  const t = useTranslations('acting');
  const me = useMe().data;
  const { actFor, pending } = useStanding();
  const foreign = me !== undefined && acting.provider.id !== me.provider.id;
  return (
    <div className="acting-bar" role="region" aria-label={t('label')} data-testid="acting-bar">
      <IconUserShield size={20} stroke={1.8} aria-hidden style={{ flex: 'none' }} />
      <Text span size="sm" className="clip" style={{ flex: 1, minWidth: 0 }} title={acting.tenant.name}>
        {t.rich('text', { tenant: acting.tenant.name, strong: (chunks) => <strong>{chunks}</strong> })}
        {foreign && <span className="acting-whose"> · {t('of', { provider: acting.provider.name })}</span>}
      </Text>
      <Button size="compact-sm" variant="default" loading={pending} onClick={() => actFor(null)} data-testid="acting-end">
        {t('end')}
      </Button>
    </div>
  );
}
