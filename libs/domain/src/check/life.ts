import type { Params } from '../locale.js';
import type { CheckKind } from './kinds.js';
import type { RuleResult } from './rule-result.js';
import type { FindingSeverity } from './status.js';

/** An open finding as it is kept: one per check, rule and subject. Times are milliseconds since 1970. */
export interface OpenFinding {
  readonly rule: string;
  readonly subject: string;
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly params: Params;
  /** Runs in a row that saw it; stays as it was while it is missed. */
  readonly seen: number;
  /** Runs in a row that could have seen it and did not. */
  readonly missed: number;
  /** When it turns into an outage; null where that is not known or has no date. */
  readonly breaksAt: number | null;
}

/** A finding of this run, as it is to be kept from now on. */
export type SeenFinding = OpenFinding & { readonly missed: 0 };

export interface Advance<F extends OpenFinding> {
  /** To be added. */
  readonly open: readonly SeenFinding[];
  /** Seen again: what it is from now on (severity, code and params may have moved); `lastSeenAt` becomes the time of the run. */
  readonly keep: readonly { readonly finding: F; readonly now: SeenFinding }[];
  /** Not seen, but not believed to be gone yet: only `missed` changes. */
  readonly doubt: readonly { readonly finding: F; readonly missed: number }[];
  /** Gone. */
  readonly close: readonly F[];
}

/** Runs in a row that a change of something probed is believed after: CDNs and clusters show two certificates for a while. */
export const BELIEVED_AFTER = 2;

/** Rarely run, or not probed at all: what they say is believed at once. */
const BELIEVED_AT_ONCE: ReadonlySet<CheckKind> = new Set([
  'tls-protocols',
  'dns-issuance',
  'stored-certificate',
  'federation-settings',
] as const satisfies readonly CheckKind[]);

/** Servers contradict each other for a while after every change, so that even a rare look is not believed alone. */
const SPREADS: ReadonlySet<string> = new Set(['DNS-09']);

/** Expiry comes by the clock, not by the network: no second look is needed to believe it. */
const BY_THE_CLOCK: ReadonlySet<string> = new Set(['CRT-01', 'CRT-12', 'FED-07']);

/** How many runs must agree before a finding of this rule is believed to be there, or gone. */
export const believedAfter = (kind: CheckKind, rule: string): { readonly there: number; readonly gone: number } => {
  const gone = BELIEVED_AT_ONCE.has(kind) && !SPREADS.has(rule) ? 1 : BELIEVED_AFTER;
  return { there: BY_THE_CLOCK.has(rule) ? 1 : gone, gone };
};

/** True once enough runs in a row have seen it: from then on it may be told (`check/notice.ts`). */
export const isBelieved = (kind: CheckKind, finding: Pick<OpenFinding, 'rule' | 'seen'>): boolean =>
  finding.seen >= believedAfter(kind, finding.rule).there;

const SEVERITIES: readonly string[] = ['fail', 'warn', 'info'] satisfies readonly FindingSeverity[];
const isFinding = (result: RuleResult): result is RuleResult & { readonly status: FindingSeverity; readonly code: string } =>
  SEVERITIES.includes(result.status) && result.code !== null;
const keyOf = (thing: Pick<RuleResult, 'rule' | 'subject'>): string => `${thing.rule}\n${thing.subject}`;

/** `breaksAt` of the params (ISO 8601), as rules give it. */
function breaksAtOf(params: Params): number | null {
  const at = typeof params.breaksAt === 'string' ? Date.parse(params.breaksAt) : NaN;
  return Number.isNaN(at) ? null : at;
}

/** The findings of one run, one per rule and subject: of several the worst. */
function seenIn(results: readonly RuleResult[]): ReadonlyMap<string, SeenFinding> {
  const found = new Map<string, SeenFinding>();
  for (const result of results) {
    if (!isFinding(result)) continue;
    const { rule, subject, code, status: severity, params } = result;
    const before = found.get(keyOf(result));
    if (before !== undefined && SEVERITIES.indexOf(before.severity) <= SEVERITIES.indexOf(severity)) continue;
    found.set(keyOf(result), { rule, subject, code, severity, params, seen: 1, missed: 0, breaksAt: breaksAtOf(params) });
  }
  return found;
}

/**
 * Which questions got no answer: a rule about one subject, or, with an empty subject, everything about which the rule did not speak: what it
 * did answer counts, whatever it could not tell about the rest.
 */
function untold(results: readonly RuleResult[]): (finding: OpenFinding) => boolean {
  const silent = (result: RuleResult): boolean => result.status === 'unable-to-tell';
  const open = new Set(results.filter(silent).map(keyOf));
  const answered = new Set(results.filter((result) => !silent(result)).map(keyOf));
  return (finding) => open.has(keyOf(finding)) || (open.has(keyOf({ rule: finding.rule, subject: '' })) && !answered.has(keyOf(finding)));
}

/**
 * The life of findings, one run further. A finding opens at the first run that sees it, so that nobody has to look twice; whether it may
 * be told is `isBelieved`. One that was believed closes only after as many runs that do not see it; a blip that was never believed closes
 * at once. `unable-to-tell` neither opens nor closes anything. A rule that no longer speaks of a subject (a removed route, a replaced
 * certificate) does not see it.
 * @param open the open findings of this check
 * @param results what every rule said this time
 */
export function advance<F extends OpenFinding>(kind: CheckKind, open: readonly F[], results: readonly RuleResult[]): Advance<F> {
  const seen = seenIn(results);
  const isUntold = untold(results);
  const keep: { finding: F; now: SeenFinding }[] = [];
  const doubt: { finding: F; missed: number }[] = [];
  const close: F[] = [];
  for (const finding of open) {
    const again = seen.get(keyOf(finding));
    if (again !== undefined) keep.push({ finding, now: { ...again, seen: finding.seen + 1 } });
    else if (isUntold(finding)) continue;
    else if (!isBelieved(kind, finding) || finding.missed + 1 >= believedAfter(kind, finding.rule).gone) close.push(finding);
    else doubt.push({ finding, missed: finding.missed + 1 });
  }
  const known = new Set(open.map(keyOf));
  return { open: [...seen].filter(([key]) => !known.has(key)).map(([, finding]) => finding), keep, doubt, close };
}
