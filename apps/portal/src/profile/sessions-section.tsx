'use client';

import { Badge, Button, Skeleton, Text } from '@mantine/core';
import type { SignedInSession } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { useChange } from '../api/mutate';
import { Ago } from '../ui/ago';
import { useConfirm, useNotify } from '../ui/confirm';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { deviceOf } from './device';
import { useSessions } from './use-factors';

/** Where one is signed in, this browser first. */
export function SessionsSection() {
  const t = useTranslations('sessions');
  const sessions = useSessions();
  const confirm = useConfirm();
  const notify = useNotify();
  const endOthers = useChange(() => api.endOtherSessions());
  const rows = [...(sessions.data?.items ?? [])].sort((a, b) => Number(b.current) - Number(a.current));
  const onEndOthers = () =>
    confirm({
      title: t('endOthersTitle'),
      text: t('endOthersText'),
      confirm: t('endOthers'),
      onConfirm: () => endOthers.mutate(undefined, { onSuccess: () => notify.done(t('othersEnded')), onError: notify.failed }),
    });
  return (
    <Section
      title={t('title')}
      id="sessions"
      actions={
        rows.length > 1 && (
          <Button size="xs" variant="default" loading={endOthers.isPending} onClick={onEndOthers} data-testid="sessions-end-others">
            {t('endOthers')}
          </Button>
        )
      }
    >
      {sessions.isError && <ProblemNotice error={sessions.error} retry={() => void sessions.refetch()} />}
      {sessions.isPending && <Skeleton h={80} />}
      <ul className="rows">
        {rows.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </Section>
  );
}

function SessionRow({ session }: { session: SignedInSession }) {
  const t = useTranslations('sessions');
  const notify = useNotify();
  const end = useChange(() => api.endSession({ params: { id: session.id } }));
  const onEnd = () => end.mutate(undefined, { onSuccess: () => notify.done(t('ended')), onError: notify.failed });
  const device = deviceOf(session.userAgent) ?? t('unknownDevice');
  return (
    <li data-testid="session-row" data-current={session.current}>
      <div style={{ minWidth: 0, flex: '1 1 16rem' }}>
        <Text size="sm" fw={600} component="div" title={session.userAgent ?? undefined}>
          {device}{' '}
          {session.current && (
            <Badge size="sm" variant="light" tt="none" className="badge-ink">
              {t('current')}
            </Badge>
          )}
        </Text>
        <Text size="sm" c="dimmed" component="div">
          {session.address ?? t('unknownAddress')} · {t(`method.${session.method}`)} ·{' '}
          {t.rich('seen', { when: () => <Ago at={session.lastSeenAt} /> })}
        </Text>
      </div>
      {!session.current && (
        <Button
          size="xs"
          variant="default"
          loading={end.isPending}
          onClick={onEnd}
          aria-label={t('endNamed', { device })}
          data-testid="session-end"
        >
          {t('end')}
        </Button>
      )}
    </li>
  );
}
