'use client';

import { Button, Container } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Empty } from '../ui/empty';

export default function Crash({ reset }: { error: Error; reset: () => void }) {
  const t = useTranslations('errors');
  return (
    <Container size="sm" py={80} component="main">
      <Empty order={1} title={t('crashTitle')} action={<Button onClick={reset}>{t('reload')}</Button>}>
        {t('crashText')}
      </Empty>
    </Container>
  );
}
