'use client';

import { Badge, Group, Skeleton, Text } from '@mantine/core';
import type { Output, routes } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useSide } from '../api/may';
import { useUnreadAbout } from '../api/notification-queries';
import { Ago } from '../ui/ago';
import { Countdown } from '../ui/countdown';
import { RequestSignal } from './request-signal';

export type ListedRequest = Output<typeof routes.listRequests>['items'][number];

/** Requests as rows that become cards on a phone. A dot marks what there is unread news about. */
export function RequestList({ requests, empty }: { requests: readonly ListedRequest[] | undefined; empty: ReactNode }) {
  const unread = useUnreadAbout();
  if (requests === undefined)
    return (
      <div className="card-pad" aria-hidden>
        <Skeleton h={40} mb="sm" />
        <Skeleton h={40} />
      </div>
    );
  if (requests.length === 0) return empty;
  return (
    <ul className="row-list" data-testid="request-list">
      {requests.map((request) => (
        <Row key={request.id} request={request} unread={unread.has(`/requests/${request.id}`)} />
      ))}
    </ul>
  );
}

function Row({ request, unread }: { request: ListedRequest; unread: boolean }) {
  const t = useTranslations('requests');
  const provider = useSide() === 'provider';
  const high = request.risks.some((r) => r.severity === 'high');
  const where = provider ? `${request.tenantName} · ${request.pbxName}` : request.pbxName;
  return (
    <li data-testid="request-row" data-request={request.id} data-unread={unread}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <div style={{ minWidth: 0, flex: '1 1 260px' }}>
          <Group gap={8} wrap="nowrap">
            {unread && (
              <span className="unread-dot">
                <span className="sr-only">{t('unread')}</span>
              </span>
            )}
            <Link className="row-link clip" href={`/requests/${request.id}`}>
              {(request.approved ?? request.asked).name}
            </Link>
            {request.kind === 'change' && (
              <Badge size="sm" variant="default" style={{ textTransform: 'none', flex: 'none' }}>
                {t('kindChange')}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            {where} · {t('by', { name: request.requestedBy })} · <Ago at={request.createdAt} />
          </Text>
          <Text size="sm" lineClamp={1} style={{ overflowWrap: 'anywhere' }}>
            {request.reason}
          </Text>
        </div>
        <div className="row-state">
          <RequestSignal state={request.state} testId="request-row-state" />
          <Text size="xs" c="dimmed" component="div">
            <State request={request} />
          </Text>
          {high && (
            <Text size="xs" className="tone-down" c="var(--tone)" fw={600}>
              {t('highRisk')}
            </Text>
          )}
        </div>
      </Group>
    </li>
  );
}

/** What is worth knowing beside the state: whose turn it is, or how long it lasts. */
function State({ request }: { request: ListedRequest }) {
  const t = useTranslations('requests');
  if (request.state === 'pending') {
    if (request.mayDecide) return <strong>{t('yourTurn')}</strong>;
    return t('approvals', { given: request.approvals.length, required: request.approversRequired });
  }
  if (request.state !== 'approved')
    return (request.endedAt ?? request.decidedAt) ? <Ago at={request.endedAt ?? request.decidedAt ?? ''} /> : null;
  return request.approvedEndsAt === null ? t('forGood') : <Countdown until={request.approvedEndsAt} />;
}
