'use client';

import { TagsInput, type TagsInputProps } from '@mantine/core';
import { Cidr, parseCidr } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';

interface Props extends Omit<TagsInputProps, 'error'> {
  readonly error?: string;
}

export const isNetwork = (text: string): boolean => Cidr.safeParse(text).success && parseCidr(text) !== null;

/** Networks in CIDR notation, typed one after another; a wrong one is named. */
export function NetworksInput({ error, value = [], ...rest }: Props) {
  const t = useTranslations('form');
  const wrong = value.find((each) => !isNetwork(each));
  return (
    <TagsInput
      {...rest}
      value={value}
      splitChars={[',', ' ', ';']}
      acceptValueOnBlur
      clearable={false}
      placeholder={value.length === 0 ? '192.168.10.0/24' : undefined}
      error={wrong === undefined ? error : t('networkWrong', { value: wrong })}
    />
  );
}
