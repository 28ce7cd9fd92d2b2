'use client';

import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import type { RequestEvent, TunnelRequest } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { Ago } from '../ui/ago';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';

/** What happened and what people said, oldest first, as in a conversation. */
export function Conversation({ request }: { request: TunnelRequest }) {
  const t = useTranslations('request');
  const may = useMay('requests:write');
  return (
    <Section title={t('conversation')} id="conversation">
      <ol className="timeline-list" data-testid="conversation">
        {request.events.map((event) => (
          <Line key={event.id} event={event} />
        ))}
      </ol>
      {may && <Comment request={request} />}
    </Section>
  );
}

const TONE: Readonly<Partial<Record<RequestEvent['kind'], string>>> = {
  approved: 'up',
  'approval-given': 'up',
  declined: 'down',
  revoked: 'down',
};

function Line({ event }: { event: RequestEvent }) {
  const t = useTranslations('request');
  const who = event.by ?? t('system');
  return (
    <li className={`tone-${TONE[event.kind] ?? 'idle'}`} data-testid="request-event" data-kind={event.kind}>
      <span className="timeline-mark">
        <svg width="17" height="17" viewBox="0 0 18 18" aria-hidden="true">
          <circle cx="9" cy="9" r="4" fill="currentColor" />
        </svg>
      </span>
      <Text size="sm">
        <Text span fw={600}>
          {who}
        </Text>
        {event.side && (
          <Text span c="dimmed">
            {' '}
            ({t(`side.${event.side}`)})
          </Text>
        )}{' '}
        {t(`event.${event.kind}`)}
        <Text span size="xs" c="dimmed" ml={8}>
          <Ago at={event.at} />
        </Text>
      </Text>
      {event.text && (
        <Text size="sm" className="said" maw={760}>
          {event.text}
        </Text>
      )}
    </li>
  );
}

function Comment({ request }: { request: TunnelRequest }) {
  const t = useTranslations('request');
  const [text, setText] = useState('');
  const say = useChange((said: string) => api.commentRequest({ params: { id: request.id }, body: { text: said } }));
  const submit = () => {
    if (text.trim() !== '') say.mutate(text.trim(), { onSuccess: () => setText('') });
  };
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        submit();
      }}
    >
      <Stack gap="xs" maw={760}>
        {say.isError && <ProblemNotice error={say.error} />}
        <Textarea
          label={t('comment')}
          placeholder={t('commentPlaceholder')}
          autosize
          minRows={2}
          maxLength={2_000}
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          data-testid="comment-text"
        />
        <Group>
          <Button type="submit" variant="default" disabled={text.trim() === ''} loading={say.isPending} data-testid="comment-send">
            {t('commentSend')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
