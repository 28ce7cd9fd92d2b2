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

/**
 * Values come from certificates, name servers and people: a line break among them would begin a command of its own in a fix, and a
 * character that turns the direction of writing would make a text read as another.
 */
const harmless = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
const harmlessParams = (params: Params): Params =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? harmless(value) : Array.isArray(value) ? value.map((one) => harmless(String(one))) : value,
    ]),
  );

/** A code in a reader's language. A code this build does not know (a newer worker's) is shown as it is. Never throws. */
export function findingText(code: string, params: Params, locale: Locale): FindingWords {
  const row = Object.hasOwn(rows, code) ? rows[code] : undefined;
  if (row === undefined) return { title: code, text: code, fix: '', source: null };
  const values = harmlessParams(params);
  return { title: row.title[locale](values), text: row.text[locale](values), fix: row.fix[locale](values), source: row.source };
}
