'use client';

import { Text } from '@mantine/core';
import { PROVIDER_ROLES, type Side, TENANT_ROLES } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { Section } from '../ui/section';
import { useRoleName } from '../ui/role-name';

/** What each role may do, in a sentence. */
export function RolesHelp({ side }: { side: Side }) {
  const t = useTranslations('roles');
  const roleName = useRoleName();
  const m = useTranslations('members');
  return (
    <Section title={m('roles')} id="roles">
      <dl className="facts-list">
        {(side === 'tenant' ? TENANT_ROLES : PROVIDER_ROLES).map((role) => (
          <div key={role}>
            <Text component="dt" size="sm" fw={600}>
              {roleName(role)}
            </Text>
            <Text component="dd" size="sm" c="dimmed" m={0}>
              {t(role)}
            </Text>
          </div>
        ))}
      </dl>
    </Section>
  );
}
