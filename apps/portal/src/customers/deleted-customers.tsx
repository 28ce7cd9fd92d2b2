'use client';

import { Button, Skeleton, Text } from '@mantine/core';
import type { Tenant } from '@stellwerk/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { everyPage } from '../api/pages';
import { useNotify } from '../ui/confirm';
import { Countdown } from '../ui/countdown';
import { Empty } from '../ui/empty';
import { ProblemNotice } from '../ui/problem';
import { ScrollBox } from '../ui/scroll-box';

/** Customers that were deleted and are still kept, each with the time left to bring it back. */
export function DeletedCustomers() {
  const t = useTranslations('customerLife');
  const deleted = useQuery({
    queryKey: ['tenants', 'deleted'],
    queryFn: ({ signal }) => everyPage((cursor) => api.listTenants({ query: { state: 'deleted', limit: 200, cursor } }, signal)),
  });
  if (deleted.isError)
    return (
      <div className="card-pad">
        <ProblemNotice error={deleted.error} retry={() => void deleted.refetch()} />
      </div>
    );
  if (!deleted.data) return <Skeleton h={120} m="md" />;
  if (deleted.data.length === 0) return <Empty title={t('noneDeleted')}>{t('noneDeletedText')}</Empty>;
  return (
    <ScrollBox label={t('deletedList')}>
      <table className="dense" data-testid="deleted-table">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('number')}</th>
            <th scope="col">{t('keptFor')}</th>
            <th scope="col">
              <span className="sr-only">{t('restore')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {deleted.data.map((tenant) => (
            <Row key={tenant.id} tenant={tenant} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('customerLife');
  const notify = useNotify();
  const restore = useChange(() => api.restoreTenant({ params: { id: tenant.id } }));
  const onClick = () =>
    restore.mutate(undefined, { onSuccess: () => notify.done(t('restored', { name: tenant.name })), onError: notify.failed });
  return (
    <tr data-testid="deleted-row">
      <td>
        <Text size="sm" fw={600}>
          {tenant.name}
        </Text>
      </td>
      <td>{tenant.customerNumber ?? '–'}</td>
      <td>{tenant.purgeAt === null ? '–' : <Countdown until={tenant.purgeAt} />}</td>
      <td className="num">
        <Button size="compact-sm" variant="default" loading={restore.isPending} onClick={onClick} data-testid="deleted-restore">
          {t('restore')}
          <span className="sr-only"> {tenant.name}</span>
        </Button>
      </td>
    </tr>
  );
}
