'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import type { TunnelRequest } from '@stellwerk/contracts';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useEffect, useReducer, useRef, useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import { useServiceTemplates } from '../../api/queries';
import { useLeaveGuard } from '../../editor/leave-guard';
import { useValidation } from '../../editor/use-validation';
import { useNotify } from '../../ui/confirm';
import { ProblemNotice } from '../../ui/problem';
import { Assessment } from './assessment';
import { PlaceStep, type Places } from './place-step';
import { ServiceStep } from './service-step';
import { StepList, STEPS } from './steps';
import { SHORTEST_REASON, TermsStep } from './terms-step';
import { useRequestVerdict } from './use-request-verdict';
import { bodyOf, nextWish, opensConsole, type Wish } from './wish';

interface Props {
  readonly start: Wish;
  readonly places: Places;
  /** The tunnel to change; null for a new one. */
  readonly tunnelId: string | null;
  /** The own pending request that is changed; absent for a new one. */
  readonly request?: Pick<TunnelRequest, 'id' | 'version'>;
}

/** Asks for a tunnel, or a change of one, in four steps; everything is judged while it is typed, by the same rules as in the end. */
export function RequestWizard({ start, places, tunnelId, request }: Props) {
  const t = useTranslations('wizard');
  const router = useRouter();
  const notify = useNotify();
  const [wish, dispatch] = useReducer(nextWish, start);
  const [tried, setTried] = useState(-1);
  const [wanted, setStep] = useQueryState('step', parseAsInteger.withDefault(1).withOptions({ history: 'push', scroll: true }));
  const validation = useValidation(wish.draft, wish.pbxId ?? '', tunnelId ?? undefined);
  const verdict = useRequestVerdict(wish, tunnelId);
  const timed = useTimed(wish);
  // The version that is changed is the one that was read, however often it is asked for again meanwhile.
  const [version] = useState(request?.version);
  const send = useChange((body: ReturnType<typeof bodyOf>) =>
    request ? api.replaceRequest({ params: { id: request.id }, ifMatch: version, body }) : api.createRequest({ body }),
  );
  useLeaveGuard(JSON.stringify(wish) !== JSON.stringify(start) && !send.isSuccess && !send.isPending);

  const pbx = places.pbxs.find((p) => p.id === wish.pbxId);
  const endProblem = verdict.data?.findings.find((f) => f.path === '/endsAt' && f.severity === 'error')?.text;
  const lacks = [
    pbx === undefined || wish.draft.sshServerId === null,
    wish.service === null || wish.draft.name.trim() === '' || wish.draft.rows.length === 0 || (!validation.valid && !validation.checking),
    wish.end.choice === null || endProblem !== undefined || wish.reason.trim().length < SHORTEST_REASON,
  ];
  const first = lacks.indexOf(true);
  const reachable = first < 0 ? STEPS.length - 1 : first;
  const at = Math.min(Math.max(wanted, 1) - 1, reachable);
  const head = useFocusOnTurn(at);

  const go = (step: number) => void setStep(step + 1);
  const forward = () => {
    setTried(at);
    if (!lacks[at]) return go(at + 1);
    // Once the fields have their errors, the first of them is where to go on.
    requestAnimationFrame(() => head.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const submit = () =>
    send.mutate(bodyOf(wish, tunnelId, Date.now()), {
      onSuccess: (sent) => {
        notify.done(sent.state === 'approved' ? t('approvedAtOnce', { name: sent.asked.name }) : t('sent', { name: sent.asked.name }));
        router.push(`/requests/${sent.id}`);
      },
    });
  const last = at === STEPS.length - 1;
  return (
    <div data-testid="request-wizard" data-step={STEPS[at]}>
      <StepList at={at} reachable={reachable} go={go} />
      <div ref={head} tabIndex={-1} style={{ outline: 'none' }}>
        {at === 0 && <PlaceStep wish={wish} dispatch={dispatch} places={places} fixed={tunnelId !== null} tried={tried >= 0} />}
        {at === 1 && pbx && <ServiceStep wish={wish} dispatch={dispatch} pbx={pbx} validation={validation} tried={tried >= 1} />}
        {at === 2 && <TermsStep wish={wish} dispatch={dispatch} timed={timed} endProblem={endProblem} tried={tried >= 2} />}
      </div>
      {at > 0 && <Assessment verdict={verdict} reason={last ? wish.reason.trim() : null} />}
      <div className="editor-foot">
        <Stack gap="xs">
          {send.isError && <ProblemNotice error={send.error} testId="wizard-problem" />}
          {tried >= at && lacks[at] && (
            <Text size="sm" className="tone-down" c="var(--tone)" role="alert" data-testid="wizard-lacks">
              {t('lacks')}
            </Text>
          )}
          <Group justify="space-between" gap="xs">
            <Button
              variant="default"
              onClick={() => (at === 0 ? router.push(request ? `/requests/${request.id}` : '/requests') : go(at - 1))}
              data-testid="wizard-back"
            >
              {at === 0 ? t('cancel') : t('back')}
            </Button>
            {last ? (
              <Button onClick={submit} loading={send.isPending} data-testid="wizard-send">
                {request ? t('resend') : t('send')}
              </Button>
            ) : (
              <Button onClick={forward} data-testid="wizard-next">
                {t('next')}
              </Button>
            )}
          </Group>
        </Stack>
      </div>
    </div>
  );
}

/** Console access is for a time only: by the chosen service, or by what the mappings lead to. */
function useTimed(wish: Wish): boolean {
  const templates = useServiceTemplates().data?.items ?? [];
  return templates.some((x) => x.key === wish.service && x.timeLimited) || opensConsole(wish.draft);
}

/** A new step is where the reader goes on: its heading comes into view and the focus with it, but not on arriving at the page. */
function useFocusOnTurn(at: number) {
  const head = useRef<HTMLDivElement>(null);
  const before = useRef(at);
  useEffect(() => {
    if (before.current !== at) head.current?.focus();
    before.current = at;
  }, [at]);
  return head;
}
