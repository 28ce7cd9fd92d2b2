import type { Text } from '../text/words.js';

/** Where a rule comes from, and when somebody last compared it: vendor rules and dates move. */
export interface RuleSource {
  /** A seed or source of the reference (`S3 §3.2`, `RFC 2782`, `Chrome Root Program 1.8`). */
  readonly from: string;
  /** ISO date. */
  readonly checkedOn: string;
}

/** One row of the catalogue of findings: what is wrong, and what exactly to change, said with this customer's values. */
export interface FindingEntry {
  readonly rule: string;
  readonly source: RuleSource;
  /** A line for a table. */
  readonly title: Text;
  /** What was seen and why it matters. */
  readonly text: Text;
  /** The setting, command or record to change. Lines that begin with four blanks are commands or records to copy. */
  readonly fix: Text;
}
