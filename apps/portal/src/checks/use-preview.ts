'use client';

import type { CheckPreview } from '@stellwerk/contracts';
import { useDebouncedValue } from '@mantine/hooks';
import { useLocale } from 'next-intl';
import { useEffect, useState } from 'react';
import { api } from '../api/client';
import { type CheckValues, previewOf } from './check-form';

/** Long enough not to ask for half a host name: every try is a real connection to somebody's server. */
const PAUSE_MS = 900;

export interface Preview {
  /** False: something is missing, so that nothing could be tried. */
  readonly possible: boolean;
  readonly running: boolean;
  readonly result: CheckPreview | null;
  readonly error: unknown;
  readonly again: () => void;
}

type State = Pick<Preview, 'running' | 'result' | 'error'>;
const IDLE: State = { running: false, result: null, error: null };

/** A full enumeration of TLS versions opens dozens of connections: it is only tried when somebody asks for it (domain reference §6). */
export const isTriedByHand = (values: Pick<CheckValues, 'kind'>): boolean => values.kind === 'tls-protocols';

/** Tries out what is typed, as it is typed; an answer to an older question is never shown. */
export function usePreview(values: CheckValues, may: boolean): Preview {
  const locale = useLocale();
  const [round, setRound] = useState(0);
  const [state, setState] = useState<State>(IDLE);
  const question = may ? JSON.stringify(previewOf(values)) : 'null';
  const [settled] = useDebouncedValue(question, PAUSE_MS);
  const byHand = isTriedByHand(values);
  const [askedByHand, askByHand] = useState('');
  useEffect(() => {
    const body = JSON.parse(settled) as ReturnType<typeof previewOf>;
    if (body === null || (byHand && askedByHand !== settled)) return setState(IDLE);
    const abort = new AbortController();
    setState((before) => ({ ...before, running: true, error: null }));
    api.previewCheck({ body }, abort.signal).then(
      (result) => setState({ running: false, result, error: null }),
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ running: false, result: null, error });
      },
    );
    return () => abort.abort();
  }, [settled, round, locale, byHand, askedByHand]);
  const again = () => {
    askByHand(question);
    setRound((n) => n + 1);
  };
  return {
    ...state,
    possible: question !== 'null',
    running: state.running || (!byHand && question !== settled && question !== 'null'),
    again,
  };
}
