import type { Locale, Params } from '../locale.js';
import type { FindingEntry, RuleSource } from './finding-text.js';
import { RUN_FINDINGS } from './run-findings.js';

/** Every code that a rule can give, with its sentences. */
export const FINDINGS = { ...RUN_FINDINGS } as const satisfies Record<string, FindingEntry>;

/** What a page shows of a finding. */
export interface FindingWords {
  readonly title: string;
  readonly text: string;
  /** Lines that begin with four blanks are commands or records to copy; empty when nothing is to be done. */
  readonly fix: string;
  /** Null for a code this build does not know. */
  readonly source: RuleSource | null;
}

const rows: Readonly<Record<string, FindingEntry>> = FINDINGS;

/** A code in a reader's language. A code this build does not know (a newer worker's) is shown as it is. Never throws. */
export function findingText(code: string, params: Params, locale: Locale): FindingWords {
  const row = Object.hasOwn(rows, code) ? rows[code] : undefined;
  if (row === undefined) return { title: code, text: code, fix: '', source: null };
  return { title: row.title[locale](params), text: row.text[locale](params), fix: row.fix[locale](params), source: row.source };
}

/** What a rule looks at, in a few words: the line of an `ok` answer, which has no code. */
export const ruleName = (rule: string, locale: Locale): string => `${rule}${locale === 'de' ? '' : ''}`;
