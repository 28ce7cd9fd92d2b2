import type { FindingView, MappingValidation } from '@stellwerk/contracts';
import type { z } from 'zod';

export interface RowVerdict {
  readonly explanation: string | null;
  readonly findings: readonly FindingView[];
  readonly suggestions: ReadonlyMap<'localPort' | 'remotePort', number>;
}

export interface JudgedRows {
  readonly valid: boolean;
  /** About the tunnel as a whole. */
  readonly general: readonly FindingView[];
  readonly row: (key: string) => RowVerdict;
}

/** An answer, with the keys of the rows it was asked about. */
export type Judged = { readonly keys: readonly string[]; readonly verdict: z.output<typeof MappingValidation> };
const NOTHING: RowVerdict = { explanation: null, findings: [], suggestions: new Map() };

/** Splits an answer by row. */
export function readJudged(judged: Judged | undefined): JudgedRows {
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
