'use client';

import { RequestInput, type RequestValidation } from '@stellwerk/contracts';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import type { z } from 'zod';
import { api } from '../../api/client';
import { bodyOf, type Wish } from './wish';

const PAUSE_MS = 300;

export interface RequestVerdict {
  readonly checking: boolean;
  /** Everything the API needs to judge is there. */
  readonly complete: boolean;
  readonly error: unknown;
  readonly data: z.output<typeof RequestValidation> | undefined;
}

/** Judges the wish while it is typed, as soon as it says enough: risks, what would change, who has to agree. */
export function useRequestVerdict(wish: Wish, tunnelId: string | null): RequestVerdict {
  const locale = useLocale();
  const question = JSON.stringify({ ...wish, reason: '', tunnelId });
  const [asked] = useDebouncedValue(question, PAUSE_MS);
  const complete = isComplete(wish, tunnelId);
  const { tunnelId: of, ...typed } = JSON.parse(asked) as Wish & { tunnelId: string | null };
  const answer = useQuery({
    queryKey: ['request-validation', locale, asked],
    enabled: isComplete(typed, of),
    queryFn: ({ signal }) => {
      const { reason: _unneeded, ...body } = bodyOf(typed, of, Date.now());
      return api.validateRequest({ body }, signal);
    },
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    retry: false,
  });
  const data = complete ? answer.data : undefined;
  const unsaid = wish.end.choice === null || (wish.end.choice === 'date' && wish.end.date === '');
  return {
    checking: complete && (asked !== question || answer.isFetching),
    complete,
    error: complete ? answer.error : null,
    data: data && unsaid ? withoutEnd(data) : data,
  };
}

/** The reason is judged by nobody but people. */
const Judged = RequestInput.omit({ reason: true });
const isComplete = (wish: Wish, tunnelId: string | null): boolean => Judged.safeParse(bodyOf(wish, tunnelId, 0)).success;

/** While no end is said, nothing is held against it. */
const withoutEnd = (data: z.output<typeof RequestValidation>): z.output<typeof RequestValidation> => ({
  ...data,
  risks: data.risks.filter((risk) => risk.code !== 'no-end'),
  findings: data.findings.filter((f) => f.path !== '/endsAt'),
  differences: data.differences.filter((d) => d.path !== '/endsAt'),
});
