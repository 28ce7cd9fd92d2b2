'use client';

import { Menu } from '@mantine/core';
import { IconBuilding, IconCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useMe } from '../api/queries';
import { useStanding } from './use-standing';
import { useRoleName } from '../ui/role-name';

/** Whoever belongs to several companies chooses here for which one to go on; nothing for everybody else. */
export function MembershipItems() {
  const t = useTranslations('frame');
  const roleName = useRoleName();
  const me = useMe().data;
  const { switchTo } = useStanding();
  if (!me || me.memberships.length < 2) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('memberships')}</Menu.Label>
      {me.memberships.map(({ id, role, provider, tenant }) => {
        const current = id === me.membershipId;
        return (
          <Menu.Item
            key={id}
            leftSection={<IconBuilding size={16} />}
            rightSection={current ? <IconCheck size={14} aria-label={t('currentMembership')} /> : null}
            onClick={() => (current ? undefined : switchTo(id))}
            data-testid="membership"
          >
            {tenant?.name ?? provider.name}
            <span className="second-line">{roleName(role)}</span>
          </Menu.Item>
        );
      })}
    </>
  );
}
