import type { Fault, Result } from '../tunnel/fault.js';
import type { FactsOf } from './facts.js';
import { judge, type SpecOf } from './judge.js';
import type { CheckKind } from './kinds.js';
import type { RuleResult } from './rule-result.js';
import { type RuleStatus, worstStatus } from './status.js';

/** What a run says as a whole. */
export interface RunVerdict {
  readonly status: RuleStatus;
  readonly answers: readonly RuleResult[];
}

/** The rule of every run: somebody looked. */
export const LOOKED = 'RUN-01';

/** The one answer of a run that could not look at all; `params` carry the fault. */
export const couldNotLook = ({ code, params }: Fault): RuleResult => ({
  rule: LOOKED,
  status: 'unable-to-tell',
  code: 'could-not-look',
  subject: '',
  params: { ...params, fault: code },
});

/** The one answer about a visitor of the reverse MTLS listener who left before he showed a certificate. `why`: OpenSSL's code, or `closed`. */
export const refusedListener = (why: string): RuleResult => ({
  rule: 'FED-12',
  status: 'unable-to-tell',
  code: 'listener-refused',
  subject: '',
  params: { why },
});

/** Judges what a probe brought home; a probe that could not look is never a failure of what it should have looked at. */
export function judgeRun<K extends CheckKind>(spec: SpecOf<K>, looked: Result<FactsOf<K>>, now: number): RunVerdict {
  const answers = looked.ok ? judge(spec, looked.value, now) : [couldNotLook(looked.fault)];
  return { status: worstStatus(answers.map((answer) => answer.status)), answers };
}
