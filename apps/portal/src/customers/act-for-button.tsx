'use client';

import { Button } from '@mantine/core';
import type { Tenant } from '@stellwerk/contracts';
import { IconUserShield } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useStanding } from '../frame/use-standing';

/** Narrows the own session to one customer, so that everything shown and done is that customer's. */
export function ActForButton({ tenant }: { tenant: Pick<Tenant, 'id'> }) {
  const t = useTranslations('acting');
  const { actFor, pending } = useStanding();
  return (
    <Button
      variant="default"
      leftSection={<IconUserShield size={16} aria-hidden />}
      loading={pending}
      onClick={() => actFor(tenant.id)}
      data-testid="act-for"
    >
      {t('start')}
    </Button>
  );
}
