'use client';

import { type InputWrapperProps, TagsInput, TextInput, type TextInputProps } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Controller, type FieldPath, useFormContext } from 'react-hook-form';
import type { FederationDraft } from './federation-form';

/** Hints of different lengths stand below, so that the inputs beside each other stand on one line. */
export const HINT_BELOW: NonNullable<InputWrapperProps['inputWrapperOrder']> = ['label', 'input', 'description', 'error'];

interface Props extends Pick<TextInputProps, 'label' | 'description' | 'placeholder' | 'required'> {
  readonly name: FieldPath<FederationDraft>;
  /** What to say when the form itself finds it wrong; the API says its own sentence. */
  readonly wrong: string;
  readonly testId: string;
}

/** A line of text that may be empty: then there is no value. */
export function TextField({ name, wrong, testId, required, ...rest }: Props) {
  const form = useFormContext<FederationDraft>();
  const error = form.getFieldState(name, form.formState).error;
  return (
    <TextInput
      {...rest}
      inputWrapperOrder={HINT_BELOW}
      required={required}
      {...form.register(name, required ? {} : { setValueAs: (v: string | null) => v?.trim() || null })}
      error={error && (error.type === 'server' ? error.message : wrong)}
      autoCapitalize="off"
      spellCheck={false}
      data-testid={testId}
    />
  );
}

/** Words typed one after another: domains, accounts. */
export function WordsField({
  name,
  wrong,
  testId,
  ...rest
}: Omit<Props, 'required' | 'name'> & { name: 'allowedDomains' | 'blockedDomains' | 'acme.aclRead' }) {
  const t = useTranslations('federation');
  return (
    <Controller<FederationDraft, typeof name>
      name={name}
      render={({ field, fieldState }) => (
        <TagsInput
          {...rest}
          inputWrapperOrder={HINT_BELOW}
          value={field.value ?? []}
          onChange={field.onChange}
          splitChars={name === 'acme.aclRead' ? [';'] : [',', ' ', ';']}
          acceptValueOnBlur
          clearButtonProps={{ 'aria-label': t('clear') }}
          error={fieldState.error && (fieldState.error.type === 'server' ? fieldState.error.message : wrong)}
          data-testid={testId}
        />
      )}
    />
  );
}
