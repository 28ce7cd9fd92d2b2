'use client';

import { Button, Skeleton, Text } from '@mantine/core';
import type { TunnelRequest } from '@stellwerk/contracts';
import { IconPencil } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { api } from '../api/client';
import { useMay, useSide } from '../api/may';
import { useUnreadAbout } from '../api/notification-queries';
import { usePbx } from '../api/queries';
import { useRequest } from '../api/request-queries';
import { DraftPicture } from '../editor/draft-picture';
import { Ago } from '../ui/ago';
import { PageHead } from '../ui/page-head';
import { PageProblem } from '../ui/problem';
import { Section } from '../ui/section';
import { useQueryClient } from '@tanstack/react-query';
import { ApprovedTerms } from './approved-terms';
import { Conversation } from './conversation';
import { Decision } from './decision';
import { DifferenceList } from './differences';
import { RequestStatus } from './request-status';
import { RevokeButton, WithdrawButton } from './request-acts';
import { Risks } from './risks';
import { draftOfAsked } from './wizard/wish';

/** One request: what is asked for against today, what speaks against it, who said what, and the decision. */
export function RequestPage({ id }: { id: string }) {
  const request = useRequest(id);
  useReadOnSight(id, request.isSuccess);
  if (request.isError && !request.data) return <PageProblem error={request.error} retry={() => void request.refetch()} />;
  if (!request.data) return <Skeleton h={420} />;
  return <Loaded request={request.data} />;
}

function Loaded({ request }: { request: TunnelRequest }) {
  const t = useTranslations('request');
  const provider = useSide() === 'provider';
  const shown = request.approved ?? request.asked;
  const mayWrite = useMay('requests:write');
  const where = [...(provider ? [request.tenantName] : []), request.pbxName].join(' · ');
  return (
    <>
      <PageHead
        title={shown.name}
        crumbs={[{ label: t('crumb'), href: '/requests' }]}
        subtitle={
          <>
            {where} · {t('askedBy', { name: request.requestedBy })} · <Ago at={request.createdAt} />
          </>
        }
        actions={
          <>
            {request.own && request.state === 'pending' && mayWrite && (
              <Button
                component={Link}
                href={`/requests/${request.id}/edit`}
                variant="default"
                leftSection={<IconPencil size={16} />}
                data-testid="request-edit"
              >
                {t('edit')}
              </Button>
            )}
            <WithdrawButton request={request} />
            <RevokeButton request={request} />
          </>
        }
      />
      <RequestStatus request={request} />
      {request.approved !== null && <ApprovedTerms request={request} />}
      <Section title={t('reason')} id="reason">
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} data-testid="request-reason">
          {request.reason}
        </Text>
      </Section>
      {request.approved === null && (
        <Section title={request.kind === 'change' ? t('changeOfToday') : t('newTunnel')} id="differences">
          {request.differences.length > 0 ? (
            <DifferenceList differences={request.differences} labels={{ before: t('today'), after: t('asked') }} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('noDifference')}
            </Text>
          )}
        </Section>
      )}
      <Section title={t('risks')} id="risks">
        <Risks risks={request.risks} />
      </Section>
      <Decision key={request.version} request={request} />
      <Picture request={request} />
      <Conversation request={request} />
    </>
  );
}

function Picture({ request }: { request: TunnelRequest }) {
  const t = useTranslations('request');
  const pbx = usePbx(request.pbxId);
  if (!pbx.data) return null;
  return <DraftPicture pbx={pbx.data} draft={draftOfAsked(request.approved ?? request.asked)} title={t('picture')} />;
}

/** Whoever sees the request has read what there was to tell about it. */
function useReadOnSight(id: string, seen: boolean): void {
  const queries = useQueryClient();
  const unread = useUnreadAbout().get(`/requests/${id}`);
  const ids = unread?.join(' ') ?? '';
  useEffect(() => {
    if (!seen || ids === '') return;
    void Promise.allSettled(ids.split(' ').map((each) => api.readNotification({ params: { id: each } }))).then(() =>
      queries.invalidateQueries({ queryKey: ['notifications'] }),
    );
  }, [seen, ids, queries]);
}
