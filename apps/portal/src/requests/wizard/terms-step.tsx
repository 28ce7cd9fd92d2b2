'use client';

import { Textarea } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { Dispatch } from 'react';
import { Section } from '../../ui/section';
import { EndField } from '../end-field';
import type { Wish, WishStep } from './wish';

interface Props {
  readonly wish: Wish;
  readonly dispatch: Dispatch<WishStep>;
  /** It opens a console: never for good. */
  readonly timed: boolean;
  readonly endProblem: string | undefined;
  readonly tried: boolean;
}

export const SHORTEST_REASON = 3;

/** Until when, and why. */
export function TermsStep({ wish, dispatch, timed, endProblem, tried }: Props) {
  const t = useTranslations('wizard');
  const missing = tried && wish.end.choice === null ? t('endMissing') : undefined;
  return (
    <>
      <Section title={t('end')} id="wizard-end">
        <EndField value={wish.end} onChange={(end) => dispatch({ type: 'end', end })} timed={timed} error={endProblem ?? missing} />
      </Section>
      <Section title={t('reason')} id="wizard-reason">
        <Textarea
          label={t('reasonLabel')}
          description={t('reasonHint')}
          required
          autosize
          minRows={3}
          maxLength={2_000}
          value={wish.reason}
          onChange={(e) => dispatch({ type: 'reason', reason: e.currentTarget.value })}
          error={tried && wish.reason.trim().length < SHORTEST_REASON ? t('reasonMissing') : undefined}
          data-testid="wizard-reason"
        />
      </Section>
    </>
  );
}
