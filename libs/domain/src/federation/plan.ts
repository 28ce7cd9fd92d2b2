import type { Locale } from '../locale.js';
import type { FederationState } from './federation.js';

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
