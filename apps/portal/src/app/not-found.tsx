'use client';

import { Button, Container } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Empty } from '../ui/empty';

export default function NotFound() {
  const t = useTranslations('errors');
  return (
    <Container size="sm" py={80} component="main">
      <Empty
        order={1}
        title={t('notFoundTitle')}
        action={
          <Button component={Link} href="/">
            {t('toFleet')}
          </Button>
        }
      >
        {t('notFoundText')}
      </Empty>
    </Container>
  );
}
