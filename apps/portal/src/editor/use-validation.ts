'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { api } from '../api/client';
import { type Draft, wireOf } from './draft';
import { type Judged, type JudgedRows, readJudged } from './read-judged';

const PAUSE_MS = 300;

export interface Validation extends JudgedRows {
  readonly checking: boolean;
  readonly error: unknown;
}

/**
 * Judges the draft while it is typed, by the same rules that decide when it is saved. An answer is about the rows it was asked
 * for, so it is looked up by key: a row deleted meanwhile never gets its neighbour's finding.
 */
export function useValidation(draft: Draft, pbxId: string, tunnelId: string | undefined): Validation {
  const locale = useLocale();
  const question = JSON.stringify({
    module: draft.module,
    sshServerId: draft.sshServerId,
    keys: draft.rows.map((r) => r.key),
    mappings: draft.rows.map(wireOf),
  });
  const [asked] = useDebouncedValue(question, PAUSE_MS);
  const answer = useQuery({
    enabled: pbxId !== '',
    queryKey: ['mapping-validation', locale, pbxId, tunnelId, asked],
    queryFn: async ({ signal }): Promise<Judged> => {
      const { keys, module, sshServerId, mappings } = JSON.parse(asked) as {
        keys: string[];
        module: Draft['module'];
        sshServerId: string | null;
        mappings: Record<string, unknown>[];
      };
      const verdict = await api.validateMappings(
        { body: { pbxId, module, sshServerId: sshServerId ?? undefined, tunnelId, mappings } },
        signal,
      );
      return { keys, verdict };
    },
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    retry: false,
  });
  const checking = asked !== question || answer.isFetching;
  return { checking, error: answer.error, ...readJudged(answer.data) };
}
