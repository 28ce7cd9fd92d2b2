'use client';

import { Button, Group, Stack, Switch, Text, Textarea } from '@mantine/core';
import type { TunnelRequest } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { useReducer, useState } from 'react';
import { api, fieldErrors } from '../api/client';
import { useMay } from '../api/may';
import { useChange } from '../api/mutate';
import { change, differs } from '../editor/draft';
import { useValidation } from '../editor/use-validation';
import { useNotify } from '../ui/confirm';
import { ProblemNotice } from '../ui/problem';
import { Section } from '../ui/section';
import { endOf, type EndValue } from './end-choice';
import { EndField } from './end-field';
import { TunnelChanges } from './tunnel-changes';
import { askedOf, draftOfAsked, opensConsole } from './wizard/wish';

/** The decision, for whoever may make it; for everybody else why it is not theirs. */
export function Decision({ request }: { request: TunnelRequest }) {
  const t = useTranslations('request');
  const decides = useMay('requests:decide');
  if (request.state !== 'pending') return null;
  if (request.mayDecide) return <Decide request={request} />;
  const why = request.own && decides ? 'own' : decides ? 'agreed' : request.own ? 'ownCustomer' : 'notYours';
  return (
    <Section title={t('decision')} id="decision">
      <Text size="sm" data-testid="request-why-not" data-why={why}>
        {t(`whyNot.${why}`)}
      </Text>
    </Section>
  );
}

const SHORTEST_REASON = 3;

function Decide({ request }: { request: TunnelRequest }) {
  const t = useTranslations('request');
  const notify = useNotify();
  const asked = request.askedEndsAt === null ? null : new Date(request.askedEndsAt).getTime();
  const [start] = useState(() => draftOfAsked(request.asked));
  const [draft, dispatch] = useReducer(change, start);
  const [changing, setChanging] = useState(false);
  const [end, setEnd] = useState<EndValue>({ choice: 'as-asked', date: '' });
  const [text, setText] = useState('');
  const [tried, setTried] = useState<'approve' | 'decline' | null>(null);
  const validation = useValidation(draft, changing ? request.pbxId : '', request.tunnelId ?? undefined);
  const at = { params: { id: request.id }, ifMatch: request.version };
  const approve = useChange((body: Parameters<typeof api.approveRequest>[0]['body']) => api.approveRequest({ ...at, body }));
  const decline = useChange(() => api.declineRequest({ ...at, body: { text: text.trim() } }));
  const changed = changing && differs(start, draft);
  const broken = changed && !validation.valid && !validation.checking;

  const onApprove = () => {
    setTried('approve');
    const until = endOf(end, Date.now(), asked);
    if (broken || until === undefined) return;
    approve.mutate(
      {
        ...(changed ? { tunnel: askedOf(draft, request.pbxId) } : {}),
        ...(end.choice === 'as-asked' ? {} : { endsAt: until === null ? null : new Date(until).toISOString() }),
        ...(text.trim() === '' ? {} : { comment: text.trim() }),
      },
      { onSuccess: (now) => notify.done(now.state === 'approved' ? t('approvedNow') : t('approvalGiven')) },
    );
  };
  const onDecline = () => {
    setTried('decline');
    if (text.trim().length >= SHORTEST_REASON) decline.mutate(undefined, { onSuccess: () => notify.done(t('declined')) });
  };
  const refused = approve.error ?? decline.error;
  const timed = opensConsole(changing ? draft : start);
  return (
    <Section title={t('decision')} id="decision">
      <Stack gap="md" data-testid="decision">
        {request.approvals.length > 0 && <Text size="sm">{t('sameAgain', { names: request.approvals.map((a) => a.by).join(', ') })}</Text>}
        <EndField value={end} onChange={setEnd} timed={timed} asked={asked} error={fieldErrors(approve.error).get('/endsAt')} />
        <Switch
          label={t('changeTunnel')}
          description={t('changeTunnelHint')}
          checked={changing}
          onChange={(e) => setChanging(e.currentTarget.checked)}
          data-testid="decision-change"
        />
        {changing && <TunnelChanges request={request} draft={draft} dispatch={dispatch} validation={validation} tried={tried !== null} />}
        <Textarea
          label={t('word')}
          description={t('wordHint')}
          autosize
          minRows={2}
          maxLength={2_000}
          maw={760}
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          error={tried === 'decline' && text.trim().length < SHORTEST_REASON ? t('declineReason') : undefined}
          data-testid="decision-text"
        />
        {refused && <ProblemNotice error={refused} testId="decision-problem" />}
        <Group gap="xs">
          <Button onClick={onApprove} loading={approve.isPending} disabled={decline.isPending} data-testid="request-approve">
            {changed || end.choice !== 'as-asked' ? t('approveChanged') : t('approve')}
          </Button>
          <Button
            variant="default"
            className="danger-outline"
            onClick={onDecline}
            loading={decline.isPending}
            disabled={approve.isPending}
            data-testid="request-decline"
          >
            {t('decline')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
