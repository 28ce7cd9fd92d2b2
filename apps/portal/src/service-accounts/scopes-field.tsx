'use client';

import { Checkbox, Fieldset, Input, SimpleGrid, Stack, Text } from '@mantine/core';
import { type AccessScope, grantableScopes } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { useMe } from '../api/queries';
import { scopesByGroup, withReading } from './scope-groups';

interface Props {
  readonly value: readonly AccessScope[];
  readonly onChange: (scopes: AccessScope[]) => void;
  readonly error?: string;
}

/** What a machine may do, group by group. What the reader may not do cannot be handed out either. */
export function ScopesField({ value, onChange, error }: Props) {
  const t = useTranslations('scopes');
  const grantable = grantableScopes(useMe().data?.permissions ?? []);
  const toggle = (scope: AccessScope, on: boolean) =>
    onChange(on ? withReading([...value, scope]) : value.filter((each) => each !== scope));
  return (
    <div role="group" aria-labelledby="scopes-label">
      <Input.Label labelElement="div" id="scopes-label">
        {t('label')}
      </Input.Label>
      <Text size="xs" c="dimmed" mb="xs">
        {t('hint')}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {scopesByGroup().map(({ group, scopes }) => (
          <Fieldset key={group} legend={t(`group.${group}`)} p="sm">
            <Stack gap={8}>
              {scopes.map((scope) => (
                <Checkbox
                  key={scope}
                  label={t(`text.${scope}`)}
                  description={<code>{scope}</code>}
                  disabled={!grantable.includes(scope)}
                  checked={value.includes(scope)}
                  onChange={(e) => toggle(scope, e.currentTarget.checked)}
                  data-testid={`scope-${scope}`}
                />
              ))}
            </Stack>
          </Fieldset>
        ))}
      </SimpleGrid>
      {error !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" mt={4} role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
