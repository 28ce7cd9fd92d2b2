'use client';

import { PasswordInput, Text } from '@mantine/core';
import { IconCheck, IconCircle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { PASSWORD_LENGTH, passwordAdvice } from './password-advice';

interface Props {
  readonly label: string;
  readonly field: UseFormRegisterReturn;
  /** What is typed at the moment. */
  readonly value: string;
  readonly email: string;
  readonly names: readonly string[];
  readonly error?: string;
  readonly autoFocus?: boolean;
}

/** A new password, with what makes a good one ticked off while it is typed. */
export function NewPasswordInput({ label, field, value, email, names, error, autoFocus }: Props) {
  const t = useTranslations('password');
  const s = useTranslations('signIn');
  const advice = passwordAdvice(value, { email, names });
  return (
    <div>
      <PasswordInput
        label={label}
        autoComplete="new-password"
        autoFocus={autoFocus}
        {...field}
        error={error}
        visibilityToggleButtonProps={{ 'aria-label': s('showPassword') }}
        aria-describedby="password-advice"
        data-testid="new-password"
      />
      <ul id="password-advice" className="advice">
        {advice.map(({ rule, met }) => (
          <li key={rule} className={met ? 'tone-up' : 'tone-idle'} data-met={met}>
            {met ? <IconCheck size={15} stroke={2.4} aria-hidden /> : <IconCircle size={15} aria-hidden />}
            <span>{t(`rule.${rule}`, { length: PASSWORD_LENGTH })}</span>
            <span className="sr-only">{met ? t('met') : t('notMet')}</span>
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed">
        {t('hint')}
      </Text>
    </div>
  );
}
