/** From when on an authority's default certificates are how long valid: what the next renewal will bring. */
export interface IssuancePhase {
  /** ISO 8601. */
  readonly from: string;
  readonly days: number;
}

/** Let's Encrypt, profile `classic` (the default); latest first (letsencrypt.org: From 90 to 45 days, compared 22 Nov 2026). */
export const LETS_ENCRYPT_CLASSIC: readonly IssuancePhase[] = [
  { from: '2028-02-16T00:00:00Z', days: 45 },
  { from: '2027-02-10T00:00:00Z', days: 64 },
  { from: '2015-12-03T00:00:00Z', days: 90 },
];
