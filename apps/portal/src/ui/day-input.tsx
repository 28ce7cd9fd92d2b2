'use client';

import { TextInput } from '@mantine/core';
import { dayOf, endOfDay } from './day';

interface Props {
  readonly label: string;
  readonly description?: string;
  /** ISO 8601; null: no end. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly error?: string;
  readonly testId: string;
}

/** The last day on which something is good, or none. The browser's own calendar: every keyboard and screen reader knows it. */
export function DayInput({ label, description, value, onChange, error, testId }: Props) {
  return (
    <TextInput
      type="date"
      label={label}
      description={description}
      value={value === null ? '' : dayOf(value)}
      min={dayOf(new Date().toISOString())}
      onChange={(e) => onChange(endOfDay(e.currentTarget.value))}
      error={error}
      maw={220}
      data-testid={testId}
    />
  );
}
