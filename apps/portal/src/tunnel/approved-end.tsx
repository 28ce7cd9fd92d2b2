'use client';

import { Anchor, Button, Group, Text } from '@mantine/core';
import type { Tunnel } from '@stellwerk/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMay } from '../api/may';
import { useRequest } from '../api/request-queries';
import { Countdown, useMoment } from '../ui/countdown';
import { useNow } from '../ui/ticker';

/** An access that was approved for a time: until when, how long yet, by which request; once it is over, that it is. */
export function ApprovedEnd({ tunnel }: { tunnel: Tunnel }) {
  const t = useTranslations('approvedEnd');
  const now = useNow();
  const moment = useMoment();
  const mayAsk = useMay('requests:write');
  const { endsAt, requestId, status } = tunnel;
  if (endsAt === null && requestId === null) return null;
  const over = status.reason?.code === 'access-ended' || (endsAt !== null && now !== 0 && new Date(endsAt).getTime() <= now);
  return (
    <div
      className={`notice tone-${over ? 'attention' : 'info'}`}
      style={{ marginBottom: '1rem' }}
      data-testid="approved-end"
      data-over={over}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm" component="div">
          {over ? (
            <>
              <span className="notice-title">{t('over')}</span> {endsAt !== null && t('overAt', { at: moment(endsAt) })}
            </>
          ) : endsAt === null ? (
            t('forGood')
          ) : (
            <>
              <span className="notice-title">{t('until', { at: moment(endsAt) })}</span>{' '}
              <Countdown until={endsAt} testId="tunnel-countdown" />
            </>
          )}{' '}
          {requestId !== null && <RequestLink id={requestId} />}
        </Text>
        {over && mayAsk && (
          <Button component={Link} href={`/requests/new?tunnel=${tunnel.id}`} size="xs" variant="default" data-testid="ask-again">
            {t('askAgain')}
          </Button>
        )}
      </Group>
    </div>
  );
}

function RequestLink({ id }: { id: string }) {
  const t = useTranslations('approvedEnd');
  const request = useRequest(id).data;
  const may = useMay('requests:read');
  if (!may) return null;
  return (
    <Anchor component={Link} href={`/requests/${id}`} size="sm" underline="always" data-testid="tunnel-request">
      {request ? t('request', { name: request.requestedBy }) : t('requestPlain')}
    </Anchor>
  );
}
