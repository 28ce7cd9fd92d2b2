'use client';

import { Badge, Text } from '@mantine/core';
import type { Delegation } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { Ago } from '../ui/ago';
import { ScrollBox } from '../ui/scroll-box';
import { DelegationActs } from './delegation-acts';
import { useRoleName } from '../ui/role-name';
import { useDay } from '../ui/use-day';

interface Props {
  readonly rows: readonly Delegation[];
  /** The reader is the customer, who decides. */
  readonly decides: boolean;
  /** Name the customer instead of the provider. */
  readonly showsTenant?: boolean;
}

const TONE = { pending: 'attention', active: 'up', expired: 'idle', revoked: 'idle', declined: 'idle' } as const;

/** Accesses: who, for which roles, until when, and what can be done about it. */
export function DelegationTable({ rows, decides, showsTenant = false }: Props) {
  const t = useTranslations('access');
  return (
    <ScrollBox label={t('title')}>
      <table className="dense" data-testid="delegation-table">
        <thead>
          <tr>
            <th scope="col">{showsTenant ? t('customer') : t('provider')}</th>
            <th scope="col">{t('state')}</th>
            <th scope="col">{t('roles')}</th>
            <th scope="col">{t('until')}</th>
            <th scope="col">
              <span className="sr-only">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} decides={decides} showsTenant={showsTenant} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ row, decides, showsTenant }: { row: Delegation; decides: boolean; showsTenant: boolean }) {
  const t = useTranslations('access');
  const roleName = useRoleName();
  const { day } = useDay();
  return (
    <tr data-testid="delegation-row" data-state={row.state} data-own={row.own}>
      <td>
        <Text span size="sm" fw={600}>
          {showsTenant ? (row.tenant.name ?? t('unnamed')) : row.grantee.name}
        </Text>{' '}
        {row.own && !showsTenant && (
          <Badge size="sm" variant="default" tt="none">
            {t('home')}
          </Badge>
        )}
        {showsTenant && row.tenant.name === null && <span className="second-line mono">{row.tenant.id}</span>}
        {row.note !== null && <span className="second-line">{t('note', { note: row.note })}</span>}
      </td>
      <td>
        <span className={`signal tone-${TONE[row.state]}`}>{t(`states.${row.state}`)}</span>
        {row.decidedAt !== null && (
          <span className="second-line">
            <Ago at={row.decidedAt} short />
            {row.decidedBy !== null && ` · ${row.decidedBy}`}
          </span>
        )}
      </td>
      <td>{row.roles.map((role) => roleName(role)).join(', ')}</td>
      <td>{row.until === null ? t('forGood') : day(row.until)}</td>
      <td className="num">
        <DelegationActs row={row} decides={decides} />
      </td>
    </tr>
  );
}
