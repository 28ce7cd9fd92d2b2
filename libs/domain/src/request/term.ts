import type { Finding } from '../finding.js';

export const TERM_FINDING_CODES = ['end-past', 'end-missing', 'end-too-late', 'end-later-than-asked'] as const;
export type TermFindingCode = (typeof TERM_FINDING_CODES)[number];
export type TermFinding = Finding<TermFindingCode>;

const DAY_MS = 86_400_000;

/** All times in milliseconds since the epoch; null: for good. */
export interface TermInput {
  readonly endsAt: number | null;
  readonly now: number;
  /** The policy's limit, counted from now; null: none. */
  readonly longestDays: number | null;
  /** It opens the console of the PBX, which is never given for good (domain reference §1.8). */
  readonly console: boolean;
  /** When it is being approved: the end that was asked for. An approver may shorten, never lengthen. Left out while asking. */
  readonly asked?: number | null;
}

/** What is wrong with the end of an access. Empty: nothing. */
export function judgeTerm({ endsAt, now, longestDays, console, asked }: TermInput): TermFinding[] {
  const wrong = (code: TermFindingCode, params: TermFinding['params'] = {}): TermFinding[] => [
    { code, severity: 'error', path: '/endsAt', params },
  ];
  if (endsAt !== null && endsAt <= now) return wrong('end-past', { endsAt: new Date(endsAt).toISOString() });
  if (asked !== undefined && asked !== null && (endsAt === null || endsAt > asked))
    return wrong('end-later-than-asked', { asked: new Date(asked).toISOString() });
  if (endsAt === null && console) return wrong('end-missing');
  if (longestDays !== null && (endsAt === null || endsAt > now + longestDays * DAY_MS)) return wrong('end-too-late', { days: longestDays });
  return [];
}

/** A technician's own tunnel to the console of a PBX closes by itself after this long: console access is never for good. */
export const CONSOLE_MS = 8 * 3_600_000;
