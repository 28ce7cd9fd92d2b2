'use client';

import { Chip, Group, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { dayOf } from '../ui/day';
import { useNow } from '../ui/ticker';
import { useDay } from '../ui/use-day';
import { UNTIL_CHOICES, type UntilChoice, untilOf, type UntilValue } from './until';

interface Props {
  readonly label: string;
  readonly value: UntilValue;
  readonly onChange: (value: UntilValue) => void;
  /** Whether “until somebody says otherwise” is an answer. */
  readonly open?: boolean;
  readonly error?: string;
}

/** Until when something rests: one tap for the usual answers, a day for any other. */
export function UntilField({ label, value, onChange, open = false, error }: Props) {
  const t = useTranslations('until');
  const now = useNow();
  const { moment } = useDay();
  const until = untilOf(value, now);
  return (
    <Stack gap={8} role="group" aria-label={label}>
      <Text size="sm" fw={500} aria-hidden>
        {label}
      </Text>
      <Chip.Group
        value={value.choice ?? ''}
        onChange={(choice) =>
          onChange({ choice: choice as UntilChoice, day: value.day || dayOf(new Date(now + 2 * 86_400_000).toISOString()) })
        }
      >
        <Group gap={8}>
          {UNTIL_CHOICES.filter((choice) => open || choice !== 'never').map((choice) => (
            <Chip key={choice} value={choice} size="sm" variant="outline" wrapperProps={{ 'data-testid': `until-${choice}` }}>
              {t(choice)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {value.choice === 'date' && (
        <TextInput
          type="date"
          label={t('lastDay')}
          maw={220}
          min={dayOf(new Date(now).toISOString())}
          value={value.day}
          onChange={(e) => onChange({ choice: 'date', day: e.currentTarget.value })}
          data-testid="until-day"
        />
      )}
      <div aria-live="polite">
        <Text size="sm" c={error === undefined ? 'dimmed' : 'var(--mantine-color-error)'}>
          {error ?? (until === undefined ? '\u00a0' : until === null ? t('open') : t('ends', { at: moment(until) }))}
        </Text>
      </div>
    </Stack>
  );
}
