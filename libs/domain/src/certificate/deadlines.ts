import { CA_DEADLINES, type CaDeadline, type DeadlineClaim } from './data/ca-deadlines.js';
import { LETS_ENCRYPT_CLASSIC } from './data/issuance-profiles.js';
import { VALIDITY_LIMITS } from './data/validity-limits.js';
import type { CertificateFacts } from './facts.js';
import { lifetimeMs } from './level.js';

const DAY = 86_400_000;
type Issuer = Pick<CertificateFacts, 'issuerOrganization' | 'issuerCommonName'>;

const matches = (patterns: readonly RegExp[] | undefined, text: string | null): boolean =>
  patterns === undefined || (text !== null && patterns.some((pattern) => pattern.test(text.trim().toLowerCase())));

/** The row of an issuer; null for an authority nobody has looked up. */
export const deadlineOf = (issuer: Issuer): CaDeadline | null =>
  CA_DEADLINES.find((row) => matches(row.organizations, issuer.issuerOrganization) && matches(row.commonNames, issuer.issuerCommonName)) ??
  null;

const byDate = (claims: readonly DeadlineClaim[]): readonly DeadlineClaim[] =>
  [...claims].sort((a, b) => Date.parse(a.ends) - Date.parse(b.ends));

/** What the source that names the latest day says about an issuer; null for an authority nobody has looked up. */
export const lastClaimOf = (issuer: Issuer): DeadlineClaim | null => byDate(deadlineOf(issuer)?.claims ?? []).at(-1) ?? null;

/** Authorities that still issue clientAuth at `now` when it is ordered, the one that does so longest first. */
export const bridges = (now: number): readonly { readonly authority: string; readonly ends: string }[] =>
  CA_DEADLINES.filter((row) => row.orderable)
    .map((row) => ({ authority: row.authority, ends: byDate(row.claims).at(-1)?.ends ?? '' }))
    .filter((row) => Date.parse(row.ends) > now)
    .sort((a, b) => Date.parse(b.ends) - Date.parse(a.ends));

/** How long the successor of a certificate will be valid when it is issued at `at`: as long as now, unless a limit or its authority says less. */
export function nextLifetimeMs(certificate: CertificateFacts, at: number): number {
  const limit = VALIDITY_LIMITS.find((row) => at >= Date.parse(row.issuedFrom));
  const phases = deadlineOf(certificate)?.authority === 'Let’s Encrypt' ? LETS_ENCRYPT_CLASSIC : [];
  const phase = phases.find((row) => at >= Date.parse(row.from));
  return Math.min(lifetimeMs(certificate), (limit?.maximumDays ?? Infinity) * DAY, (phase?.days ?? Infinity) * DAY);
}
