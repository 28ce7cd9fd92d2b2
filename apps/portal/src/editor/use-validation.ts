'use client';

import type { FindingView, MappingValidation } from '@stellwerk/contracts';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import type { z } from 'zod';
import { api } from '../api/client';
import { type Draft, wireOf } from './draft';

const PAUSE_MS = 300;

export interface RowVerdict {
  readonly explanation: string | null;
  readonly findings: readonly FindingView[];
  readonly suggestions: ReadonlyMap<'localPort' | 'remotePort', number>;
}

export interface Validation {
  readonly valid: boolean;
  readonly checking: boolean;
  readonly error: unknown;
  /** About the tunnel as a whole. */
  readonly general: readonly FindingView[];
  readonly row: (key: string) => RowVerdict;
}

type Judged = { readonly keys: readonly string[]; readonly verdict: z.output<typeof MappingValidation> };
const NOTHING: RowVerdict = { explanation: null, findings: [], suggestions: new Map() };

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

/** Splits an answer by row. */
export function readJudged(judged: Judged | undefined): Pick<Validation, 'valid' | 'general' | 'row'> {
  if (!judged) return { valid: false, general: [], row: () => NOTHING };
  const { keys, verdict } = judged;
  return {
    valid: verdict.valid,
    general: verdict.findings.filter((f) => !/^\/mappings\/\d+/.test(f.path)),
    row: (key) => {
      const index = keys.indexOf(key);
      if (index < 0) return NOTHING;
      const prefix = `/mappings/${index}`;
      const mine = (path: string) => path === prefix || path.startsWith(`${prefix}/`);
      const suggestions = verdict.suggestions
        .filter((s) => mine(s.path))
        .map((s) => [s.path.slice(prefix.length + 1) as 'localPort', s.port] as const);
      return {
        explanation: verdict.explanations[index] ?? null,
        findings: verdict.findings.filter((f) => mine(f.path)),
        suggestions: new Map(suggestions),
      };
    },
  };
}

/** The field a finding is about: `localPort`, `targetHost` …, or an empty string for the row as a whole. */
export const fieldOf = (finding: FindingView): string => finding.path.split('/')[3] ?? '';
