import type { Params } from './locale.js';

/** How much a finding matters: an `error` refuses, a `warning` is shown and accepted, an `info` explains. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * What a rule has to say. Rules never write sentences: the code is translated at the edge (`text/`).
 * `path` is a JSON pointer (RFC 6901) into the judged input, so that a form can show the finding at its field.
 */
export interface Finding<Code extends string = string> {
  readonly code: Code;
  readonly severity: Severity;
  readonly path: string;
  readonly params: Params;
}
