'use client';

import { MultiSelect, Radio, Stack } from '@mantine/core';
import { assignableRoles, type Role, type Side, sideOf } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { useMe, useTenants } from '../api/queries';
import type { TenantSet } from './terms';
import { useRoleName } from '../ui/role-name';

interface RoleProps {
  readonly side: Side;
  readonly value: Role;
  readonly onChange: (role: Role) => void;
  readonly error?: string;
}

/** The roles that the caller may give, each with what it may do. */
export function RoleField({ side, value, onChange, error }: RoleProps) {
  const t = useTranslations('members');
  const roles = useTranslations('roles');
  const roleName = useRoleName();
  const mine = useMe().data?.role ?? null;
  const offered = mine === null ? [] : assignableRoles(mine).filter((role) => sideOf(role) === side);
  return (
    <Radio.Group label={t('role')} value={value} onChange={(next) => onChange(next)} error={error} data-testid="member-role">
      <Stack gap="xs" mt={6}>
        {offered.map((role) => (
          <Radio key={role} value={role} label={roleName(role)} description={roles(role)} data-testid={`member-role-${role}`} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface CustomersProps {
  readonly value: TenantSet;
  readonly onChange: (value: TenantSet) => void;
  readonly error?: string;
}

/** All customers, also future ones, or a set of them. */
export function CustomersField({ value, onChange, error }: CustomersProps) {
  const t = useTranslations('members');
  const tenants = useTenants().data ?? [];
  const limited = value !== 'all';
  return (
    <Stack gap="xs">
      <Radio.Group
        label={t('customers')}
        value={limited ? 'some' : 'all'}
        onChange={(next) => onChange(next === 'all' ? 'all' : [])}
        data-testid="member-reach"
      >
        <Stack gap="xs" mt={6}>
          <Radio value="all" label={t('allCustomers')} description={t('allHint')} data-testid="member-reach-all" />
          <Radio value="some" label={t('onlySome')} data-testid="member-reach-some" />
        </Stack>
      </Radio.Group>
      {limited && (
        <MultiSelect
          aria-label={t('chooseCustomers')}
          placeholder={value.length === 0 ? t('chooseCustomers') : undefined}
          data={tenants.map(({ id, name }) => ({ value: id, label: name }))}
          value={[...value]}
          onChange={onChange}
          searchable
          error={error}
          nothingFoundMessage={t('noMatch')}
          data-testid="member-customers"
        />
      )}
    </Stack>
  );
}
