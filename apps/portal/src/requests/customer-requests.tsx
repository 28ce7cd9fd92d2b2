'use client';

import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMay } from '../api/may';
import { useRequests } from '../api/request-queries';
import { Empty } from '../ui/empty';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { RequestList } from './request-list';
import { NewRequestButton } from './requests-page';

const SHOWN = 10;

/** The latest requests, of one customer or of everything the caller may see; the inbox has the rest. */
export function CustomerRequests({ tenantId }: { tenantId?: string }) {
  const t = useTranslations('requests');
  const may = useMay('requests:read');
  const list = useRequests({ tenantId }, SHOWN);
  if (!may) return null;
  const href = tenantId === undefined ? '/requests' : `/requests?tenantId=${tenantId}`;
  return (
    <Section
      title={t('title')}
      id="requests"
      flush
      actions={
        <Anchor component={Link} href={href} size="sm" underline="always">
          {t('all')}
        </Anchor>
      }
    >
      {list.isError ? (
        <div className="card-pad">
          <ProblemNotice error={list.error} retry={() => void list.refetch()} />
        </div>
      ) : (
        <RequestList
          requests={list.data?.pages[0]?.items}
          empty={
            <Empty title={t('emptyTitle')} action={<NewRequestButton />}>
              {t('emptyText')}
            </Empty>
          }
        />
      )}
    </Section>
  );
}
