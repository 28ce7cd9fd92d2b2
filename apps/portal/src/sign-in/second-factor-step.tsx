'use client';

import { Text } from '@mantine/core';
import type { Me, Proof } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { api } from '../api/client';
import { ProofForm, proofKinds } from '../ui/proof-form';

/** After the password: what one has. */
export function SecondFactorStep({ factors, onEntered }: { factors: Me['secondFactors']; onEntered: (me: Me) => void }) {
  const t = useTranslations('signIn');
  const [first, ...others] = proofKinds(factors, false);
  if (first === undefined) return <Text size="sm">{t('noFactorHere')}</Text>;
  const onProof = async (proof: Proof) => onEntered(await api.giveSecondFactor({ body: proof }));
  return <ProofForm kinds={[first, ...others]} onProof={onProof} submit={t('submit')} />;
}
