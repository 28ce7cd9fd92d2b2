'use client';

import { Chip, Group, Stack, Text, TextInput } from '@mantine/core';
import { useFormatter, useTranslations } from 'next-intl';
import { useNow } from '../ui/ticker';
import { type EndChoice, endOf, type EndValue, localText, openChoices } from './end-choice';

interface Props {
  readonly value: EndValue;
  readonly onChange: (value: EndValue) => void;
  /** Never for good. */
  readonly timed: boolean;
  /** While approving: the end that was asked for (ms; null: for good), which may be shortened and not lengthened. */
  readonly asked?: number | null;
  readonly error?: string;
}

/** When an access ends: one tap for the usual answers, a date for any other. */
export function EndField({ value, onChange, timed, asked, error }: Props) {
  const t = useTranslations('end');
  const now = useNow();
  const format = useFormatter();
  const choices: EndChoice[] = [...(asked === undefined ? [] : ['as-asked' as const]), ...openChoices(now, { latest: asked, timed })];
  const end = endOf(value, now, asked ?? null);
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Stack gap={8} role="group" aria-label={t('label')}>
      <Chip.Group
        value={value.choice ?? ''}
        onChange={(choice) => onChange({ choice: choice as EndChoice, date: value.date || localText(now + 2 * 86_400_000).slice(0, 16) })}
      >
        <Group gap={8}>
          {choices.map((choice) => (
            <Chip key={choice} value={choice} size="sm" variant="outline" wrapperProps={{ 'data-testid': `end-${choice}` }}>
              {t(choice)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {value.choice === 'date' && (
        <TextInput
          type="datetime-local"
          label={t('dateLabel')}
          maw={280}
          min={localText(now).slice(0, 16)}
          value={value.date}
          onChange={(e) => onChange({ choice: 'date', date: e.currentTarget.value })}
          data-testid="end-date-input"
        />
      )}
      <div aria-live="polite">
        {error ? (
          <Text size="sm" c="var(--mantine-color-error)" data-testid="end-problem">
            {error}
          </Text>
        ) : (
          <Text size="sm" c="dimmed">
            {end === undefined
              ? t('choose')
              : end === null
                ? t('forGood')
                : t('endsAt', { at: format.dateTime(new Date(end), { dateStyle: 'full', timeStyle: 'short', timeZone }) })}
          </Text>
        )}
      </div>
    </Stack>
  );
}
