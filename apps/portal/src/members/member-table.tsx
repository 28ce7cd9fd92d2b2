'use client';

import { Badge, Skeleton, Text } from '@mantine/core';
import type { Member } from '@stellwerk/contracts';
import type { Side } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { useMay } from '../api/may';
import { useMe } from '../api/queries';
import { useNames } from '../api/names';
import { Ago } from '../ui/ago';
import { ScrollBox } from '../ui/scroll-box';
import { MemberMenu } from './member-menu';
import { useRoleName } from '../ui/role-name';

/** Members with role, customers, second factor and last sight. */
export function MemberTable({ rows, side }: { rows: readonly Member[] | undefined; side: Side }) {
  const t = useTranslations('members');
  const mayWrite = useMay('members:write');
  return (
    <ScrollBox label={t('members')}>
      <table className="dense" data-testid="member-table">
        <thead>
          <tr>
            <th scope="col">{t('person')}</th>
            <th scope="col">{t('role')}</th>
            {side === 'provider' && <th scope="col">{t('customers')}</th>}
            <th scope="col">{t('secondFactor')}</th>
            <th scope="col">{t('lastSeen')}</th>
            {mayWrite && (
              <th scope="col">
                <span className="sr-only">{t('actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows?.map((member) => <Row key={member.id} member={member} side={side} mayWrite={mayWrite} />) ??
            [1, 2, 3].map((n) => (
              <tr key={n} aria-hidden>
                <td colSpan={6}>
                  <Skeleton h={20} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ member, side, mayWrite }: { member: Member; side: Side; mayWrite: boolean }) {
  const t = useTranslations('members');
  const roles = useTranslations('roles');
  const roleName = useRoleName();
  const me = useMe().data;
  return (
    <tr data-testid="member-row" data-role={member.role}>
      <td>
        <Text span size="sm" fw={600}>
          {member.person.name}
        </Text>{' '}
        {member.person.id === me?.id && (
          <Badge size="sm" variant="default" tt="none">
            {t('you')}
          </Badge>
        )}
        <span className="second-line">{member.person.email}</span>
      </td>
      <td title={roles(member.role)}>{roleName(member.role)}</td>
      {side === 'provider' && (
        <td className="short">
          <Customers tenantIds={member.tenantIds} />
        </td>
      )}
      <td>{member.secondFactor ? t('hasFactor') : t('noFactor')}</td>
      <td>{member.lastSeenAt === null ? t('never') : <Ago at={member.lastSeenAt} short />}</td>
      {mayWrite && (
        <td className="num">
          <MemberMenu member={member} side={side} />
        </td>
      )}
    </tr>
  );
}

/** “All customers”, or their names; many names are in the title only. */
export function Customers({ tenantIds }: { tenantIds: 'all' | readonly string[] }) {
  const t = useTranslations('members');
  const names = useNames();
  if (tenantIds === 'all') return t('allCustomers');
  if (tenantIds.length === 0) return t('noCustomer');
  const text = tenantIds.map(names.tenant).join(', ');
  return <span title={text}>{tenantIds.length > 3 ? t('someCustomers', { count: tenantIds.length }) : text}</span>;
}
