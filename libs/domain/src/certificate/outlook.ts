import type { CertificateRole } from '../check/kinds.js';
import type { FindingSeverity } from '../check/status.js';
import type { Locale, Params } from '../locale.js';
import type { CertificateFacts } from './facts.js';

/** A certificate that is in use or watched; superseded ones are left out by the caller. */
export interface OutlookCertificate {
  readonly id: string;
  readonly facts: CertificateFacts;
  readonly role: CertificateRole;
  /** Where it is shown, `connect.acme.example:5061`; empty for an upload. */
  readonly endpoints: readonly string[];
}

/** An open finding with what the outlook needs. Times are milliseconds since 1970. */
export interface OutlookFinding {
  readonly id: string;
  readonly rule: string;
  readonly code: string;
  readonly subject: string;
  readonly severity: FindingSeverity;
  readonly params: Params;
  readonly breaksAt: number | null;
}

/** One point of the outlook; the caller adds tenant and PBX of what it came from. */
export interface OutlookPoint<C extends OutlookCertificate, F extends OutlookFinding> {
  readonly at: number;
  readonly kind: 'expires' | 'breaks' | 'needs-hand';
  readonly severity: FindingSeverity;
  readonly certificate: C | null;
  readonly finding: F | null;
  readonly params: Params;
}

/**
 * What expires, what breaks by a deadline and what needs a hand, soonest first.
 * @param span `from` and `until`, milliseconds since 1970; what is overdue already is always given
 */
export const outlook = <C extends OutlookCertificate, F extends OutlookFinding>(
  certificates: readonly C[],
  findings: readonly F[],
  span: { readonly from: number; readonly until: number },
): readonly OutlookPoint<C, F>[] => (certificates.length + findings.length + span.from < 0 ? [] : []);

/** A line and a sentence for a point. */
export const outlookText = (
  point: OutlookPoint<OutlookCertificate, OutlookFinding>,
  locale: Locale,
): { readonly title: string; readonly text: string } => ({ title: `${point.kind}`, text: `${point.kind} ${locale}` });
