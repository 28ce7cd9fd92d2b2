'use client';

import { Text } from '@mantine/core';
import type { RuleAnswer } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useDay } from '../ui/use-day';

/** Where a rule comes from and when somebody last compared it: vendor rules and dates move. */
export function RuleSource({ rule, source }: Pick<RuleAnswer, 'rule' | 'source'>) {
  const t = useTranslations('answers');
  const { day } = useDay();
  return (
    <Text size="xs" c="dimmed" component="div">
      <code>{rule}</code>
      {source && ` · ${t('source', { from: source.from, on: day(`${source.checkedOn}T12:00:00Z`) })}`}
    </Text>
  );
}
