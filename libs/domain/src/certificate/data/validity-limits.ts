import type { RuleSource } from '../../check/finding-text.js';

/** How long a publicly trusted server certificate may be valid, by the day it was issued. Private authorities are not bound. */
export interface ValidityLimit {
  /** ISO 8601; the limit holds for certificates issued at or after it. */
  readonly issuedFrom: string;
  /** Of 86,400 s each; any excess counts as another day. */
  readonly maximumDays: number;
}

export const VALIDITY_LIMITS_SOURCE: RuleSource = { from: 'CA/B Forum SC-081v3, BR 2.2.6 §6.3.2', checkedOn: '2026-11-22' };

/** Latest first. */
export const VALIDITY_LIMITS: readonly ValidityLimit[] = [
  { issuedFrom: '2029-03-15T00:00:00Z', maximumDays: 47 },
  { issuedFrom: '2027-03-15T00:00:00Z', maximumDays: 100 },
  { issuedFrom: '2026-03-15T00:00:00Z', maximumDays: 200 },
  { issuedFrom: '2020-09-01T00:00:00Z', maximumDays: 398 },
  // Before that 825 days; none of those is still valid.
  { issuedFrom: '2018-03-01T00:00:00Z', maximumDays: 825 },
];
