'use client';

import { Anchor, Group, Text } from '@mantine/core';
import type { TunnelRequest } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useTunnel } from '../api/queries';
import { Ago } from '../ui/ago';
import { Countdown, useMoment } from '../ui/countdown';
import { TunnelSignal } from '../ui/signal';
import { RequestSignal } from './request-signal';

/** How far the request is: state, approvals so far, the end with its countdown, and its tunnel as it is now. */
export function RequestStatus({ request }: { request: TunnelRequest }) {
  const t = useTranslations('request');
  const end = request.approved ? request.approvedEndsAt : request.askedEndsAt;
  const closed = request.endedAt ?? (request.state === 'approved' || request.state === 'pending' ? null : request.decidedAt);
  return (
    <div className="card card-pad" style={{ marginBottom: '1rem' }}>
      <Group gap="xl" align="center">
        <span style={{ fontSize: '1.125rem' }}>
          <RequestSignal state={request.state} testId="request-state" />
        </span>
        <Group component="dl" gap="xl" m={0}>
          {request.approversRequired > 0 && (
            <Fact term={t('approvals')} testId="request-approvals">
              {t('approvalsGiven', { given: request.approvals.length, required: request.approversRequired })}
              {request.approvals.length > 0 && (
                <Text span size="xs" c="dimmed" display="block">
                  {request.approvals.map((a) => a.by).join(', ')}
                </Text>
              )}
            </Fact>
          )}
          <Fact term={request.approved ? t('end') : t('askedEnd')} testId="request-end">
            <End end={end} running={request.state === 'approved'} />
          </Fact>
          {closed !== null && (
            <Fact term={t('closed')}>
              <Ago at={closed} />
            </Fact>
          )}
          {request.tunnelId !== null && <TunnelFact id={request.tunnelId} name={(request.approved ?? request.asked).name} />}
        </Group>
      </Group>
    </div>
  );
}

function End({ end, running }: { end: string | null; running: boolean }) {
  const t = useTranslations('request');
  const moment = useMoment();
  if (end === null) return t('forGood');
  return (
    <>
      {moment(end)}
      {running && (
        <Text span size="xs" c="dimmed" display="block">
          <Countdown until={end} testId="request-countdown" />
        </Text>
      )}
    </>
  );
}

function TunnelFact({ id, name }: { id: string; name: string }) {
  const t = useTranslations('request');
  const tunnel = useTunnel(id);
  if (!tunnel.data) return null;
  return (
    <Fact term={t('tunnel')}>
      <Group gap="sm">
        <Anchor component={Link} href={`/tunnels/${id}`} underline="always" data-testid="request-tunnel">
          {tunnel.data.name || name}
        </Anchor>
        <TunnelSignal state={tunnel.data.status.state} testId="request-tunnel-state" />
      </Group>
    </Fact>
  );
}

function Fact({ term, children, testId }: { term: string; children: ReactNode; testId?: string }) {
  return (
    <div style={{ minWidth: 84 }} data-testid={testId}>
      <Text component="dt" size="xs" c="dimmed">
        {term}
      </Text>
      <Text component="dd" size="sm" m={0}>
        {children}
      </Text>
    </div>
  );
}
