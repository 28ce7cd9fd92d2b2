'use client';

import { Button, Modal, Skeleton, Stack, Text } from '@mantine/core';
import type { Proof } from '@stellwerk/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FocusEvent, type KeyboardEvent, useEffect, useState } from 'react';
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
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') settle(false);
  };
  return (
    <div onFocusCapture={keepKeys} onKeyDown={onKeyDown}>
      <Modal
        opened={asked !== null}
        onClose={() => settle(false)}
        closeOnEscape={false}
        closeOnClickOutside={false}
        zIndex={ABOVE_MODALS}
        title={t('title')}
        closeButtonProps={{ 'aria-label': c('close') }}
        size="md"
        centered
      >
        <div data-testid="step-up">{asked !== null && <Question onProved={() => settle(true)} onCancel={() => settle(false)} />}</div>
      </Modal>
    </div>
  );
}

/** Mantine’s word for: this element keeps its keys to itself. Without it, Escape would also close the form below the dialog. */
const keepKeys = (event: FocusEvent<HTMLElement>) => event.target.setAttribute('data-mantine-stop-propagation', 'true');

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
