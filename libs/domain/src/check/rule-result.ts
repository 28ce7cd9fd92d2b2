import type { Params } from '../locale.js';
import type { RuleStatus } from './status.js';

/**
 * The answer of one rule about one thing. Rules never write sentences: `code` is translated at the edge from its catalogue row.
 * `rule` is the row of the check catalogue (`CRT-01`), `subject` what it is about where a rule is asked more than once (a name, an address,
 * the SHA-256 of a certificate); empty otherwise. `code` is null exactly when the status is `ok`.
 */
export interface RuleResult<Code extends string = string> {
  readonly rule: string;
  readonly status: RuleStatus;
  readonly code: Code | null;
  readonly subject: string;
  readonly params: Params;
}

/** Nothing to complain about. `params` may still say what was seen. */
export const fine = (rule: string, params: Params = {}, subject = ''): RuleResult<never> => ({
  rule,
  status: 'ok',
  code: null,
  subject,
  params,
});
