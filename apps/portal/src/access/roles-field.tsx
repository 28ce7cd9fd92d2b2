'use client';

import { Checkbox, Stack } from '@mantine/core';
import type { Role } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { useRoleName } from '../ui/role-name';

interface Props {
  readonly offered: readonly Role[];
  readonly value: readonly Role[];
  readonly onChange: (roles: Role[]) => void;
  readonly error?: string;
}

/** For which of the provider's roles an access is. */
export function RolesField({ offered, value, onChange, error }: Props) {
  const t = useTranslations('access');
  const roles = useTranslations('roles');
  const roleName = useRoleName();
  return (
    <Checkbox.Group
      label={t('rolesLabel')}
      description={t('rolesHint')}
      value={[...value]}
      onChange={(next) => onChange(offered.filter((role) => next.includes(role)))}
      error={error}
      data-testid="access-roles"
    >
      <Stack gap="xs" mt="xs">
        {offered.map((role) => (
          <Checkbox key={role} value={role} label={roleName(role)} description={roles(role)} data-testid={`access-role-${role}`} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
