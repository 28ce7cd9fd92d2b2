import { CERTIFICATE_FINDINGS } from '../certificate/judge-certificate.js';
import { DNS_FINDINGS } from '../dns/findings.js';
import { FEDERATION_FINDINGS } from '../federation/findings.js';
import type { Locale, Params } from '../locale.js';
import type { FindingEntry, RuleSource } from './finding-text.js';
import { REACH_FINDINGS } from './reach.js';
import { RUN_FINDINGS } from './run-findings.js';
import { TLS_FINDINGS } from './tls.js';

/** The parts of the catalogue; no code is in two of them (a spec says so). */
export const FINDING_PARTS = [
  RUN_FINDINGS,
  REACH_FINDINGS,
  TLS_FINDINGS,
  CERTIFICATE_FINDINGS,
  DNS_FINDINGS,
  FEDERATION_FINDINGS,
] as const satisfies readonly Readonly<Record<string, FindingEntry>>[];

/** Every code that a rule can give, with its sentences. */
export const FINDINGS = {
  ...RUN_FINDINGS,
  ...REACH_FINDINGS,
  ...TLS_FINDINGS,
  ...CERTIFICATE_FINDINGS,
  ...DNS_FINDINGS,
  ...FEDERATION_FINDINGS,
} as const satisfies Record<string, FindingEntry>;
export type FindingCode = keyof typeof FINDINGS;

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
