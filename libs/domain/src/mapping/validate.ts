import type { Locale } from '../locale.js';
import { type MappingFinding, readDraft } from './draft.js';
import { explainMapping } from './explain.js';
import type { MappingJudgementInput } from './judgement-input.js';
import { judgeMappings } from './rules.js';

/** Everything an editor shows beside a set of mappings. Findings are untranslated; see `sentence`. */
export interface MappingReport {
  /** True when no finding is an error. */
  readonly valid: boolean;
  readonly findings: readonly MappingFinding[];
  /** One sentence per row; null where it is not complete yet. */
  readonly explanations: readonly (string | null)[];
  /** A free port for every field whose port is taken or refused. */
  readonly suggestions: readonly { readonly path: string; readonly port: number }[];
  /** Indexes of the rows that let other hosts in. */
  readonly gateways: readonly number[];
}

/** Judges and explains in one go: what `mapping-validations` answers. */
export function reportMappings(input: MappingJudgementInput, locale: Locale): MappingReport {
  const findings = judgeMappings(input);
  const drafts = input.mappings.map((mapping, i) => readDraft(mapping, i).draft);
  return {
    valid: findings.every((finding) => finding.severity !== 'error'),
    findings,
    explanations: drafts.map((draft) =>
      draft.complete === null ? null : explainMapping(draft.complete, input.pbx, input.sshServer, locale),
    ),
    suggestions: findings.flatMap(({ path, params }) => (typeof params.suggestion === 'number' ? [{ path, port: params.suggestion }] : [])),
    gateways: drafts.flatMap((draft, i) => (draft.exposure === 'gateway' ? [i] : [])),
  };
}
