import { advance, type OpenFinding } from './life.js';
import type { CheckKind } from './kinds.js';
import { LOOKED } from './run.js';
import type { RuleResult } from './rule-result.js';

/** A finding with its times, milliseconds since 1970, as it is kept from run to run. `id` null: it is new. */
export interface KeptFinding extends OpenFinding {
  readonly id: string | null;
  readonly openedAt: number;
  readonly lastSeenAt: number;
  readonly closedAt: number | null;
}

/**
 * Findings after a run: everything that was open, advanced, and what is new. A run that could not look changes nothing.
 * @param at when the run looked
 */
export function advanceRun(
  kind: CheckKind,
  open: readonly KeptFinding[],
  { answers, at }: { readonly answers: readonly RuleResult[]; readonly at: number },
): readonly KeptFinding[] {
  if (answers.some((answer) => answer.rule === LOOKED && answer.status === 'unable-to-tell')) return open;
  const moved = advance(kind, open, answers);
  const touched = new Map<KeptFinding, KeptFinding>();
  for (const { finding, now } of moved.keep) touched.set(finding, { ...finding, ...now, lastSeenAt: at });
  for (const { finding, missed } of moved.doubt) touched.set(finding, { ...finding, missed });
  for (const finding of moved.close) touched.set(finding, { ...finding, missed: finding.missed + 1, closedAt: at });
  return [
    ...open.map((finding) => touched.get(finding) ?? finding),
    ...moved.open.map((finding) => ({ ...finding, id: null, openedAt: at, lastSeenAt: at, closedAt: null })),
  ];
}
