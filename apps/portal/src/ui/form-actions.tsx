'use client';

import { Button, Group } from '@mantine/core';
import { useTranslations } from 'next-intl';

interface Props {
  readonly onCancel: () => void;
  readonly saving: boolean;
  /** What the button that saves says; "Save" unless told. */
  readonly label?: string;
  /** Test id of the button that saves. */
  readonly testId: string;
}

/** How every form ends: cancel, or save. */
export function FormActions({ onCancel, saving, label, testId }: Props) {
  const t = useTranslations('common');
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel}>
        {t('cancel')}
      </Button>
      <Button type="submit" loading={saving} data-testid={testId}>
        {label ?? t('save')}
      </Button>
    </Group>
  );
}
