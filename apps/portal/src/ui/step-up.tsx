'use client';

import { Button, Modal, Skeleton, Stack, Text } from '@mantine/core';
import type { Proof } from '@stellwerk/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { api, rememberMe } from '../api/client';
import { offerProof } from '../api/proof';
import { useMe } from '../api/queries';
import { ProblemNotice } from './problem';
import { ProofForm, proofKinds } from './proof-form';
import { signInPath } from './return-path';

/** Above the forms whose saving asked for it. */
const ABOVE_MODALS = 400;

/** “Please confirm that it is you”: asked for whenever the API wants a fresh proof, then the call that wanted it is made again. */
export function StepUp() {
  const t = useTranslations('proof');
  const c = useTranslations('common');
  const [asked, setAsked] = useState<{ readonly answer: (proved: boolean) => void } | null>(null);
  const settle = (proved: boolean) => {
    asked?.answer(proved);
    setAsked(null);
  };
  useEffect(() => offerProof(() => new Promise((answer) => setAsked({ answer }))), []);
  useEscape(asked !== null, () => settle(false));
  return (
    <Modal
      opened={asked !== null}
      onClose={() => settle(false)}
      closeOnEscape={false}
      closeOnClickOutside={false}
      zIndex={ABOVE_MODALS}
      title={t('title')}
      closeButtonProps={{ 'aria-label': c('close') }}
      size="sm"
      centered
    >
      <div data-testid="step-up">{asked !== null && <Question onProved={() => settle(true)} onCancel={() => settle(false)} />}</div>
    </Modal>
  );
}

/** Escape closes this dialog only, not the form below it: this listener is older than any form's and keeps the key to itself. */
function useEscape(active: boolean, close: () => void): void {
  const latest = useRef({ active, close });
  useEffect(() => {
    latest.current = { active, close };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !latest.current.active) return;
      event.stopImmediatePropagation();
      latest.current.close();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

function Question({ onProved, onCancel }: { onProved: () => void; onCancel: () => void }) {
  const t = useTranslations('proof');
  const me = useMe().data;
  const queries = useQueryClient();
  const factors = useQuery({ queryKey: ['factors'], queryFn: ({ signal }) => api.factors({}, signal) });
  if (factors.isError) return <ProblemNotice error={factors.error} retry={() => void factors.refetch()} />;
  if (!me || !factors.data) return <Skeleton h={140} />;
  const [first, ...others] = proofKinds(me.secondFactors, factors.data.hasPassword);
  const onProof = async (proof: Proof) => {
    queries.setQueryData(['me'], rememberMe(await api.stepUp({ body: proof })));
    onProved();
  };
  return (
    <Stack gap="md">
      <Text size="sm">{first === undefined ? t('noWay') : t('text')}</Text>
      {first === undefined ? (
        <SignInAgain />
      ) : (
        <ProofForm kinds={[first, ...others]} onProof={onProof} submit={t('submit')} onCancel={onCancel} />
      )}
    </Stack>
  );
}

/** Whoever has neither password nor second factor proves it where they came in: at their OpenID provider. */
function SignInAgain() {
  const t = useTranslations('proof');
  const again = async () => {
    await api.signOut();
    window.location.assign(signInPath(window.location.pathname + window.location.search));
  };
  return (
    <Button onClick={() => void again()} data-testid="sign-in-again">
      {t('signInAgain')}
    </Button>
  );
}
