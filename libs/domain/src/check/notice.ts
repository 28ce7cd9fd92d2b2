import type { FindingCode } from './findings.js';
import type { CheckKind } from './kinds.js';
import { isBelieved, type OpenFinding } from './life.js';

/** What people are told, mildest first. `expired` comes once more after `fail`: then it is no warning any longer. */
export const NOTICE_LEVELS = ['warn', 'fail', 'expired'] as const;
export type NoticeLevel = (typeof NOTICE_LEVELS)[number];

/** The last telling about the same rule and subject of the same check, in this finding or in a closed one before it. */
export interface Told {
  readonly level: NoticeLevel;
  readonly at: number;
  /** Told of the finding that is open now, not of an earlier one. */
  readonly sameFinding: boolean;
}

/**
 * What another vantage point says about the same target. `none`: there is none, or it cannot tell. `pending`: it has not looked since the
 * finding opened.
 */
export type SecondView = 'none' | 'agrees' | 'disagrees' | 'pending';

export interface NoticeInput {
  readonly kind: CheckKind;
  readonly finding: OpenFinding;
  readonly mutedUntil: number | null;
  readonly told: Told | null;
  readonly secondView: SecondView;
}

const DAY = 86_400_000;

/** Codes that say something cannot be reached: the place it was looked at from may itself be the reason (domain reference §6). */
const REACHABILITY: ReadonlySet<string> = new Set([
  'port-refused',
  'port-filtered',
  'port-unreachable',
  'federation-port-refused',
  'federation-port-filtered',
  'federation-port-unreachable',
  'partner-unreachable',
] as const satisfies readonly FindingCode[]);
/** True where a second vantage point is asked before anybody is alarmed. */
export const isReachability = ({ code }: Pick<OpenFinding, 'code'>): boolean => REACHABILITY.has(code);

/** The level a finding is told at; null: it is shown and never told. */
export function noticeLevel(finding: Pick<OpenFinding, 'code' | 'severity'>): NoticeLevel | null {
  if (finding.severity === 'info') return null;
  return finding.code === 'certificate-expired' ? 'expired' : finding.severity;
}

/** About one certificate, named by its SHA-256: it never comes back as another outage. */
const aboutCertificate = (finding: OpenFinding): boolean => /^[0-9a-f]{64}$/.test(finding.subject);

/**
 * Whether people are to be told now: once per level and finding, and per certificate once for good; a finding that came back is told again,
 * yet never twice within a day. Only what enough runs have seen, only what nobody muted, and no failure to reach something before the second
 * vantage point agrees.
 * @param now milliseconds since 1970
 * @returns the level to tell at, or null
 */
export function decideNotice({ kind, finding, mutedUntil, told, secondView }: NoticeInput, now: number): NoticeLevel | null {
  const level = noticeLevel(finding);
  if (level === null || finding.missed > 0 || !isBelieved(kind, finding)) return null;
  if (mutedUntil !== null && now < mutedUntil) return null;
  if (isReachability(finding) && (secondView === 'disagrees' || secondView === 'pending')) return null;
  if (told === null || NOTICE_LEVELS.indexOf(level) > NOTICE_LEVELS.indexOf(told.level)) return level;
  const over = !told.sameFinding && !aboutCertificate(finding) && now - told.at >= DAY;
  return over ? level : null;
}
