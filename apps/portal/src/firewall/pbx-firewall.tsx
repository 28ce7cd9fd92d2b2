'use client';

import { Button } from '@mantine/core';
import { IconWall } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

/** The way from a PBX to its firewall plan. */
export function FirewallLink({ pbxId }: { pbxId: string }) {
  const t = useTranslations('firewall');
  return (
    <Button
      component={Link}
      href={`/pbxs/${pbxId}/firewall`}
      variant="default"
      leftSection={<IconWall size={16} />}
      data-testid="firewall-open"
    >
      {t('title')}
    </Button>
  );
}
