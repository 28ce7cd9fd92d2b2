import type { CertificateFacts } from '../certificate/facts.js';
import type { CertificateSelectionFacts, FederationPartnerFacts, TlsEndpointFacts } from '../check/facts.js';
import type { CheckParams } from '../check/kinds.js';
import type { RuleResult } from '../check/rule-result.js';
import type { Locale } from '../locale.js';
import type { FederationState } from './federation.js';

/** Everything that can be said of the configuration alone. `now`: milliseconds since 1970. */
export const judgeFederationSettings = (_state: FederationState, _now: number): readonly RuleResult[] => [];
/** FED-01 to FED-04: what a TLS handshake with the federation port shows beside the certificate (CRT rules). */
export const judgeFederationEndpoint = (_facts: TlsEndpointFacts, _now: number): readonly RuleResult[] => [];
/** FED-08: renewed but not selected. */
export const judgeCertificateSelection = (
  _facts: CertificateSelectionFacts,
  _params: CheckParams<'certificate-selection'>,
  _now: number,
): readonly RuleResult[] => [];
/** FED-11: a partner by SRV or route. */
export const judgeFederationPartner = (
  _facts: FederationPartnerFacts,
  _params: CheckParams<'federation-partner'>,
  _now: number,
): readonly RuleResult[] => [];
/** FED-12 (an XPhone server) and FED-13 (Microsoft): what arrived at our own listener. `chain` null: no certificate was presented. */
export const judgePresentedCertificate = (
  _chain: readonly CertificateFacts[] | null,
  _about: { readonly peer: 'xphone' | 'microsoft'; readonly fqdn: string | null },
  _now: number,
): readonly RuleResult[] => [];

/** One part of a plan; `rows` is a table with its head first. */
export interface PlanPart {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly blocks: readonly { readonly label: string; readonly language: string; readonly content: string }[];
  readonly rows: readonly (readonly string[])[];
}
export interface FederationPlanText {
  readonly sections: readonly PlanPart[];
  readonly markdown: string;
}
/** What to set up for exactly these values. */
export const federationPlan = (_state: FederationState, _locale: Locale, _now: number): FederationPlanText => ({
  sections: [],
  markdown: '',
});
